import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { readProcessTable } from "../../../lab/processes/stat";

/** Command lines of the processes, other than this one, that name `text` in their command or environment. */
export function processesNaming(text: string): readonly string[] {
  return readProcessTable()
    .filter(({ pid }) => pid !== process.pid)
    .map(({ pid }) => ({ command: read(pid, "cmdline"), environment: read(pid, "environ") }))
    .filter(({ command, environment }) => command.includes(text) || environment.includes(text))
    .map(({ command }) => command.replaceAll("\0", " "));
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return "";
  }
}

/** Files below a folder, relative to it. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => relative(folder, path));
}

/** Files below a folder that hold one of these texts, as it is or somewhere inside of base64. */
export function filesHolding(folder: string, texts: readonly string[]): readonly string[] {
  const wanted = texts.flatMap((text) => [text, ...insideBase64(text)]);
  return filesBelow(folder).filter((file) => {
    const content = contentOf(join(folder, file));
    return content !== null && wanted.some((text) => content.includes(text));
  });
}

/** Null: it went since it was listed, as the records of processes that end do. */
function contentOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** What base64 shows of a text that begins at any of the three places of a group; the characters that it shares are left out. */
export function insideBase64(text: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]).toString("base64");
    const whole = Math.floor(((before + Buffer.byteLength(text)) * 8) / 6);
    return encoded.slice(Math.ceil((before * 8) / 6), whole);
  });
}
