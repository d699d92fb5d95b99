import { recordEnvironment } from "../../infra/recordEnvironment";
import { buildNetworkOf } from "../../infra/settings/buildNetwork";
import { factsOfDeclared, type Declared } from "../../policy/sources/declared";
import { type StackFacts } from "../../policy/facts/resource";
import { type BuildNetwork } from "../../policy/proof/contract";
import { type Config, settingsOf } from "../infra/mocks";
import { type TestResource } from "./stack";

export type OwnEnvironment = "local" | "staging" | "production";

/** What our own program declares for an environment, as at its first preview: no id is known. `change`: other settings. */
export function ownDeclared(
  environment: OwnEnvironment = "local",
  change?: (config: Config) => void,
): Promise<readonly Declared[]> {
  return recordEnvironment(settingsOf(environment, change), "overflow");
}

export async function ownFacts(environment: OwnEnvironment = "local"): Promise<StackFacts> {
  return factsOfDeclared(await ownDeclared(environment));
}

/** The build network of an environment, as its settings declare it. */
export function ownBuildNetwork(environment: OwnEnvironment = "local"): BuildNetwork {
  return buildNetworkOf(settingsOf(environment));
}

/** A resource of a case as the program would have declared it: its sources are given by name. */
export function declaredOf(resource: TestResource, all: readonly Declared[]): Declared {
  const { type, name, props, sources, provider, ignoreChanges, isExternal } = resource;
  const urnOf = (source: string): string[] =>
    all.filter((each) => each.name === source || each.urn === source).map(({ urn }) => urn);
  return {
    ...{ urn: `urn:pulumi:test::overflow::${type}::${name}`, type, name, inputs: props },
    sources: Object.fromEntries(
      Object.entries(sources).map(([property, names]) => [property, names.flatMap(urnOf)]),
    ),
    ...(provider !== undefined && { provider }),
    ...(ignoreChanges && { ignoreChanges }),
    ...(isExternal !== undefined && { isExternal }),
  };
}
