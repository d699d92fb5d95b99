import { type Fact } from "../../../facts/fact";
import { type Reference } from "../../../facts/references";
import { type ResourceFacts } from "../../../facts/resource";
import { type Match, type Zone } from "../../network";
import { attachedOf } from "../interfaces/attachments";
import { endpointTarget } from "../services/endpoints";
import { interfaceTarget } from "./forwarding";
import { gatewayIds } from "../gateways/gatewayIds";
import { natTarget } from "../gateways/natGateways";
import { otherTarget } from "./otherTargets";
import { type Build, nodeIds, reasonOf, type SubnetPart, type VpcPart, zones } from "../parts";
import { peeringTarget } from "../gateways/peering";
import { type TargetProperty } from "./routeFacts";
import { tokens } from "../tokens";
import { transitTarget } from "../transit/transitTarget";
import { addSendingZone, enterFrom } from "../gateways/zoneNodes";

/** Where a route leads. None of `to`: to a gateway that is not attached, so nowhere. */
export interface Targets {
  readonly to: readonly string[];
  /** In words. */
  readonly text: string;
  /** Which of them is not known. */
  readonly why?: string;
}

/** A route's target, and from where it is asked. */
export interface TargetQuestion {
  readonly vpc: VpcPart;
  /** Undefined: the table of a gateway. */
  readonly subnet: SubnetPart | undefined;
  readonly owner: ResourceFacts;
  /** The owner's top-level property, whose sources tell what an unknown value will be. */
  readonly top: string;
  readonly property: TargetProperty;
  readonly fact: Fact<string>;
}

const typesOf: Readonly<Record<TargetProperty, readonly string[]>> = {
  gatewayId: [
    ...[tokens.internetGateway, tokens.vpnGateway, tokens.endpoint, tokens.natGateway],
    ...[tokens.egressOnlyGateway, tokens.carrierGateway],
  ],
  natGatewayId: [tokens.natGateway],
  egressOnlyGatewayId: [tokens.egressOnlyGateway],
  carrierGatewayId: [tokens.carrierGateway],
  localGatewayId: [],
  transitGatewayId: [tokens.transitGateway],
  vpcPeeringConnectionId: [tokens.peering, tokens.peeringAccepter],
  vpcEndpointId: [tokens.endpoint],
  networkInterfaceId: [tokens.networkInterface],
  instanceId: [tokens.instance, tokens.spotInstance],
  coreNetworkArn: ["aws:networkmanager/coreNetwork:CoreNetwork"],
  odbNetworkArn: ["aws:odb/network:Network"],
};

/** Where each property leads if nothing tells which object it is. */
const parts: Partial<Readonly<Record<TargetProperty, typeof transitTarget>>> = {
  transitGatewayId: transitTarget,
  vpcEndpointId: endpointTarget,
  networkInterfaceId: interfaceTarget,
  instanceId: interfaceTarget,
  coreNetworkArn: otherTarget,
  odbNetworkArn: otherTarget,
};

/** Finds the nodes that a route leads to. */
export function targetsOf(build: Build, question: TargetQuestion): Targets {
  const { owner, top, property, fact, vpc, subnet } = question;
  if (fact.state === "known" && fact.value === "local")
    return { to: [nodeIds.vpcLocal(vpc.key)], text: "local" };
  const reference = build.references.of(owner, top, fact, typesOf[property]);
  if (reference === undefined) return { to: [], text: "nothing" };
  const why = reference.kind === "oneOf" || reference.kind === "unknown" ? reference.why : undefined;
  const text = textOf(reference);
  const part = parts[property];
  if (part !== undefined) {
    const to = part(build, subnet, owner, property, reference);
    const open = why ?? (to.length > 1 ? "leads to one of several places, not known which" : undefined);
    return { to, text, ...(open !== undefined && { why: open }) };
  }
  switch (reference.kind) {
    case "resource":
      return single(build, question, reference.resource, text);
    case "oneOf": {
      const each = reference.resources.map((resource) => single(build, question, resource, text));
      return { to: [...new Set(each.flatMap(({ to }) => to))], text, why: reference.why };
    }
    case "outside":
      return { to: outside(build, question, reference.id), text };
    case "unknown":
      return { to: [unknownPlace(build, vpc, owner, property, reference.why)], text, why: reference.why };
  }
}

