import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes a file that comes whole, by a rename, with exactly this mode. */
export function writeWhole(file: string, text: string, mode: number): void {
  const draft = `${file}.draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { mode });
  // The mode given at creation is narrowed by the umask only; a wider umask must not matter either.
  chmodSync(draft, mode);
  renameSync(draft, file);
}
