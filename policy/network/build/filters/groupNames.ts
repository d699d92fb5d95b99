import { type Fact } from "../../../facts/fact";
import { type References } from "../../../facts/references";
import { type ResourceFacts, type StackFacts } from "../../../facts/resource";
import { type Defaults } from "../defaults";
import { listed } from "../listed";
import { type GroupPart } from "../parts";
import { tokens } from "../tokens";

const types = [...tokens.groups, ...tokens.vpcs];

/** What names a security group. */
export type GroupReference =
  | { readonly kind: "group"; readonly key: string; readonly resource: ResourceFacts }
  | { readonly kind: "oneOf"; readonly keys: readonly string[]; readonly why: string }
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "unknown"; readonly why: string };

/**
 * Names of security groups: the key of a group is the URN of its resource; that of a default group that nobody manages,
 * the URN of its VPC.
 */
export class GroupNames {
  private readonly managedDefaults = new Map<string, ResourceFacts>();

  constructor(
    stack: StackFacts,
    private readonly references: References,
    private readonly defaults: Defaults,
  ) {
    for (const group of stack.ofType(tokens.defaultGroup)) {
      const vpc = defaults.vpcOf(group);
      if (vpc !== undefined) this.managedDefaults.set(vpc.urn, group);
    }
  }

  /** The default group of a VPC; its resource is the VPC if nobody manages the group. */
  defaultOf(vpc: ResourceFacts): Extract<GroupPart, { kind: "group" }> {
    const resource = this.managedDefaults.get(vpc.urn) ?? vpc;
    return { kind: "group", key: resource.urn, resource };
  }

  /** What a property names; undefined if it is absent. */
  of(owner: ResourceFacts, property: string, fact: Fact<string>): GroupReference | undefined {
    if (fact.state === "known") {
      const vpc = this.defaults.vpcOfOwn(fact.value);
      const resource = this.references.withId(fact.value, tokens.groups);
      if (resource === undefined && vpc !== undefined) return this.defaultOf(vpc);
    }
    const reference = this.references.of(owner, property, fact, types);
    if (reference === undefined || reference.kind === "outside" || reference.kind === "unknown")
      return reference;
    if (reference.kind === "resource") return this.part(reference.resource);
    return {
      kind: "oneOf",
      keys: reference.resources.map((resource) => this.part(resource).key),
      why: reference.why,
    };
  }

  /** The groups of an interface: those listed, or the default group of its VPC. */
  partsOf(
    owner: ResourceFacts,
    property: string,
    list: Fact<readonly Fact<string>[]>,
    vpc: ResourceFacts | undefined,
  ): readonly GroupPart[] {
    if (list.state === "absent" || (list.state === "known" && list.value.length === 0)) {
      if (vpc !== undefined) return [this.defaultOf(vpc)];
      return [{ kind: "unknown", why: "is the default group of a VPC that is not known", property }];
    }
    const found = listed(this.references, owner, property.split(/[.[]/)[0] ?? property, list, types);
    const open = [
      ...(found.why === undefined ? [] : [found.why]),
      ...found.outside.flatMap((id) => {
        const own = this.defaults.vpcOfOwn(id);
        return own === undefined ? [`is '${id}', a group that the stack does not declare`] : [];
      }),
    ];
    const own = found.outside.flatMap((id) => this.defaults.vpcOfOwn(id) ?? []);
    const groups = [...found.certain, ...own].map((resource) => this.part(resource));
    return [
      ...new Map(groups.map((group) => [group.key, group])).values(),
      ...open.map((why): GroupPart => ({ kind: "unknown", why, property })),
    ];
  }

  private part(resource: ResourceFacts): Extract<GroupPart, { kind: "group" }> {
    const isVpc = (tokens.vpcs as readonly string[]).includes(resource.type);
    return isVpc ? this.defaultOf(resource) : { kind: "group", key: resource.urn, resource };
  }
}
