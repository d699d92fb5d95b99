import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { layoutOf } from "./layout";
import { isAlive } from "./processes/registry";
import { readStat } from "./processes/stat";

/** This process, by a name that is never given again: `<pid>-<startTicks>`. */
export function thisProcess(): string {
  return `${process.pid}-${readStat(process.pid)?.startTicks ?? 0}`;
}

/** The process that a lab must not outlive, or null: it may outlive everyone. */
export function ownerOf(directory: string): string | null {
  try {
    return readFileSync(layoutOf(directory).owner, "utf8");
  } catch {
    return null;
  }
}

/** Makes this process a lab's owner. @returns false if it was that before */
export function own(directory: string): boolean {
  if (ownerOf(directory) === thisProcess()) return false;
  const { owner } = layoutOf(directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(`${owner}.draft`, thisProcess(), { mode: 0o600 });
  renameSync(`${owner}.draft`, owner);
  return true;
}

export function disown(directory: string, owner: string): void {
  if (ownerOf(directory) === owner) rmSync(layoutOf(directory).owner, { force: true });
}

/** Whoever takes a lab over that a dead owner left: from now on nobody takes it down for that owner. */
export function disownDead(directory: string): void {
  const owner = ownerOf(directory);
  const [pid = 0, startTicks = 0] = (owner ?? "").split("-").map(Number);
  if (owner !== null && !isAlive({ pid, startTicks })) disown(directory, owner);
}
