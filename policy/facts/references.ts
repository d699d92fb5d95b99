import { type Fact } from "./fact";
import { type ResourceFacts, type StackFacts } from "./resource";

/** What a property names. */
export type Reference =
  /** A resource of the stack. */
  | { readonly kind: "resource"; readonly resource: ResourceFacts }
  /** An id, name or ARN that no resource of the stack has: an object from outside, told by its prefix at most. */
  | { readonly kind: "outside"; readonly id: string }
  /** One of several resources, not known which: the sources of an inline list are known for the list only. */
  | { readonly kind: "oneOf"; readonly resources: readonly ResourceFacts[]; readonly why: string }
  /** Nothing is known of it: anything. */
  | { readonly kind: "unknown"; readonly why: string };

/** Properties that identify a resource; a bucket's name is called `bucket`. */
const identities = ["id", "arn", "name", "bucket"] as const;

/** What an attachment tells: a route may wait for the gateway by naming the attachment's own answer. */
const attached = ["vpnGatewayId", "internetGatewayId"] as const;

/** Finds what properties refer to: by id where it is known, by where the value comes from where it is not. */
export class References {
  private readonly byId = new Map<string, ResourceFacts[]>();
  private readonly byUrn = new Map<string, ResourceFacts>();

  constructor(stack: StackFacts) {
    for (const resource of stack.resources) {
      this.byUrn.set(resource.urn, resource);
      for (const identity of identities) {
        const fact = resource.props.text(identity);
        if (fact.state !== "known") continue;
        const same = this.byId.get(fact.value);
        if (same === undefined) this.byId.set(fact.value, [resource]);
        else if (!same.includes(resource)) same.push(resource);
      }
    }
  }

  /** The resource of one of these types that has this id, name or ARN. */
  withId(id: string, types: readonly string[]): ResourceFacts | undefined {
    return this.byId.get(id)?.find(({ type }) => types.includes(type));
  }

  ofUrn(urn: string): ResourceFacts | undefined {
    return this.byUrn.get(urn);
  }

  /**
   * @param property the owner's top-level property, whose sources tell what an unknown value will be
   * @param fact its value, or one inside it
   * @param types what it may name
   * @returns undefined if the fact is absent
   */
  of(
    owner: ResourceFacts,
    property: string,
    fact: Fact<string>,
    types: readonly string[],
  ): Reference | undefined {
    if (fact.state === "absent") return undefined;
    if (fact.state === "known") {
      const resource = this.withId(fact.value, types);
      if (resource !== undefined) return { kind: "resource", resource };
      // A state of an older provider may lack the property `id`; then the source of the value tells.
      const [only, ...others] = this.sources(owner, property, types);
      // Not in a list: beside a value that is made from the source may stand a literal that is not.
      const whole = owner.props.text(property);
      const isWhole = whole.state === "known" && whole.value === fact.value;
      const isNamed =
        isWhole && only !== undefined && others.length === 0 && only.props.text("id").state !== "known";
      return isNamed ? { kind: "resource", resource: only } : { kind: "outside", id: fact.value };
    }
    const candidates = this.sources(owner, property, types);
    const [only, ...others] = candidates;
    if (only === undefined) return { kind: "unknown", why: fact.why };
    return others.length === 0
      ? { kind: "resource", resource: only }
      : { kind: "oneOf", resources: candidates, why: fact.why };
  }

  /** Resources of these types that a property's value was made from; through one of another type by its property of the same name (a subnet's `vpcId`), or by what it attaches. */
  private sources(
    owner: ResourceFacts,
    property: string,
    types: readonly string[],
    seen: ReadonlySet<string> = new Set(),
  ): readonly ResourceFacts[] {
    const found = owner.sources(property).flatMap(({ urn }): readonly ResourceFacts[] => {
      const source = this.byUrn.get(urn);
      if (source === undefined || seen.has(urn)) return [];
      if (types.includes(source.type)) return [source];
      const within = new Set([...seen, urn]);
      return [property, ...attached].flatMap((name) => this.sources(source, name, types, within));
    });
    return [...new Set(found)];
  }
}

const made = new WeakMap<StackFacts, References>();

/** The references of a stack: the same object for the same stack, as many rules ask and each index reads every resource. */
export function referencesOf(stack: StackFacts): References {
  const known = made.get(stack);
  if (known !== undefined) return known;
  const references = new References(stack);
  made.set(stack, references);
  return references;
}
