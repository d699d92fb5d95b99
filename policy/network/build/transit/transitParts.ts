import { type ResourceFacts } from "../../../facts/resource";
import { type Zone } from "../../network";
import { candidatesOf, type Candidates, named } from "../candidates";
import { type Keys } from "../keys";
import { placesOf } from "../interfaces/layout";
import { perBuild } from "../perBuild";
import { type Build, type VpcPart, zones } from "../parts";
import { tokens } from "../tokens";
import {
  type AttachmentKind,
  type AttachmentPart,
  attachmentTypes,
  deadStates,
  type TransitPart,
  transitTypes,
  waitingStates,
} from "./transitTypes";

/** All transit gateways and attachments of a stack, found once. */
export class TransitParts {
  readonly gateways: TransitPart[] = [];
  readonly attachments: AttachmentPart[] = [];
  private readonly keys: Keys;
  private readonly byUrn = new Map<string, TransitPart>();
  private readonly foreign = new Map<string, TransitPart>();
  private readonly sidesByUrn = new Map<string, AttachmentPart[]>();
  private readonly sidesById = new Map<string, AttachmentPart[]>();
  private readonly byVpc = new Map<string, AttachmentPart[]>();
  private readonly accepters = new Map<string, ResourceFacts>();

  constructor(private readonly build: Build) {
    this.keys = placesOf(build.layout).keys;
    for (const resource of build.stack.ofType(transitTypes.gateway)) {
      const part: TransitPart = { key: this.keys.of(resource), name: resource.name, resource };
      this.gateways.push(part);
      this.byUrn.set(resource.urn, part);
    }
    for (const of of [transitTypes.vpcAccepter, transitTypes.peeringAccepter]) this.noteAccepters(of);
    for (const of of [transitTypes.vpc, transitTypes.vpcAccepter]) this.addAll(of, "vpc");
    this.addAll(transitTypes.peering, "peering");
    this.addAll(transitTypes.peeringAccepter, "peering");
    this.addAll(transitTypes.connect, "connect");
    this.addAll(transitTypes.vpn, "vpn");
    this.addAll(transitTypes.concentrator, "foreign");
    this.addAll(transitTypes.directConnect, "direct-connect");
  }

  /** Gateways that a property may name; one of somebody else for an id from outside, one that leads anywhere for an unknown value. */
  gatewaysOf({ resources, outside, isAnything }: Candidates): readonly TransitPart[] {
    const own = resources.flatMap((resource) => this.byUrn.get(resource.urn) ?? []);
    if (outside !== undefined) return [...own, this.foreignGateway(outside, zones.foreign(outside))];
    return isAnything ? [...own, this.foreignGateway("transit-gateway", zones.unknown)] : own;
  }

  /** Gateways of the stack that a resource's `transitGatewayId` may name. */
  ownGateways(owner: ResourceFacts): readonly TransitPart[] {
    const { resources } = named(this.build, owner, "transitGatewayId", [transitTypes.gateway]);
    return resources.flatMap(({ urn }) => this.byUrn.get(urn) ?? []);
  }

  /** Attachments of a VPC to a gateway. */
  ofVpc(vpc: VpcPart, transit: TransitPart): readonly AttachmentPart[] {
    return (this.byVpc.get(vpc.urn) ?? []).filter((attachment) => attachment.transit === transit);
  }

  /** The sides, at one gateway, of the attachments that a property may name; an id that no resource has makes one of somebody else. */
  named(
    owner: ResourceFacts,
    property: string,
    transit: TransitPart,
  ): { readonly sides: readonly AttachmentPart[]; readonly isAnything: boolean; readonly why?: string } {
    const fact = owner.props.text(property);
    const here = (sides: readonly AttachmentPart[] | undefined) =>
      (sides ?? []).filter((side) => side.transit === transit);
    const found = fact.state === "known" ? here(this.sidesById.get(fact.value)) : [];
    if (found.length > 0) return { sides: found, isAnything: false };
    const candidates = candidatesOf(this.build.references.of(owner, property, fact, attachmentTypes));
    const sides = candidates.resources.flatMap(({ urn }) => here(this.sidesByUrn.get(urn)));
    const { outside, isAnything, why } = candidates;
    const all = outside === undefined ? sides : [...sides, this.foreignSide(outside, transit)];
    return { sides: all, isAnything, ...(why !== undefined && { why }) };
  }

  /** The same attachment as another gateway has it: the far end of a peering between two gateways of the stack. */
  farSides(side: AttachmentPart): readonly AttachmentPart[] {
    if (side.kind !== "peering" || side.resource === undefined) return [];
    return (this.sidesByUrn.get(side.resource.urn) ?? []).filter(({ transit }) => transit !== side.transit);
  }

