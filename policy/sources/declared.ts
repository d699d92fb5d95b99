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
  /** Read, not made, by the program (`Type.get`). */
  readonly isExternal?: boolean;
}

/** Facts of what is about to be declared: inputs and where they come from; no output is known. */
export function factsOfDeclared(declared: readonly Declared[]): StackFacts {
  const names = new Map(
    declared.map(({ urn, type, name }): readonly [string, ResourceName] => [urn, { urn, type, name }]),
  );
  return new StackFacts(
    declared.map(
      ({ urn, type, name, inputs, sources, provider, ignoreChanges = [], isExternal }): ResourceFacts => ({
        ...{ urn, type, name, provider, ignoreChanges },
        ...(isExternal !== undefined && { isExternal }),
        props: new Props(inputs),
        sources: (property) =>
          (Object.hasOwn(sources, property) ? (sources[property] ?? []) : []).flatMap((source) => {
            const found = names.get(source);
            return found === undefined ? [] : [found];
          }),
      }),
    ),
  );
}
