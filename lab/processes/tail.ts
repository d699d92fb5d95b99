import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Of a log, what an error shows. */
const TAIL_BYTES = 4096;

/** The end of a log, from a whole line on; empty if there is none. */
export function readTail(path: string, bytes = TAIL_BYTES): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return "";
  }
  try {
    const start = Math.max(0, fstatSync(file).size - bytes);
    const buffer = Buffer.alloc(bytes);
    const text = buffer.toString("utf8", 0, readSync(file, buffer, 0, bytes, start));
    return start === 0 ? text.trimEnd() : text.slice(text.indexOf("\n") + 1).trimEnd();
  } finally {
    closeSync(file);
  }
}
