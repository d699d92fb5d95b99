import { type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { type Struct } from "google-protobuf/google/protobuf/struct_pb";

/** One resource as a program registers it with the engine; plain data. Values not known yet are the engine's marks, secrets their values. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URNs of the resources whose outputs each input was made from. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** Type of its provider; none for components. */
  readonly provider?: string;
  readonly ignoreChanges: readonly string[];
  /** URN of the provider that the program names, without its id; none: the engine's own, by the operator's surroundings. */
  readonly providerUrn?: string;
  /** Deleting it leaves what it made. */
  readonly retainOnDelete?: boolean;
}

/** Key and value by which the engine wraps a secret. Source: Pulumi, sdk/go/common/resource/properties.go (SigKey, SecretSig). */
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/** The URN that the engine will give. Source: Pulumi docs, "URNs"; a resource right below the stack has no parent's type in it. */
export function urnOf(stack: string, project: string, parent: string, type: string, name: string): string {
  const parentType = parent.split("::")[2];
  const isTop = parentType === undefined || parentType === "pulumi:pulumi:Stack";
  return `urn:pulumi:${stack}::${project}::${isTop ? type : `${parentType}$${type}`}::${name}`;
}

export function registrationOf(
  request: RegisterResourceRequest,
  stack: string,
  project: string,
): Registration {
  const [type, name, reference] = [request.getType(), request.getName(), request.getProvider()];
  return {
    urn: urnOf(stack, project, request.getParent(), type, name),
    type,
    name,
    inputs: plainObject(request.getObject()),
    sources: sourcesOf(request),
    // A remote component is served by a plugin, as a resource is.
    ...((request.getCustom() || request.getRemote()) && { provider: providerType(type, reference) }),
    ...(reference !== "" && { providerUrn: reference.split("::").slice(0, 4).join("::") }),
    ...(request.getRetainondelete() === true && { retainOnDelete: true }),
    ignoreChanges: request.getIgnorechangesList(),
  };
}

/** An object of the engine's protocol as plain data, secrets as their values. */
export function plainObject(object: Struct | undefined): Readonly<Record<string, unknown>> {
  return unwrapped(object?.toJavaScript() ?? {}) as Readonly<Record<string, unknown>>;
}

function sourcesOf(request: RegisterResourceRequest): Registration["sources"] {
  const sources: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((urns, property) => {
    sources[property] = [...urns.getUrnsList()].sort();
  });
  return sources;
}

/** `urn:…::pulumi:providers:aws::name::id` to `pulumi:providers:aws`; without a reference, the default provider of the type's package. */
function providerType(type: string, reference: string): string {
  return reference.split("::")[2]?.split("$").at(-1) ?? `pulumi:providers:${type.split(":")[0] ?? ""}`;
}

function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  const wrapped = value as Readonly<Record<string, unknown>>;
  if (wrapped[signature] === secret) return unwrapped(wrapped["value"]);
  return Object.fromEntries(Object.entries(wrapped).map(([key, inner]) => [key, unwrapped(inner)]));
}
