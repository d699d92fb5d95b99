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
  /** URN of the provider that the program names; none: the engine's own. */
  readonly providerUrn?: string;
  /** Deleting it leaves what it made. */
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  /** Read, not made, by the program (`Type.get`). */
  readonly isExternal?: boolean;
}

/** Facts of what is about to be declared: inputs and where they come from; no output is known. */
export function factsOfDeclared(declared: readonly Declared[]): StackFacts {
  let names: ReadonlyMap<string, ResourceName> | undefined;
  const namesOf = (sources: readonly string[]): readonly ResourceName[] => {
    names ??= new Map(declared.map(({ urn, type, name }) => [urn, { urn, type, name }]));
    return sources.flatMap((source) => names?.get(source) ?? []);
  };
  return new StackFacts(
    declared.map(
      ({
        urn,
        type,
        name,
        inputs,
        sources,
        provider,
        ignoreChanges = noChanges,
        isExternal,
      }): ResourceFacts => ({
        ...{ urn, type, name, provider, ignoreChanges },
        ...(isExternal !== undefined && { isExternal }),
        props: new Props(inputs),
        sources:
          Object.keys(sources).length === 0
            ? noSources
            : (property) => (Object.hasOwn(sources, property) ? namesOf(sources[property] ?? []) : []),
      }),
    ),
  );
}

/** One for all that have none: a large stack has many. */
const noChanges: readonly string[] = [];
const noSources = (): readonly ResourceName[] => [];
