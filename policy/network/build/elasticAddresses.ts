import { type Fact } from "../../facts/fact";
import { type References } from "../../facts/references";
import { type ResourceFacts, type StackFacts } from "../../facts/resource";
import { tokens } from "./tokens";

/** An elastic address of something. */
export interface ElasticAddress {
  readonly publicAddress: Fact<string>;
  /** The private address that it stands for; absent: the main one. */
  readonly privateAddress: Fact<string>;
}

const holders = [
  { property: "instance", types: [tokens.instance, tokens.spotInstance] },
  { property: "instanceId", types: [tokens.instance, tokens.spotInstance] },
  { property: "networkInterface", types: [tokens.networkInterface] },
  { property: "networkInterfaceId", types: [tokens.networkInterface] },
];

/** Elastic addresses by the URN of the instance or interface that has them; of gateways and balancers by allocation. */
export class ElasticAddresses {
  private readonly byHolder = new Map<string, ElasticAddress[]>();

  constructor(
    stack: StackFacts,
    private readonly references: References,
  ) {
    for (const eip of stack.ofType(tokens.eip)) {
      this.give(eip, eip.props.text("publicIp"), eip.props.text("associateWithPrivateIp"));
    }
    for (const association of stack.ofType(tokens.eipAssociation)) {
      const { props } = association;
      const eip = this.allocated(association, "allocationId", props.text("allocationId"));
      const own = props.text("publicIp");
      this.give(
        association,
        own.state === "absent" && eip !== undefined ? eip : own,
        props.text("privateIpAddress"),
      );
    }
  }

  of({ urn }: ResourceFacts): readonly ElasticAddress[] {
    return this.byHolder.get(urn) ?? [];
  }

  /** The public address of an allocation; undefined if the property is absent. */
  allocated(owner: ResourceFacts, property: string, fact: Fact<string>): Fact<string> | undefined {
    const top = property.split(/[.[]/)[0] ?? property;
    const found = this.references.of(owner, top, fact, [tokens.eip]);
    if (found === undefined) return undefined;
    if (found.kind === "resource") return found.resource.props.text("publicIp");
    return { state: "unknown", why: "is the address of an allocation that is not known" };
  }

  private give(owner: ResourceFacts, publicAddress: Fact<string>, privateAddress: Fact<string>): void {
    for (const { property, types } of holders) {
      const holder = this.references.of(owner, property, owner.props.text(property), types);
      const held =
        holder?.kind === "resource" ? [holder.resource] : holder?.kind === "oneOf" ? holder.resources : [];
      for (const { urn } of held) {
        const address = { publicAddress, privateAddress };
        this.byHolder.set(urn, [...(this.byHolder.get(urn) ?? []), address]);
      }
    }
  }
}
