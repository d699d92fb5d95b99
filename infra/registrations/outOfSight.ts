import { type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** Parts of a registration by which something else than its inputs decides what is made. */
const parts: readonly (readonly [what: string, isThere: (request: RegisterResourceRequest) => boolean])[] = [
  ["it takes over what exists already (import)", (request) => request.getImportid() !== ""],
  ["a plugin makes its parts (remote component)", (request) => request.getRemote()],
  [
    "its inputs are changed after they are judged (transforms)",
    (request) => isSome(request.getTransformsList()),
  ],
  ["it runs code beside the engine (hooks)", (request) => request.hasHooks()],
  ["its state is rewritten (state migrations)", (request) => isSome(request.getStateMigrationsList())],
  ["its plugin comes from elsewhere (pluginDownloadURL)", (request) => request.getPlugindownloadurl() !== ""],
  ["its package is a parameterized one", (request) => request.getPackageref() !== ""],
  ["its provider gets another environment", (request) => request.getEnvvarmappingsMap().getLength() > 0],
];

const isSome = (list: readonly unknown[]): boolean => list.length > 0;

/**
 * Why nobody can judge a registration by its inputs; undefined: its inputs say it all.
 * Source: Pulumi, proto/pulumi/resource.proto, RegisterResourceRequest.
 */
export function outOfSight(request: RegisterResourceRequest): string | undefined {
  const found = parts.find(([, isThere]) => isThere(request));
  return found && `The gate refuses ${request.getName()} (${request.getType()}): ${found[0]}.`;
}
