import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { shortDigest } from "./cache";
import { findOnPath, isExecutable, runCommand } from "./command";
import { ToolchainError } from "./errors";
import { withLock } from "./lock";
import { formatVersion, isAtLeast, parseVersion, type Version } from "./version";

/** The version that `lab/engine/go.mod` pins; also the oldest that is taken from PATH. */
const engineVersion: Version = [3, 259, 0];

const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
/** `go list -deps` counts so many packages for 3.259.0, those of Go's library among them. */
const packagesInAll = 1686;
/** A progress line after each so many packages. */
const packagesPerLine = 150;

export interface ToolOptions {
  readonly cache: string;
  readonly projectRoot: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The Pulumi CLI that needs no work: `OVERFLOW_PULUMI`, else the one on PATH if it is new enough and has its Node.js language host, else
 * the one that was built before. Undefined: it must be built.
 * @throws ToolchainError if `OVERFLOW_PULUMI` names no program
 */
export async function findPulumi(options: ToolOptions): Promise<string | undefined> {
  const { env } = options;
  const chosen = env["OVERFLOW_PULUMI"];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new ToolchainError(
      `OVERFLOW_PULUMI is ${chosen}, which is no program that can be run. Correct it or unset it.`,
    );
  }
  const onPath = findOnPath("pulumi", env["PATH"]);
  if (onPath !== undefined && hasLanguageHost(onPath, env)) {
    const version = await versionOf(onPath, options);
    if (version && isAtLeast(version, engineVersion)) return onPath;
  }
  const built = join(buildDirectory(options), "pulumi");
  return isExecutable(built) ? built : undefined;
}

/** Builds the Pulumi CLI from its Go modules into the cache, or waits for the process that does. Answers where it lies. */
export async function buildPulumi(options: ToolOptions): Promise<string> {
  const directory = buildDirectory(options);
  const { onProgress, signal } = options;
  const binary = join(directory, "pulumi");
  const onWait = (pid: number): void => {
    onProgress(`Another process (${pid}) is building the Pulumi CLI; waiting for it.`);
  };
  return withLock(
    `${directory}.lock`,
    async () => {
      if (!isExecutable(binary)) await build(binary, options);
      return binary;
    },
    { onWait, signal },
  );
}

function buildDirectory({ cache, projectRoot }: ToolOptions): string {
  const digest = shortDigest(join(projectRoot, "lab", "engine", "go.sum"));
  return join(cache, `engine-${formatVersion(engineVersion)}-${digest}`);
}

async function build(binary: string, { projectRoot, env, onProgress, signal }: ToolOptions): Promise<void> {
  const directory = dirname(binary);
  mkdirSync(directory, { recursive: true });
  // Left by a build that was killed: we hold the lock, so nobody is writing them.
  for (const name of readdirSync(directory).filter((file) => file.startsWith("partial-"))) {
    rmSync(join(directory, name), { force: true });
  }
  const partial = join(directory, `partial-${process.pid}`);
  const version = formatVersion(engineVersion);
  onProgress(`Building the Pulumi CLI ${version} from its Go modules: once, about 6 minutes on 2 cores.`);
  let packages = 0;
  const { code, output } = await runCommand(
    "go",
    [
      "build",
      "-v",
      "-trimpath",
      "-ldflags",
      `-s -w -X ${versionVariable}=${version}`,
      "-o",
      partial,
      cliPackage,
    ],
    {
      cwd: join(projectRoot, "lab", "engine"),
      env: { ...env, GOFLAGS: "-mod=readonly" },
      signal,
      guarded: true,
      onLine: (line) => {
        if (line.startsWith("go: downloading")) return;
        packages += 1;
        if (packages % packagesPerLine === 0)
          onProgress(`Pulumi CLI: compiled ${packages} of ${packagesInAll} packages.`);
      },
    },
  );
  if (code !== 0) {
    rmSync(partial, { force: true });
    throw new ToolchainError(
      `The Pulumi CLI could not be built (go build ended with ${code}):\n${lastLines(output)}`,
    );
  }
  renameSync(partial, binary);
  onProgress(`Pulumi CLI ${version} is ready.`);
}

/** Pulumi's Node.js language host lies beside the program (symbolic links followed) or on PATH. */
function hasLanguageHost(pulumi: string, env: NodeJS.ProcessEnv): boolean {
  const host = "pulumi-language-nodejs";
  return (
    isExecutable(join(dirname(realpathSync(pulumi)), host)) || findOnPath(host, env["PATH"]) !== undefined
  );
}

/** `pulumi version` takes a fifth of a second: its answer is kept for the file's path, size and time of change. */
async function versionOf(pulumi: string, { cache, env }: ToolOptions): Promise<Version | undefined> {
  const { size, mtimeMs } = statSync(pulumi);
  const key = `${realpathSync(pulumi)} ${size} ${mtimeMs}`;
  const memory = join(cache, "pulumi-on-path.json");
  const known = readMemory(memory);
  if (known?.key === key) return parseVersion(known.version);
  const { code, output } = await runCommand(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = code === 0 ? parseVersion(output) : undefined;
  if (version) {
    mkdirSync(cache, { recursive: true });
    const partial = `${memory}.${process.pid}`;
    writeFileSync(partial, JSON.stringify({ key, version: formatVersion(version) }));
    renameSync(partial, memory);
  }
  return version;
}

function readMemory(file: string): { readonly key: string; readonly version: string } | undefined {
  try {
    const { key, version } = JSON.parse(readFileSync(file, "utf8")) as { key?: unknown; version?: unknown };
    return typeof key === "string" && typeof version === "string" ? { key, version } : undefined;
  } catch {
    return undefined;
  }
}

/** The end of a long output, where the cause stands. */
export function lastLines(output: string, count = 12): string {
  return output.trimEnd().split("\n").slice(-count).join("\n");
}
