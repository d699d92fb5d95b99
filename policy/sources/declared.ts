import { Props } from "../facts/props";
import { type ResourceFacts, type ResourceName, StackFacts } from "../facts/resource";

/** One resource as a program registers it, before anything of it exists: plain data, values not known yet as the engine's marks. */
export interface Declared {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URNs of the resources whose outputs each input was made from. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** Type of its provider; none for components. */
  readonly provider?: string;
  readonly ignoreChanges?: readonly string[];
}

/** Facts of what is about to be declared: inputs and where they come from; no output is known. */
export function factsOfDeclared(declared: readonly Declared[]): StackFacts {
  const names = new Map(
    declared.map(({ urn, type, name }): readonly [string, ResourceName] => [urn, { urn, type, name }]),
  );
  return new StackFacts(
    declared.map(({ urn, type, name, inputs, sources, provider, ignoreChanges = [] }): ResourceFacts => ({
      ...{ urn, type, name, provider, ignoreChanges },
      props: new Props(inputs),
      sources: (property) =>
        (Object.hasOwn(sources, property) ? (sources[property] ?? []) : []).flatMap((source) => {
          const found = names.get(source);
          return found === undefined ? [] : [found];
        }),
    })),
  );
}
