import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Engine, stackOutputs } from "../engine";
import { type MasterCredentials, type PoolsFile } from "../infra/outputs";
import { layoutOf, type LabState } from "../lab/lab";
import { masterLog } from "../lab/master/administrator";
import { reconfigure } from "../lab/master/reconfiguration";
import { type MasterPair, withLeaving } from "./leavingPools";
import { findProcess } from "../lab/processes/registry";
import { MASTER } from "../lab/services";
import { writeWhole } from "./writeWhole";

/** What the build master must know of a stack. */
export interface MasterFiles extends MasterPair {
  readonly region: string;
  /** Of the scaler: its log tells what it decided. */
  readonly scalerFunctionName: string;
}

/** @throws Error if the stack has not been brought up */
export async function readMasterFiles(engine: Engine): Promise<MasterFiles> {
  const outputs = await stackOutputs(engine, { showSecrets: true });
  const pools = outputs["poolsFile"] as PoolsFile | undefined;
  const credentials = outputs["masterCredentials"] as MasterCredentials | undefined;
  if (pools === undefined || credentials === undefined) {
    throw new Error(`Stack '${engine.stack}' has no pools yet. Bring it up: npx overflow up ${engine.stack}`);
  }
  const { region, scalerFunctionName } = outputs;
  return { pools, credentials, region: String(region), scalerFunctionName: String(scalerFunctionName) };
}

/** Paths of both files in a folder; the credentials are readable by their owner only. */
export function masterFilePaths(
  folder: string,
  environment: string,
): { readonly pools: string; readonly credentials: string } {
  return {
    pools: join(folder, `${environment}.json`),
    credentials: join(folder, `${environment}.credentials.json`),
  };
}

/**
 * Writes both files, credentials first: a master that reads in between finds no pool without its keys. Each comes whole, by a rename.
 * Workers of the files before, whose VMs live, stay in them (leavingPools.ts).
 * @param alive see `withLeaving`
 * @returns what was written
 */
export function writeMasterFiles(
  folder: string,
  declared: MasterPair,
  alive: ReadonlySet<string> | null,
): MasterPair {
  mkdirSync(folder, { recursive: true });
  const paths = masterFilePaths(folder, declared.pools.environment);
  const written = withLeaving(declared, readPair(paths), alive);
  const { pools, credentials } = written;
  for (const [path, content] of [
    [paths.credentials, credentials],
    [paths.pools, pools],
  ] as const)
    writeWhole(path, `${JSON.stringify(content, null, 2)}\n`, modeOf(path));
  return written;
}

/** @throws Error for a file that is there and is no JSON: what it named must not be lost unseen */
function readPair(paths: ReturnType<typeof masterFilePaths>): MasterPair | null {
  const pools = textOf(paths.pools);
  const credentials = textOf(paths.credentials);
  if (pools === null || credentials === null) return null;
  try {
    return {
      pools: JSON.parse(pools) as PoolsFile,
      credentials: JSON.parse(credentials) as MasterCredentials,
    };
  } catch {
    throw new Error(
      `${paths.pools} or ${paths.credentials} is no JSON; remove both and write them anew: then no worker of before is kept.`,
    );
  }
}

/**
 * Gives the files to the lab's build master and waits until it serves them. Files that it refuses are taken away again: with them it
 * would refuse those of every other environment, too.
 * @throws Error with the master's reasons
 */
export async function installPools(
  lab: LabState,
  files: MasterPair,
  alive: ReadonlySet<string> | null,
): Promise<void> {
  const folder = layoutOf(lab.directory).pools;
  const paths = Object.values(masterFilePaths(folder, files.pools.environment));
  const former = paths.map((path) => ({ path, text: textOf(path) }));
  writeMasterFiles(folder, files, alive);
  try {
    await reloadMaster(lab);
  } catch (error) {
    for (const { path, text } of former) {
      if (text === null) rmSync(path, { force: true });
      else writeWhole(path, text, modeOf(path));
    }
    throw error;
  }
}

/** Takes an environment's pools away from the lab's build master. */
export async function removePools(lab: LabState, environment: string): Promise<void> {
  const paths = masterFilePaths(layoutOf(lab.directory).pools, environment);
  rmSync(paths.pools, { force: true });
  rmSync(paths.credentials, { force: true });
  await reloadMaster(lab);
}

async function reloadMaster(lab: LabState): Promise<void> {
  const master = findProcess(lab.directory, MASTER);
  if (master === null)
    throw new Error("The lab's build master does not run. Mend the lab: npx overflow lab up");
  await reconfigure(master.pid, masterLog(lab));
}

function modeOf(path: string): number {
  return path.endsWith(".credentials.json") ? 0o600 : 0o644;
}

function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
