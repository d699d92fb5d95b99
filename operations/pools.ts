import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Engine, stackOutputs } from "../engine";
import { type MasterCredentials, type PoolsFile } from "../infra/outputs";
import { layoutOf, type LabState } from "../lab/lab";
import { masterLog } from "../lab/master/administrator";
import { reconfigure } from "../lab/master/reconfiguration";
import { findProcess } from "../lab/processes/registry";
import { MASTER } from "../lab/services";

/** What the build master must know of a stack. */
export interface MasterFiles {
  readonly pools: PoolsFile;
  readonly credentials: MasterCredentials;
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
  return { pools, credentials, scalerFunctionName: String(outputs["scalerFunctionName"]) };
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

/** Writes both files, credentials first: a master that reads in between finds no pool without its keys. Each comes whole, by a rename. */
export function writeMasterFiles(folder: string, { pools, credentials }: MasterFiles): void {
  mkdirSync(folder, { recursive: true });
  const paths = masterFilePaths(folder, pools.environment);
  writeWhole(paths.credentials, credentials, 0o600);
  writeWhole(paths.pools, pools, 0o644);
}

/** Gives the files to the lab's build master and waits until it serves them. */
export async function installPools(lab: LabState, files: MasterFiles): Promise<void> {
  writeMasterFiles(layoutOf(lab.directory).pools, files);
  await reloadMaster(lab);
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

function writeWhole(file: string, content: unknown, mode: number): void {
  const draft = `${file}.draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode });
  // The mode given at creation is narrowed by the umask only; a wider umask must not matter either.
  chmodSync(draft, mode);
  renameSync(draft, file);
}
