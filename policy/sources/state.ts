import { Props, Withheld } from "../facts/props";
import { type ResourceFacts, type ResourceName, StackFacts } from "../facts/resource";
import { isJson, type Json } from "./json";
import { UnusableInput } from "./unusableInput";

/** Marks an object of a state as something else than an object. Source: Pulumi, sdk/go/common/resource/sig (Key, Secret, ResourceReference). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const referenceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const secret = new Withheld("is a secret of the state");

/**
 * Versions of a state whose resources are written alike; 4 only names features that were used.
 * Source: Pulumi, sdk/go/common/apitype/core.go (DeploymentV3, DeploymentSchemaVersionLatest).
 */
const knownVersions: ReadonlySet<unknown> = new Set([3, 4]);
const advice = "Write it with: pulumi stack export --file state.json";

/** Names of a resource, without what they hold. */
interface Entry extends ResourceName {
  readonly json: Json;
}

/**
 * The resources of a `pulumi stack export`, outputs over inputs. Secrets are read as unknown, plain or sealed. What is deleted and
 * waits for its replacement is left out.
 * @throws UnusableInput if it is no such file, is sealed as a whole, is of another version, contradicts itself, holds no resources, or was
 * written in the middle of an update: what waits to be deleted is still there, and works
 */
export function factsOfState(json: unknown): StackFacts {
  const entries = entriesOf(deploymentOf(json));
  const named = new Map<string, ResourceName>();
  for (const { urn, type, name } of entries) named.set(urn, { urn, type, name });
  for (const entry of entries) checkNames(entry, named);
  const waiting = entries.find(({ json }) => json["delete"] === true);
  if (waiting !== undefined) {
    throw new UnusableInput(
      `The state was left in the middle of an update: ${waiting.urn} waits to be deleted, and is still there. Settle it with: pulumi up`,
    );
  }
  const living = entries.filter(({ json: { pendingReplacement } }) => pendingReplacement !== true);
  const seen = new Set<string>();
  for (const { urn } of living) {
    if (seen.has(urn)) throw new UnusableInput(`The state contradicts itself: it has ${urn} twice.`);
    seen.add(urn);
  }
  if (living.length === 0)
    throw new UnusableInput("The state holds no resources: there is nothing to prove.");
  return new StackFacts(living.map((entry) => factsOf(entry, named)));
}

/** As `factsOfState`, for the text of a file. */
export function factsOfStateText(text: string): StackFacts {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UnusableInput(`The state is no JSON: it may be cut short. ${advice}`);
  }
  return factsOfState(json);
}

function deploymentOf(json: unknown): Json {
  if (!isJson(json)) throw new UnusableInput(`This is no state of a stack. ${advice}`);
  const { version, deployment } = json;
  if (deployment === undefined)
    throw new UnusableInput(`The file has no 'deployment': it is no state of a stack. ${advice}`);
  if (!knownVersions.has(version)) {
    const found = typeof version === "number" ? String(version) : "missing";
    throw new UnusableInput(`The state's version is ${found}; 3 and 4 can be read.`);
  }
  if (!isJson(deployment) || isSealed(deployment)) {
    throw new UnusableInput(`The state is encrypted as a whole. ${advice}`);
  }
  return deployment;
}

function isSealed(deployment: Json): boolean {
  return (
    deployment["resources"] === undefined &&
    (deployment["ciphertext"] !== undefined || signatureKey in deployment)
  );
}

function entriesOf(deployment: Json): readonly Entry[] {
  const { resources = [], pending_operations: pending = [] } = deployment;
  if (!Array.isArray(resources)) throw new UnusableInput("The state's 'resources' is no list.");
  if (!Array.isArray(pending) || pending.length > 0) {
    throw new UnusableInput(
      "The state was left in the middle of an update: what exists is not known. Settle it with: pulumi refresh",
    );
  }
  return resources.map((json: unknown, index): Entry => {
    const { urn, type } = isJson(json) ? json : {};
    if (!isJson(json) || typeof urn !== "string" || typeof type !== "string") {
      throw new UnusableInput(`Resource ${index} of the state has no URN or no type: it may be cut short.`);
    }
    if (typeOfUrn(urn) !== type)
      throw new UnusableInput(`The state contradicts itself: ${urn} is of type ${type}.`);
    return { urn, type, name: urn.slice(urn.lastIndexOf("::") + 2), json };
  });
}

