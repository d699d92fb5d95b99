import { Props } from "../../../policy/facts/props";
import { type ResourceFacts, StackFacts } from "../../../policy/facts/resource";

/** A resource of a random stack. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Names of the resources that a property's value comes from, where it is not known. */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
}

export function stackOf(resources: readonly Declared[]): StackFacts {
  const facts = new Map<string, ResourceFacts>();
  for (const { type, name, props, sources = {} } of resources) {
    if (facts.has(name)) throw new Error(`two resources '${name}'`);
    facts.set(name, {
      ...{ urn: `urn:pulumi:test::overflow::${type}::${name}`, type, name, provider: "pulumi:providers:aws" },
      props: new Props(props),
      sources: (property) => (sources[property] ?? []).flatMap((source) => facts.get(source) ?? []),
    });
  }
  return new StackFacts(facts.values());
}

/** What the engine puts for a text that is not known yet. */
export const notYetKnownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
