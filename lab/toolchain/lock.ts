import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive, startTicksOf } from "../../engine/processes";

/** How often a waiting process looks whether the lock is free, milliseconds. */
const pollMs = 250;

export interface LockOptions {
  /** Called once with the holder's process id when the lock is held by another. */
  readonly onWait?: (holderPid: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` while holding the lock `directory`, among all processes of this machine.
 *
 * The lock is a folder with one file, named by its holder: `<pid>-<startTicks>`. It comes by a rename, holder's name and all, and so is
 * never without an owner. A dead holder's lock is taken over by deleting *its* file (one taker succeeds) and renaming over the then
 * empty folder; a live holder's file is never touched, however many take over at once.
 */
export async function withLock<T>(
  directory: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const owner = `${process.pid}-${startTicksOf(process.pid) ?? 0}`;
  await acquire(directory, owner, options);
  try {
    return await work();
  } finally {
    rmSync(join(directory, owner), { force: true });
    removeIfEmpty(directory);
  }
}

async function acquire(directory: string, owner: string, { onWait, signal }: LockOptions): Promise<void> {
  mkdirSync(dirname(directory), { recursive: true });
  let told = false;
  while (!tryAcquire(directory, owner)) {
    const holder = readHolder(directory);
    if (holder && !isAlive(holder.pid, holder.startTicks)) {
      unlinkIfThere(join(directory, holder.file));
      continue;
    }
    if (holder && !told) {
      onWait?.(holder.pid);
      told = true;
    }
    await delay(pollMs, undefined, signal ? { signal } : {});
  }
}

function tryAcquire(directory: string, owner: string): boolean {
  const candidate = join(dirname(directory), `.${basename(directory)}.${owner}`);
  rmSync(candidate, { recursive: true, force: true });
  mkdirSync(candidate);
  writeFileSync(join(candidate, owner), "");
  try {
    renameSync(candidate, directory);
    return true;
  } catch (error) {
    rmSync(candidate, { recursive: true, force: true });
    if (isCode(error, "ENOTEMPTY", "EEXIST")) return false;
    throw error;
  }
}

interface Holder {
  readonly file: string;
  readonly pid: number;
  readonly startTicks: number;
}

function readHolder(directory: string): Holder | undefined {
  try {
    for (const file of readdirSync(directory)) {
      const match = /^(\d+)-(\d+)$/.exec(file);
      if (match) return { file, pid: Number(match[1]), startTicks: Number(match[2]) };
    }
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
  return undefined;
}

function unlinkIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch (error) {
    if (!isCode(error, "ENOENT", "ENOTEMPTY", "EEXIST")) throw error;
  }
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? "");
}
