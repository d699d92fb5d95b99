import { type Reason, type Step, type Zone } from "../../network";
import { because, named } from "../candidates";
import { linkZones } from "../gateways/directConnect";
import { anything, type Build, nodeIds, reasonOf, zones } from "../parts";
import { transitIds } from "./transitIds";
import { ipv6Filter } from "./transitOptions";
import { type TransitParts } from "./transitParts";
import { type AttachmentPart, transitTypes } from "./transitTypes";
import { addVpn, leaveVpn } from "../gateways/vpn";
import { addSendingZone, enterFrom } from "../gateways/zoneNodes";

const fixEnd = "Remove the attachment.";

/** What is at an attachment's other end: a VPC of the stack, another gateway of it, or a zone beyond. */
export function transitEnds(build: Build, parts: TransitParts, attachment: AttachmentPart): void {
  const { kind, transit, vpc, name } = attachment;
  if (transit.zone !== undefined) foreignGateway(build, attachment, transit.zone);
  const far = parts.farSides(attachment);
  if (vpc !== undefined) vpcEnd(build, attachment);
  else if (far.length > 0) {
    const steps = far.map((side): Step => ({
      ...{ match: anything, to: transitIds.in(side) },
      ...reasoned(attachment, `${name} takes it to ${side.transit.name}`, attachment.why ?? side.why),
    }));
    build.draft.steps(transitIds.out(attachment), ...steps);
  } else if (kind === "vpn" && attachment.resource !== undefined) {
    const to = addVpn(build, attachment.resource);
    leaveVpn(build, attachment.resource, transitIds.in(attachment));
    const link = reasoned(attachment, `${name} takes it into the tunnels`, attachment.why);
    build.draft.steps(transitIds.out(attachment), { match: anything, to, ...link });
  } else if (kind === "direct-connect" && attachment.resource !== undefined) {
    for (const { zone, name: what } of linkZones(build, attachment.resource))
      foreignEnd(build, attachment, zone, what);
  } else {
    const what = foreignName(build, attachment);
    foreignEnd(build, attachment, zones.foreign(what), what);
  }
}

/**
 * Out of the gateway a packet comes to the attachment's interface, and goes on by the route table of that subnet: past its list
 * unless it stays in the subnet. Which of several zones' subnets it comes to is not told here: some to each.
 * Source: Transit Gateway guide, "Network ACLs for transit gateways"; "Example: Appliance in a shared services VPC" for the table.
 */
function vpcEnd(build: Build, attachment: AttachmentPart): void {
  const { vpc, interfaces, name } = attachment;
  const out = transitIds.out(attachment);
  build.draft.steps(out, ...ipv6Filter(attachment));
  if (vpc === undefined) return;
  if (interfaces.length === 0) {
    const why = attachment.why ?? "names subnets that are not known";
    const text = `${name} takes it into ${vpc.name}`;
    build.draft.steps(out, {
      match: anything,
      to: nodeIds.vpcLocal(vpc.key),
      ...reasoned(attachment, text, why),
    });
    return;
  }
  for (const { subnet, missing } of interfaces) {
    const text = `${name} takes it to its subnet ${subnet.name}`;
    const { take, by } = reasoned(attachment, text, attachment.why ?? missing?.why);
    const some = take === "always" && interfaces.length > 1 ? "some" : take;
    build.draft.steps(out, { match: anything, to: nodeIds.subnetOut(subnet.key), take: some, by });
  }
}

/** All that enters a gateway of somebody else's may go anywhere it leads, and anything may come from there. */
function foreignGateway(build: Build, attachment: AttachmentPart, zone: Zone): void {
  const { transit, name } = attachment;
  addSendingZone(build, zone, transit.name);
  const to = reasoned(
    attachment,
    `${name} enters ${transit.name}, which is not of the stack`,
    attachment.why,
  );
  build.draft.steps(transitIds.in(attachment), {
    match: anything,
    to: nodeIds.zone(zone),
    ...to,
  });
  const back = reasoned(attachment, `${transit.name} sends to ${name}`, attachment.why).by;
  enterFrom(build, zone, transitIds.out(attachment), anything, back);
}

function foreignEnd(build: Build, attachment: AttachmentPart, zone: Zone, what: string): void {
  addSendingZone(build, zone, what);
  const { name, why } = attachment;
  build.draft.steps(transitIds.out(attachment), {
    match: anything,
    to: nodeIds.zone(zone),
    ...reasoned(attachment, `${name} leads to ${what}`, why),
  });
  const { by } = reasoned(attachment, `${what} sends through ${name}`, why);
  enterFrom(build, zone, transitIds.in(attachment), anything, by);
}

/** The VPC or gateway at the other end, by its id where it is known. */
function foreignName(build: Build, { resource, kind, key, transit }: AttachmentPart): string {
  if (resource === undefined) return key;
  if (kind === "vpc") return named(build, resource, "vpcId", []).outside ?? key;
  if (kind !== "peering") return key;
  const ends = ["peerTransitGatewayId", "transitGatewayId"].map(
    (property) => named(build, resource, property, [transitTypes.gateway]).outside,
  );
  return ends.find((id) => id !== undefined && id !== transit.key) ?? key;
}

function reasoned(
  { resource, name }: AttachmentPart,
  text: string,
  why: string | undefined,
): { readonly take: "always" | "perhaps"; readonly by: Reason } {
  if (resource === undefined) return { take: "always", by: { resource: name, text, fix: fixEnd } };
  if (why === undefined) return { take: "always", by: reasonOf(resource, text, { fix: fixEnd }) };
  return { take: "perhaps", by: because(resource, "transitGatewayId", text, fixEnd, why) };
}
