import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { labAuthority } from "../certificates/authority";
import { issueCertificates } from "../certificates/issue";
import { MasterClient } from "./client";
import { inHouseNames, writeInHouseWorker } from "./inHouse";
import { type MasterTools, type ProcessRecipe, pythonEnvironment, twistdArgs } from "./process";
import { createOrigins, type OriginPorts } from "../origins/origins";
import { projectRoot } from "../toolchain";
import { reconfigure } from "./reconfiguration";

const run = promisify(execFile);
const masterConfig = path.join(projectRoot, "lab", "master", "master.cfg");
const buildmasterModule = path.join(projectRoot, "buildmaster");
/** Name of the lab's administrator at the master. */
const administrator = "admin";

export interface BuildMasterOptions {
  readonly webPort: number;
  readonly workersPort: number;
  readonly originPorts: OriginPorts;
  /** Host names and addresses that its certificate is for, beside the loopback's. @default none */
  readonly names?: readonly string[];
  /** Folder of the pools and credentials files (`<environment>.json`, `<environment>.credentials.json`). */
  readonly poolsDirectory: string;
  /** In-house machines, `ih-linux64-001` …. @default 2 */
  readonly inHouseWorkers?: number;
  /** Seconds between two pings of a cloud worker. @default 5: the lab's clock runs fast */
  readonly watchdogSeconds?: number;
  /** A cloud worker that has not answered by then is dropped. @default 4 */
  readonly watchdogGraceSeconds?: number;
}

/** The lab's build network: origins, a master and its in-house workers, ready to be run. It speaks TLS only, web and workers. */
export interface BuildMaster {
  readonly webUrl: string;
  readonly client: MasterClient;
  readonly master: ProcessRecipe;
  readonly inHouse: readonly ProcessRecipe[];
  /** The servers that builds fetch their sources from, and the egress. */
  readonly origins: readonly ProcessRecipe[];
  /** Signals the running master to read the pools again and waits until it has. @throws Error with its reasons */
  reconfigure(pid: number): Promise<void>;
}

/** `lab.json` beside the master's database: what master.cfg reads. Holds passwords: mode 0600. */
interface LabFile {
  readonly webPort: number;
  readonly workersPort: number;
  readonly poolsDirectory: string;
  readonly python: string;
  readonly adminPassword: string;
  readonly inHouse: Readonly<Record<string, string>>;
  readonly watchdogSeconds: number;
  readonly watchdogGraceSeconds: number;
}

/**
 * Makes (or takes up again) the folders of a master and its in-house workers below `directory`. Starts nothing.
 * A folder made before keeps its database and passwords; ports and pools folder are written anew.
 *
 * End each process by TERM, 10 s later by KILL: a master with a half-attached worker does not end by itself
 * (buildbot 4.3.0).
 */
export async function createBuildMaster(
  directory: string,
  options: BuildMasterOptions,
  tools: MasterTools,
): Promise<BuildMaster> {
  const home = path.join(directory, "master");
  await mkdir(options.poolsDirectory, { recursive: true });
  await mkdir(directory, { recursive: true });
  const known = await readLabFile(path.join(home, "lab.json"));
  const names = inHouseNames(options.inHouseWorkers ?? 2);
  const lab: LabFile = {
    webPort: options.webPort,
    workersPort: options.workersPort,
    poolsDirectory: options.poolsDirectory,
    python: tools.python,
    adminPassword: known?.adminPassword ?? secret(),
    inHouse: Object.fromEntries(names.map((name) => [name, known?.inHouse[name] ?? secret()])),
    watchdogSeconds: options.watchdogSeconds ?? 5,
    watchdogGraceSeconds: options.watchdogGraceSeconds ?? 4,
  };
  if (known === null) {
    const args = ["create-master", "--relocatable", "--quiet", `--config=${masterConfig}`, home];
    const program = "from buildbot.scripts.runner import run; run()";
    await run(tools.python, ["-c", program, ...args], { env: pythonEnvironment({ HOME: directory }) });
  }
  const inHouseHomes = await Promise.all(
    names.map((name) => writeInHouseWorker(directory, name, lab.inHouse[name] ?? "", options.workersPort)),
  );
  const origins = await createOrigins(path.join(directory, "origins"), options.originPorts, tools);
  await writeFile(path.join(home, "lab.json"), JSON.stringify(lab, null, 2), { mode: 0o600 });
  await writeCertificate(home, ["127.0.0.1", "localhost", ...(options.names ?? [])], tools.python);

  const webUrl = `https://127.0.0.1:${options.webPort}`;
  const client = new MasterClient(webUrl, administrator, lab.adminPassword, labAuthority());
  const log = path.join(home, "twistd.log");
  return {
    webUrl,
    client,
    master: recipe("master", home, tools, { PYTHONPATH: buildmasterModule }, async (signal) => {
      const workers = [...names, ...(await cloudWorkers(options.poolsDirectory))];
      await until(
        () => client.serves(workers),
        60_000,
        `the build master did not become ready; see ${log}`,
        signal,
      );
    }),
    inHouse: names.map((name, index) => {
      const workerHome = inHouseHomes[index] ?? directory;
      // The way to the origins, by name.
      const env = { HTTPS_PROXY: `http://127.0.0.1:${options.originPorts.switch}` };
      return recipe(name, workerHome, tools, env, (signal) =>
        until(
          () => client.isConnected(name),
          60_000,
          `'${name}' did not attach; see ${workerHome}/twistd.log`,
          signal,
        ),
      );
    }),
    origins,
    reconfigure: (pid) => reconfigure(pid, log),
  };
}

/** The master's certificate and key, where master.cfg looks for them; new at each `lab up`. */
async function writeCertificate(home: string, names: readonly string[], python: string): Promise<void> {
  const { master } = await issueCertificates(python, { master: names });
  await writeFile(path.join(home, "master.crt"), master.certificate, { mode: 0o600 });
  await writeFile(path.join(home, "master.key"), master.privateKey, { mode: 0o600 });
}

function recipe(
  name: string,
  cwd: string,
  tools: MasterTools,
  env: Readonly<Record<string, string>>,
  ready: ProcessRecipe["ready"],
): ProcessRecipe {
  const log = path.join(cwd, "twistd.log");
  return {
    name,
    command: tools.python,
    args: twistdArgs,
    cwd,
    env: pythonEnvironment({ HOME: cwd, ...env }),
    log,
    ready,
  };
}

/** Names in the pools files: the workers that a ready master must know. */
async function cloudWorkers(poolsDirectory: string): Promise<string[]> {
  const files = (await readdir(poolsDirectory)).filter(
    (f) => f.endsWith(".json") && !f.endsWith(".credentials.json"),
  );
  const texts = await Promise.all(files.map((file) => readFile(path.join(poolsDirectory, file), "utf8")));
  return texts.flatMap((text) =>
    (JSON.parse(text) as { pools: { workers: string[] }[] }).pools.flatMap((pool) => pool.workers),
  );
}

async function readLabFile(file: string): Promise<LabFile | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as LabFile;
  } catch {
    return null;
  }
}

/** A password that needs no quoting anywhere. */
function secret(): string {
  return randomBytes(24).toString("base64url");
}

async function until(
  condition: () => Promise<boolean>,
  limitMs: number,
  failure: string,
  signal?: AbortSignal,
): Promise<void> {
  const endMs = Date.now() + limitMs;
  while (!(await condition())) {
    if (signal?.aborted === true || Date.now() > endMs) throw new Error(failure);
    await sleep(100);
  }
}
