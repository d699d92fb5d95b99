import { type Fact } from "../../../facts/fact";
import { type References } from "../../../facts/references";
import { type ResourceFacts, type StackFacts } from "../../../facts/resource";
import { type InterfaceHolders } from "./interfaceHolders";
import { tokens } from "../tokens";

/** An elastic address of something. */
export interface ElasticAddress {
  readonly publicAddress: Fact<string>;
  /** The private address that it stands for; absent: the main one. */
  readonly privateAddress: Fact<string>;
  /** Whether it is this one's is not known. */
  readonly why?: string;
}

const holderProperties = ["instance", "instanceId", "networkInterface", "networkInterfaceId"];

/** Elastic addresses by the URN of the instance or interface that has them; of gateways and balancers by allocation. */
export class ElasticAddresses {
  private readonly byHolder = new Map<string, ElasticAddress[]>();
  /** Of an interface that is not known: any. */
  private readonly anywhere: ElasticAddress[] = [];

  constructor(
    stack: StackFacts,
    private readonly references: References,
    private readonly holders: InterfaceHolders,
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
    const own = this.byHolder.get(urn) ?? [];
    return this.anywhere.length === 0 ? own : [...own, ...this.anywhere];
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
    for (const property of holderProperties) {
      const holders = this.holders.of(owner, property);
      if (holders === undefined) continue;
      const { resources, why } = holders;
      const address = { publicAddress, privateAddress, ...(why !== undefined && { why }) };
      if (resources.length === 0) this.anywhere.push(address);
      for (const { urn } of resources) this.byHolder.set(urn, [...(this.byHolder.get(urn) ?? []), address]);
    }
  }
}