/** Pulumi writes no state in which a resource names one that is not in it: such a state was cut. */
function checkNames({ urn, json }: Entry, named: ReadonlyMap<string, ResourceName>): void {
  const { parent, dependencies = [], propertyDependencies = {}, provider } = json;
  const providerUrn =
    typeof provider === "string" ? provider.slice(0, provider.lastIndexOf("::")) : undefined;
  const all = [
    parent,
    providerUrn,
    dependencies,
    isJson(propertyDependencies) ? Object.values(propertyDependencies) : [],
  ];
  for (const other of all.flat(2)) {
    if (typeof other !== "string" || other === "" || named.has(other)) continue;
    throw new UnusableInput(`The state is cut short: ${urn} names ${other}, which is not in it.`);
  }
}

function factsOf({ urn, type, name, json }: Entry, named: ReadonlyMap<string, ResourceName>): ResourceFacts {
  const { provider, ignoreChanges, propertyDependencies, external, inputs } = json;
  const dependencies: Json = isJson(propertyDependencies) ? propertyDependencies : {};
  return {
    ...{ urn, type, name },
    provider: typeof provider === "string" ? typeOfUrn(provider) : providerByType(type, json["custom"]),
    props: new Props(propsOf(json)),
    sources: (property) => {
      const urns = dependencies[property];
      if (!Array.isArray(urns)) return [];
      return urns
        .flatMap((other: unknown) => (typeof other === "string" ? [named.get(other)] : []))
        .filter((other) => other !== undefined);
    },
    ...(isTexts(ignoreChanges) && { ignoreChanges }),
    // Source: Pulumi, sdk/go/common/apitype/core.go, ResourceV3: a resource that is read has no inputs.
    ...(external === true && { isExternal: true }),
    ...(isJson(inputs) && {
      isGiven: (property: string) => Object.hasOwn(inputs, property) && inputs[property] !== null,
    }),
  };
}

/**
 * A state that was written by hand may leave the provider out: whatever is of AWS is judged all the same, and never taken for a component, which has
 * none. Source: Pulumi, sdk/go/common/apitype/core.go, ResourceV3: Custom, Provider.
 */
function providerByType(type: string, custom: unknown): string | undefined {
  const [packageName = ""] = type.split(":");
  const isServed = packageName === "aws" || (custom === true && packageName !== "pulumi");
  return isServed ? `pulumi:providers:${packageName}` : undefined;
}

/**
 * What the provider answered, over what the program gave; `id` is the resource's own. A secret that the program did not give is the provider's
 * own to make, and left out: it says nothing of what was declared, as an unknown output of a preview does not (`mergeProps`).
 */
function propsOf({ inputs, outputs, id }: Json): Json {
  const merged: Record<string, unknown> = {};
  for (const side of [inputs, outputs]) {
    if (!isJson(side)) continue;
    for (const [key, value] of Object.entries(side)) {
      if (value === null) continue;
      const own = opened(value);
      if (own !== secret || side === inputs || key in merged) merged[key] = own;
    }
  }
  if (typeof id === "string" && id !== "") merged["id"] = id;
  return merged;
}

/** A value whose secrets are marked as what is not shown. */
function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (!isJson(value)) return value;
  if (value[signatureKey] === secretSignature) return secret;
  if (value[signatureKey] === referenceSignature) return value["id"] ?? secret;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
}

/** `urn:pulumi:stack::project::parent$pulumi:providers:aws::name::id` */
function typeOfUrn(urn: string): string | undefined {
  return urn.split("::")[2]?.split("$").pop();
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}
