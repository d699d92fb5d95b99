import { type ResourceFacts } from "../../../facts/resource";
import { type Build, type VpcPart } from "../parts";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";

/** The VPCs that a gateway is attached to: one, or several of which one is it, or none. */
export interface Attached {
  readonly gateway: ResourceFacts;
  readonly vpcs: readonly VpcPart[];
  /** Which of them is not known. */
  readonly why?: string;
}

/** Where a gateway says its VPC, beside `vpcId` of its own. */
const attachmentTypes: Readonly<Record<string, readonly [type: string, property: string]>> = {
  [tokens.internetGateway]: [tokens.internetGatewayAttachment, "internetGatewayId"],
  [tokens.vpnGateway]: [tokens.vpnGatewayAttachment, "vpnGatewayId"],
};

/** Gateways of all types that are attached to a VPC, by their URN. */
const allAttached = perBuild((build): ReadonlyMap<string, Attached> => {
  const { stack, references } = build;
  const types = [tokens.internetGateway, tokens.egressOnlyGateway, tokens.carrierGateway, tokens.vpnGateway];
  const found = new Map<string, Attached>();
  for (const type of types) {
    for (const gateway of stack.ofType(type)) {
      const own = vpcsOf(build, gateway);
      if (own !== undefined) found.set(gateway.urn, { gateway, ...own });
    }
    const [attachment, property] = attachmentTypes[type] ?? [];
    if (attachment === undefined || property === undefined) continue;
    for (const owner of stack.ofType(attachment)) {
      const named = references.of(owner, property, owner.props.text(property), [type]);
      const there = vpcsOf(build, owner);
      if (there === undefined || named === undefined || named.kind === "outside") continue;
      const gateways =
        named.kind === "resource"
          ? [named.resource]
          : named.kind === "oneOf"
            ? named.resources
            : stack.ofType(type);
      const why = named.kind === "resource" ? there.why : named.why;
      for (const gateway of gateways)
        found.set(gateway.urn, { gateway, vpcs: there.vpcs, ...(why !== undefined && { why }) });
    }
  }
  return found;
});

/** @returns undefined if none is named */
function vpcsOf({ references, layout }: Build, owner: ResourceFacts): Omit<Attached, "gateway"> | undefined {
  const named = references.of(owner, "vpcId", owner.props.text("vpcId"), tokens.vpcs);
  switch (named?.kind) {
    case undefined:
      return undefined;
    case "resource":
      return { vpcs: [layout.vpcOf(named.resource)].filter((vpc) => vpc !== undefined) };
    case "oneOf":
      return { vpcs: named.resources.flatMap((vpc) => layout.vpcOf(vpc) ?? []), why: named.why };
    case "outside":
      return { vpcs: [] };
    case "unknown":
      return { vpcs: layout.vpcs, why: named.why };
  }
}

/** What a gateway is attached to. */
export function attachedOf(build: Build, gateway: ResourceFacts): Attached {
  return allAttached(build).get(gateway.urn) ?? { gateway, vpcs: [] };
}

/** The gateways of a type that are, or may be, attached to a VPC. */
export function gatewaysOf(build: Build, vpc: VpcPart, type: string): readonly Attached[] {
  return byVpc(build).get(`${type} ${vpc.urn}`) ?? [];
}

const byVpc = perBuild((build): ReadonlyMap<string, readonly Attached[]> => {
  const found = new Map<string, Attached[]>();
  for (const attached of allAttached(build).values()) {
    for (const { urn } of attached.vpcs) {
      const key = `${attached.gateway.type} ${urn}`;
      found.set(key, [...(found.get(key) ?? []), attached]);
    }
  }
  return found;
});
