import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A provider plugin that the program's packages ask for. */
export interface RequiredPlugin {
  readonly name: string;
  /** With the leading `v` that the engine expects. */
  readonly version: string;
  /** Where it can be had, if not from Pulumi; else empty. */
  readonly server: string;
}

export interface ProgramDependency {
  readonly name: string;
  readonly version: string;
}

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly pulumi?: Readonly<Record<string, unknown>>;
}

/** The program's own dependencies, as its package.json names them. */
export function programDependencies(programDirectory: string): ProgramDependency[] {
  const manifest = nearestManifest(programDirectory);
  return Object.entries(manifest?.dependencies ?? {}).map(([name, version]) => ({
    name,
    version: String(version),
  }));
}

/**
 * The plugins behind the program's direct dependencies: packages whose package.json says `pulumi.resource: true`. To look through all of
 * node_modules, as Pulumi's own host does, takes a tenth of a second at each command and finds no more here.
 */
export function requiredPlugins(programDirectory: string): RequiredPlugin[] {
  return programDependencies(programDirectory).flatMap(({ name }) => {
    const manifest = installedManifest(programDirectory, name);
    const pulumi = manifest?.pulumi;
    if (pulumi?.["resource"] !== true) return [];
    const version = text(pulumi["version"]) ?? text(manifest?.version);
    if (version === undefined) return [];
    return [
      {
        name: text(pulumi["name"]) ?? name.replace(/^@[^/]+\//, ""),
        version: `v${version.replace(/^v/, "")}`,
        server: text(pulumi["server"]) ?? "",
      },
    ];
  });
}

function nearestManifest(directory: string): Manifest | undefined {
  return firstUpwards(directory, (folder) => readManifest(join(folder, "package.json")));
}

function installedManifest(directory: string, name: string): Manifest | undefined {
  return firstUpwards(directory, (folder) =>
    readManifest(join(folder, "node_modules", name, "package.json")),
  );
}

function firstUpwards<T>(start: string, look: (directory: string) => T | undefined): T | undefined {
  for (let directory = start; ; directory = dirname(directory)) {
    const found = look(directory);
    if (found !== undefined || directory === dirname(directory)) return found;
  }
}

function readManifest(file: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
