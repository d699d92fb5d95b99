import { type ResourceFacts } from "../../../facts/resource";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { anything, type Build, nodeIds, reasonOf, type VpcPart, zones } from "../parts";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";
import { addSendingZone, enterFrom } from "./zoneNodes";

/** One side of a peering. */
interface Side {
  /** Undefined: a VPC that the stack does not declare. */
  readonly vpc: VpcPart | undefined;
  /** What a reader calls it. */
  readonly name: string;
  readonly why?: string;
}

interface PeeringPart {
  readonly resource: ResourceFacts;
  readonly key: string;
  readonly sides: readonly Side[];
}

/** Source: EC2 API, VpcPeeringConnectionStateReason. One that waits may be accepted at any time. */
const ended = ["deleted", "deleting", "rejected", "failed", "expired"];

const peerings = perBuild((build): ReadonlyMap<string, PeeringPart> => {
  const { stack, references, layout } = build;
  const { keys } = placesOf(layout);
  const side = (owner: ResourceFacts, property: string): readonly Side[] => {
    const named = references.of(owner, property, owner.props.text(property), tokens.vpcs);
    switch (named?.kind) {
      case undefined:
        return [{ vpc: undefined, name: `the ${property} of ${owner.name}` }];
      case "resource":
        return [{ vpc: layout.vpcOf(named.resource), name: named.resource.name }];
      case "oneOf":
        return named.resources.map((vpc) => ({ vpc: layout.vpcOf(vpc), name: vpc.name, why: named.why }));
      case "outside":
        return [{ vpc: undefined, name: named.id }];
      case "unknown":
        return [{ vpc: undefined, name: `the ${property} of ${owner.name}`, why: named.why }];
    }
  };
  const parts = new Map<string, PeeringPart>();
  for (const resource of stack.ofType(tokens.peering)) {
    const sides = [...side(resource, "vpcId"), ...side(resource, "peerVpcId")];
    if (!hasEnded(resource)) parts.set(resource.urn, { resource, key: keys.of(resource), sides });
  }
  for (const accepter of stack.ofType(tokens.peeringAccepter)) {
    const id = accepter.props.text("vpcPeeringConnectionId");
    const named = references.of(accepter, "vpcPeeringConnectionId", id, [tokens.peering]);
    const own = named?.kind === "resource" ? parts.get(named.resource.urn) : undefined;
    if (own !== undefined) parts.set(accepter.urn, own);
    else if (!hasEnded(accepter))
      parts.set(accepter.urn, {
        ...{ resource: accepter, key: keys.of(accepter) },
        sides: [...side(accepter, "vpcId"), ...side(accepter, "peerVpcId")],
      });
  }
  return parts;
});

/** AWS's own answer says whether it stands now; a state says only how it was when the program made it. */
function hasEnded({ props }: ResourceFacts): boolean {
  const isUp = props.flag("carriesTraffic");
  if (isUp.state === "known" && !isUp.value) return true;
  const status = props.text("acceptStatus");
  return status.state === "known" && ended.includes(status.value);
}

const towards = ({ key }: PeeringPart, vpc: VpcPart) => `pcx/${key}/${vpc.key}`;

/** Adds the ways over peerings: into the VPC's blocks, and never on from there. Source: VPC peering guide, "Limitations". */
export function addPeerings(build: Build): void {
  const { draft } = build;
  for (const part of new Set(peerings(build).values())) {
    const { resource, sides } = part;
    for (const { vpc, name, why } of sides) {
      if (vpc === undefined) {
        foreignSide(build, part, name);
        continue;
      }
      const id = towards(part, vpc);
      const otherwise = "peering leads to the VPC's own blocks only";
      draft.node({ id, name: resource.name, urn: resource.urn, otherwise });
      const missing = why === undefined ? undefined : missingOf(resource, "peerVpcId", why);
      const by = reasonOf(resource, `peered with ${vpc.name}`, {
        fix: "Remove the peering.",
        ...(missing && { missing }),
      });
      const to = nodeIds.vpcLocal(vpc.key);
      const take = missing ? "perhaps" : "always";
      if (vpc.blocks.length > 0) draft.steps(id, { match: { destination: vpc.blocks }, to, take, by });
      for (const { blocks } of vpc.unsure)
        draft.steps(id, { match: { destination: blocks }, to, take: missing ? "perhaps" : "some", by });
    }
  }
}

function foreignSide(build: Build, { resource, sides }: PeeringPart, name: string): void {
  const zone = zones.foreign(name);
  addSendingZone(build, zone, name);
  for (const { vpc } of sides) {
    if (vpc === undefined) continue;
    const by = reasonOf(resource, `${name} is peered with ${vpc.name}`, { fix: "Remove the peering." });
    enterFrom(
      build,
      zone,
      nodeIds.vpcLocal(vpc.key),
      vpc.blocks.length > 0 ? { destination: vpc.blocks } : anything,
      by,
    );
  }
}

/** Where a route of a VPC to a peering leads: to its other side. */
export function peeringTarget(build: Build, vpc: VpcPart, target: ResourceFacts): readonly string[] {
  const part = peerings(build).get(target.urn);
  if (part === undefined || !part.sides.some((side) => side.vpc === vpc || side.why !== undefined)) return [];
  const others = part.sides.filter((side) => side.vpc !== vpc);
  return others.map((side) =>
    side.vpc === undefined ? nodeIds.zone(zones.foreign(side.name)) : towards(part, side.vpc),
  );
}

/** Nodes of the other sides of a VPC's peerings, with what a reader calls them: for the margin. */
export function peersOf(build: Build, vpc: VpcPart): readonly (readonly [node: string, name: string])[] {
  return (peersByVpc(build).get(vpc) ?? []).flatMap((part) =>
    peeringTarget(build, vpc, part.resource).map((node) => [node, part.resource.name] as const),
  );
}

const peersByVpc = perBuild((build): ReadonlyMap<VpcPart, readonly PeeringPart[]> => {
  const found = new Map<VpcPart, PeeringPart[]>();
  for (const part of new Set(peerings(build).values()))
    for (const { vpc } of part.sides)
      if (vpc !== undefined) found.set(vpc, [...(found.get(vpc) ?? []), part]);
  return found;
});
