import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LabProcess } from "../state";
import { readStat } from "./stat";

/** Folder of a lab that holds one file for each process which it started. */
const processesDirectory = (directory: string): string => join(directory, "processes");

const fileOf = (directory: string, name: string) => join(processesDirectory(directory), `${name}.json`);

/** Writes a record whole or not at all, so that a starter killed midway leaves no half file. */
export function recordProcess(directory: string, process: LabProcess): void {
  mkdirSync(processesDirectory(directory), { recursive: true });
  const draft = `${fileOf(directory, process.name)}.draft`;
  writeFileSync(draft, `${JSON.stringify(process, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(directory, process.name));
}

export function forgetProcess(directory: string, name: string): void {
  rmSync(fileOf(directory, name), { force: true });
}

/** The record of that name, or null. */
export function findProcess(directory: string, name: string): LabProcess | null {
  return listProcesses(directory).find((process) => process.name === name) ?? null;
}

/** Every recorded process, alive or not, by name. A file that is no record is left out: it names no process to end. */
export function listProcesses(directory: string): readonly LabProcess[] {
  return recordFiles(directory)
    .map((file) => parseRecord(join(processesDirectory(directory), file)))
    .filter((record) => record !== null)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The recorded process still runs: same pid *and* same start. */
export function isAlive(process: Pick<LabProcess, "pid" | "startTicks">): boolean {
  return readStat(process.pid)?.startTicks === process.startTicks;
}

function recordFiles(directory: string): readonly string[] {
  try {
    return readdirSync(processesDirectory(directory)).filter((file) => file.endsWith(".json"));
  } catch {
    return [];
  }
}

function parseRecord(path: string): LabProcess | null {
  try {
    const record = JSON.parse(readFileSync(path, "utf8")) as Partial<LabProcess>;
    const { name, pid, startTicks, command, log } = record;
    if (name === undefined || pid === undefined || startTicks === undefined) return null;
    return { name, pid, startTicks, command: command ?? [], log: log ?? "" };
  } catch {
    return null;
  }
}
