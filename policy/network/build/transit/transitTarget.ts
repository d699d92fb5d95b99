import { type Reference } from "../../../facts/references";
import { type ResourceFacts } from "../../../facts/resource";
import { type Reason, type Step } from "../../network";
import { aclNode } from "../filters/acls";
import { because, candidatesOf } from "../candidates";
import { anything, type Build, type SubnetPart } from "../parts";
import { transitIds } from "./transitIds";
import { transitParts } from "./transitParts";
import { type AttachmentPart } from "./transitTypes";
import { addSendingZone } from "../gateways/zoneNodes";

/**
 * Where a route of a subnet to a transit gateway leads: through the attachment's interface in the same availability zone,
 * and in by the list of that interface's subnet.
 * @param reference of types `TransitGateway`
 */
export function transitTarget(
  build: Build,
  subnet: SubnetPart | undefined,
  owner: ResourceFacts,
  property: string,
  reference: Reference,
): readonly string[] {
  const parts = transitParts(build);
  const candidates = candidatesOf(reference);
  return parts.gatewaysOf(candidates).flatMap((transit): readonly string[] => {
    const attachments = subnet === undefined ? [] : parts.ofVpc(subnet.vpc, transit);
    if (subnet !== undefined && attachments.length > 0)
      return attachments.map((attachment) => fromSubnet(build, subnet, attachment));
    if (transit.zone !== undefined) return [addSendingZone(build, transit.zone, transit.name)];
    const id = `tgw/${transit.key}/not-attached`;
    const otherwise = `the VPC is not attached to ${transit.name}: ${property} of ${owner.name} leads nowhere`;
    return [build.draft.node({ id, name: transit.name, otherwise })];
  });
}

/**
 * Source: Transit Gateway guide, "Transit gateway attachments to a VPC" (subnets and availability zones), and "Network ACLs
 * for transit gateways": towards the gateway the inbound entries of the attachment's subnet are used, also where it is the sender's own.
 */
export function fromSubnet(build: Build, subnet: SubnetPart, attachment: AttachmentPart): string {
  const { draft } = build;
  const id = transitIds.from(attachment, subnet);
  if (draft.has(id)) return id;
  const zone = subnet.availabilityZone ?? "of the subnet";
  const otherwise = `${attachment.name} has no subnet in availability zone ${zone}`;
  draft.node({ id, name: attachment.name, otherwise });
  const enters = "enters the transit gateway";
  if (attachment.interfaces.length === 0) {
    const why = "names subnets that are not known";
    draft.steps(id, step(attachment, transitIds.in(attachment), enters, why));
    return id;
  }
  const near = attachment.interfaces.map(({ subnet: at, missing }) => {
    const same = sameZone(subnet, at);
    return { at, same: same === true && missing !== undefined ? undefined : same, why: missing?.why };
  });
  const certain = near.filter(({ same }) => same === true);
  const possible = near.filter(({ same }) => same === undefined);
  for (const { at, why: unsure } of certain.length > 0 ? certain : possible) {
    const list = `${transitIds.in(attachment)}/acl/${at.key}`;
    const to = draft.has(list) ? list : aclNode(build, at, "in", list, transitIds.in(attachment));
    const unknown = unsure ?? "has subnets in availability zones that are not known";
    const why = certain.length > 0 ? attachment.why : unknown;
    draft.steps(id, step(attachment, to, `${enters} by the attachment's subnet ${at.name}`, why));
  }
  if (certain.length === 0)
    draft.openings(id, {
      ...{ match: anything, to: transitIds.in(attachment), kind: "transit-subnet" },
      change: `give ${attachment.name} a subnet in availability zone ${zone}`,
    });
  return id;
}

function step(attachment: AttachmentPart, to: string, text: string, why: string | undefined): Step {
  const fix = "Remove the attachment, or its subnet.";
  const { resource, name } = attachment;
  const by: Reason = resource
    ? because(resource, "subnetIds", text, fix, why)
    : {
        resource: name,
        text,
        fix,
        ...(why !== undefined && { missing: { resource: name, why, settle: fix } }),
      };
  return { match: anything, to, take: why === undefined ? "always" : "perhaps", by };
}

/** @returns undefined if one is not known, or one is a name (`eu-west-1a`) and the other an id (`euw1-az1`) */
function sameZone(a: SubnetPart, b: SubnetPart): boolean | undefined {
  const [one, other] = [a.availabilityZone, b.availabilityZone];
  if (a === b) return true;
  if (one === undefined || other === undefined) return undefined;
  const isId = (zone: string) => /-az\d+$/.test(zone);
  return isId(one) === isId(other) ? one === other : undefined;
}