function textOf(reference: Reference): string {
  switch (reference.kind) {
    case "resource":
      return reference.resource.name;
    case "oneOf":
      return reference.resources.map(({ name }) => name).join(" or ");
    case "outside":
      return reference.id;
    case "unknown":
      return "a target that is not known";
  }
}

function single(
  build: Build,
  { vpc, subnet, owner, property }: TargetQuestion,
  target: ResourceFacts,
  text: string,
): Targets {
  switch (target.type) {
    case tokens.endpoint:
      return {
        to: endpointTarget(build, subnet, owner, property, { kind: "resource", resource: target }),
        text,
      };
    case tokens.natGateway:
      return { to: natTarget(build, subnet, target), text };
    case tokens.peering:
    case tokens.peeringAccepter:
      return { to: peeringTarget(build, vpc, target), text };
    default: {
      const { vpcs, why } = attachedOf(build, target);
      const own = vpcs.includes(vpc);
      const id = gatewayIds.out(target, vpc, build);
      const to = own && id !== undefined ? [id] : [];
      return {
        to,
        text: own ? text : `${text}, which is not attached to ${vpc.name}`,
        ...(why !== undefined && { why }),
      };
    }
  }
}

/** Source of the prefixes: the ids of EC2's API. */
const prefixes: readonly (readonly [prefix: string, zone: (id: string) => Zone, onlyReplies: boolean])[] = [
  ["igw-", () => zones.internet, false],
  ["nat-", () => zones.internet, true],
  ["eigw-", () => zones.internet, true],
  ["cagw-", () => zones.internet, false],
  ["lgw-", () => zones.foreign("outpost"), false],
  ["vgw-", zones.foreign, false],
  ["pcx-", zones.foreign, false],
];

/** An object from outside the stack leads to the zone that its prefix tells. */
function outside(build: Build, question: TargetQuestion, id: string): readonly string[] {
  const { vpc, subnet, owner, property } = question;
  if (id.startsWith("vpce-")) return endpointTarget(build, subnet, owner, property, { kind: "outside", id });
  const known = prefixes.find(([prefix]) => id.startsWith(prefix));
  const isLocalGateway = property === "localGatewayId";
  if (known === undefined && !isLocalGateway)
    return [unknownPlace(build, vpc, owner, property, `is '${id}', which is of no kind that is known`)];
  const [, zoneOf, onlyReplies] = known ?? ["lgw-", () => zones.foreign("outpost"), false];
  const zone = zoneOf(id);
  const node = addSendingZone(build, zone, zone === zones.internet ? "internet" : id);
  const to = nodeIds.vpcLocal(vpc.key);
  const match: Match = { destination: vpc.blocks, ...(onlyReplies && { state: "reply" }) };
  enterOnce(build, zone, to, match, owner, `${id} leads back into ${vpc.name}`);
  return [node];
}

const entered = new WeakMap<Build, Set<string>>();

function enterOnce(
  build: Build,
  zone: Zone,
  to: string,
  match: Match,
  owner: ResourceFacts,
  text: string,
  why?: string,
): void {
  const done = entered.get(build) ?? new Set<string>();
  entered.set(build, done);
  const key = `${zone} ${to} ${match.state ?? ""}`;
  if (done.has(key)) return;
  done.add(key);
  const missing =
    why === undefined ? undefined : { resource: owner.name, why, settle: "Name what it leads to." };
  enterFrom(build, zone, to, match, reasonOf(owner, text, { ...(missing && { missing }) }));
}

/** Where a route leads of which nothing is known. */
export function unknownPlace(
  build: Build,
  vpc: VpcPart,
  owner: ResourceFacts,
  property: string,
  why: string,
): string {
  const node = addSendingZone(build, zones.unknown, "somewhere unknown");
  const to = nodeIds.vpcLocal(vpc.key);
  enterOnce(build, zones.unknown, to, { destination: vpc.blocks }, owner, `${property} may lead back`, why);
  return node;
}
