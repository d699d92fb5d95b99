import { type Fact } from "../../../facts/fact";
import { type References } from "../../../facts/references";
import { type ResourceFacts, type StackFacts } from "../../../facts/resource";
import { type Missing } from "../../network";
import { Defaults } from "../defaults";
import { ElasticAddresses } from "./elasticAddresses";
import { GroupNames } from "../filters/groupNames";
import { InterfaceHolders } from "./interfaceHolders";
import { Keys } from "../keys";
import { listed } from "../listed";
import { missingOf } from "../missing";
import { type InterfacePart, type StrayPart, type SubnetPart, type VpcPart } from "../parts";
import { tokens } from "../tokens";
import { subnetParts, vpcParts } from "./vpcParts";

/** A subnet, and what is missing if it is not certain that it is the one. */
export interface Place {
  readonly subnet: SubnetPart;
  readonly missing?: Missing;
}

/** What is needed to place interfaces, and those that are placed. */
export class Places {
  readonly keys: Keys;
  readonly defaults: Defaults;
  readonly groups: GroupNames;
  readonly holders: InterfaceHolders;
  readonly elastic: ElasticAddresses;
  readonly vpcs: readonly VpcPart[];
  readonly subnets: readonly SubnetPart[];
  readonly interfaces: InterfacePart[] = [];
  readonly strays: StrayPart[] = [];
  private readonly vpcByUrn: ReadonlyMap<string, VpcPart>;
  private readonly subnetByUrn: ReadonlyMap<string, SubnetPart>;
  private readonly subnetsByVpc = new Map<string, SubnetPart[]>();
  private readonly byResource = new Map<string, InterfacePart[]>();
  private readonly taken = new Set<string>();

  constructor(
    readonly stack: StackFacts,
    readonly references: References,
    judged: readonly string[] | undefined,
  ) {
    this.keys = new Keys(stack);
    this.defaults = new Defaults(references, stack);
    this.groups = new GroupNames(stack, references, this.defaults);
    this.holders = new InterfaceHolders(stack, references);
    this.elastic = new ElasticAddresses(stack, references, this.holders);
    this.vpcs = vpcParts(stack, references, this.keys, judged);
    this.vpcByUrn = new Map(this.vpcs.map((vpc) => [vpc.urn, vpc]));
    this.subnets = subnetParts(stack, this.keys, this.defaults, (vpc) => this.vpcOf(vpc));
    this.subnetByUrn = new Map(this.subnets.map((subnet) => [subnet.urn, subnet]));
    for (const subnet of this.subnets) {
      const same = this.subnetsByVpc.get(subnet.vpc.urn);
      if (same === undefined) this.subnetsByVpc.set(subnet.vpc.urn, [subnet]);
      else same.push(subnet);
    }
  }

  vpcOf({ urn }: ResourceFacts): VpcPart | undefined {
    return this.vpcByUrn.get(urn);
  }

  subnetOf({ urn }: ResourceFacts): SubnetPart | undefined {
    return this.subnetByUrn.get(urn);
  }

  subnetsOf(vpc: VpcPart): readonly SubnetPart[] {
    return this.subnetsByVpc.get(vpc.urn) ?? [];
  }

  interfacesOf({ urn }: ResourceFacts): readonly InterfacePart[] {
    return this.byResource.get(urn) ?? [];
  }

  /** A key for an interface that no other has. */
  keyFor(wanted: string): string {
    const key = this.taken.has(wanted) ? `${wanted}~${this.taken.size}` : wanted;
    this.taken.add(key);
    return key;
  }

  /** @param owners resources that have the interface too: an instance to which it is attached */
  add(part: InterfacePart, ...owners: readonly ResourceFacts[]): void {
    this.interfaces.push(part);
    for (const owner of [part.resource, ...owners]) this.assign(owner, part);
  }

  assign({ urn }: ResourceFacts, part: InterfacePart): void {
    const same = this.byResource.get(urn);
    if (same === undefined) this.byResource.set(urn, [part]);
    else if (!same.includes(part)) same.push(part);
  }

  /** Notes an interface whose subnet the facts do not have. */
  stray(resource: ResourceFacts, property: string, why: string): void {
    this.strays.push({
      key: this.keyFor(`${this.keys.of(resource)}.elsewhere`),
      resource,
      property,
      missing: missingOf(resource, property, why, "Name a subnet of this stack."),
    });
  }

  /**
   * The subnets that a list names. What is not of the stack, or not known at all, is noted as a stray.
   * @param property path of the list; its first word is the top-level property
   */
  placesOf(owner: ResourceFacts, property: string, list: Fact<readonly Fact<string>[]>): readonly Place[] {
    const top = property.split(/[.[]/)[0] ?? property;
    const found = listed(this.references, owner, top, list, tokens.subnets);
    const places: Place[] = [];
    const put = (resource: ResourceFacts, missing?: Missing) => {
      const subnet = this.subnetOf(resource);
      if (subnet !== undefined) places.push({ subnet, ...(missing && { missing }) });
      else
        this.stray(
          owner,
          property,
          `is '${resource.name}', a subnet of a VPC that the stack does not declare`,
        );
    };
    for (const resource of found.certain) put(resource);
    for (const id of found.outside)
      this.stray(owner, property, `is '${id}', which the stack does not declare`);
    if (found.why === undefined) return places;
    for (const resource of found.possible) put(resource, missingOf(owner, property, found.why));
    if (found.possible.length > 0) return places;
    this.stray(owner, property, found.why);
    return [...places, ...this.everywhere(missingOf(owner, property, found.why))];
  }

  everywhere(missing: Missing): readonly Place[] {
    return this.subnets.map((subnet) => ({ subnet, missing }));
  }
}
