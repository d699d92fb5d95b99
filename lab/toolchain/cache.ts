import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The project's root folder, from which all commands run. */
export const projectRoot = findProjectRoot(__dirname);

/**
 * Where tools are kept that are made once for all clones: `OVERFLOW_CACHE`, else `$XDG_CACHE_HOME/overflow`, else `~/.cache/overflow`
 * (XDG Base Directory Specification 0.8).
 */
export function cacheDirectory(env: NodeJS.ProcessEnv, home: string = homedir()): string {
  if (env["OVERFLOW_CACHE"]) return resolve(env["OVERFLOW_CACHE"]);
  return join(env["XDG_CACHE_HOME"] ?? join(home, ".cache"), "overflow");
}

/** First 12 hexadecimal digits of a file's SHA-256: a changed list of modules or packages gets its own folder in the cache. */
export function shortDigest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
}

/** The nearest folder above that holds our package.json: right from the sources and from a bundle in `dist/` alike. */
function findProjectRoot(start: string): string {
  for (let directory = start; ; directory = resolve(directory, "..")) {
    if (isOurs(join(directory, "package.json"))) return directory;
    if (directory === resolve(directory, ".."))
      throw new Error(`${start} is not inside the overflow project`);
  }
}

function isOurs(manifest: string): boolean {
  try {
    const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { name?: unknown };
    return name === "overflow";
  } catch {
    return false;
  }
}