  /** The resource by which the other account accepts an attachment of the stack. */
  accepterOf({ resource }: AttachmentPart): ResourceFacts | undefined {
    return resource && this.accepters.get(resource.urn);
  }

  private noteAccepters(of: string): void {
    for (const accepter of this.build.stack.ofType(of)) {
      const { resources, why } = named(this.build, accepter, "transitGatewayAttachmentId", attachmentTypes);
      const [only, ...others] = resources;
      if (only !== undefined && others.length === 0 && why === undefined)
        this.accepters.set(only.urn, accepter);
    }
  }

  private addAll(of: string, kind: AttachmentKind): void {
    const accepted = new Set([...this.accepters.values()].map(({ urn }) => urn));
    for (const resource of this.build.stack.ofType(of)) {
      const state = resource.props.text("state");
      if (state.state === "known" && deadStates.has(state.value)) continue;
      // An accepter of an attachment of the stack is the same attachment.
      if (!accepted.has(resource.urn)) this.add(resource, kind);
    }
  }

  private add(resource: ResourceFacts, kind: AttachmentKind): void {
    const near = named(this.build, resource, gatewayProperty(kind), [transitTypes.gateway]);
    if (kind === "direct-connect" && near.resources.length === 0) return;
    if (kind === "vpn" && resource.props.get("transitGatewayId").state === "absent") return;
    const gateways = this.gatewaysOf(near);
    const sides = gateways.map((transit) =>
      this.side(resource, kind, transit, gateways.length > 1, near.why),
    );
    if (kind === "peering") {
      const far = named(this.build, resource, "peerTransitGatewayId", [transitTypes.gateway]);
      for (const transit of far.resources.flatMap(({ urn }) => this.byUrn.get(urn) ?? []))
        sides.push(this.side(resource, kind, transit, far.resources.length > 1, far.why));
    }
    this.note(resource, sides);
    for (const side of sides) {
      this.attachments.push(side);
      if (side.vpc !== undefined) push(this.byVpc, side.vpc.urn, side);
    }
  }

  private side(
    resource: ResourceFacts,
    kind: AttachmentKind,
    transit: TransitPart,
    isOneOfMany: boolean,
    why: string | undefined,
  ): AttachmentPart {
    const interfaces = kind === "vpc" ? this.build.layout.interfacesOf(resource) : [];
    const state = resource.props.text("state");
    const isWaiting =
      state.state === "known" && waitingStates.has(state.value) && !this.accepters.has(resource.urn);
    const unsure =
      (isOneOfMany || transit.zone === zones.unknown ? why : undefined) ??
      (isWaiting ? "waits for its acceptance" : undefined);
    const vpc = interfaces[0]?.subnet.vpc ?? this.vpcOf(resource, kind);
    return {
      ...{ key: this.keys.of(resource), name: resource.name, kind, transit, resource, interfaces },
      ...(vpc !== undefined && { vpc }),
      ...(unsure !== undefined && { why: unsure }),
    };
  }

  private vpcOf(resource: ResourceFacts, kind: AttachmentKind): VpcPart | undefined {
    if (kind !== "vpc") return undefined;
    const [only, ...others] = named(this.build, resource, "vpcId", tokens.vpcs).resources;
    return only === undefined || others.length > 0 ? undefined : this.build.layout.vpcOf(only);
  }

  private note(resource: ResourceFacts, sides: readonly AttachmentPart[]): void {
    const accepter = this.accepters.get(resource.urn);
    for (const { urn, props } of accepter === undefined ? [resource] : [resource, accepter]) {
      for (const side of sides) push(this.sidesByUrn, urn, side);
      for (const property of ["id", "transitGatewayAttachmentId"]) {
        const id = props.text(property);
        if (id.state !== "known") continue;
        for (const side of sides) push(this.sidesById, id.value, side);
      }
    }
  }

  private foreignGateway(id: string, zone: Zone): TransitPart {
    const known = this.foreign.get(id);
    if (known !== undefined) return known;
    const part: TransitPart = { key: id, name: id, zone };
    this.foreign.set(id, part);
    this.gateways.push(part);
    return part;
  }

  private foreignSide(id: string, transit: TransitPart): AttachmentPart {
    const side: AttachmentPart = { key: id, name: id, kind: "foreign", transit, interfaces: [] };
    push(this.sidesById, id, side);
    this.attachments.push(side);
    return side;
  }
}

function gatewayProperty(kind: AttachmentKind): string {
  return kind === "direct-connect" ? "associatedGatewayId" : "transitGatewayId";
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [value]);
  else if (!same.includes(value)) same.push(value);
}

/** The transit gateways of a build; found at the first call. */
export const transitParts = perBuild((build) => new TransitParts(build));
