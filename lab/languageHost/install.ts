import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

export interface InstalledEngine {
  /** The CLI to run. */
  readonly pulumi: string;
  readonly languageHost: string;
}

/**
 * Places the Pulumi CLI and this project's language host side by side in `directory`, which should come first on PATH. The engine looks for
 * the host in the folder of the CLI's *real* file (it follows symbolic links), so the CLI is a hard link, or a copy where the file system
 * or the owner does not allow one. Then nothing else needs to name the host, and no warning "using … from $PATH" appears.
 */
export function installLanguageHost(
  directory: string,
  bundlePath: string,
  nodePath: string,
  pulumiPath: string,
): InstalledEngine {
  mkdirSync(directory, { recursive: true });
  const pulumi = join(directory, "pulumi");
  const languageHost = join(directory, "pulumi-language-nodejs");
  const source = realpathSync(pulumiPath);
  if (!isSameProgram(source, pulumi))
    placeWhole(pulumi, (temporary) => {
      linkOrCopy(source, temporary);
    });
  placeWhole(languageHost, (temporary) => {
    writeFileSync(temporary, launcher(nodePath, bundlePath));
    chmodSync(temporary, 0o755);
  });
  return { pulumi, languageHost };
}

/** A shell script, so that the engine starts the host with the Node.js that was chosen, whatever PATH says. */
function launcher(nodePath: string, bundlePath: string): string {
  return `#!/bin/sh\nexec ${quote(nodePath)} ${quote(bundlePath)} "$@"\n`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
    chmodSync(target, 0o755);
  }
}

/** The same file, or a copy of it as it is now. */
function isSameProgram(source: string, target: string): boolean {
  try {
    const [from, to] = [statSync(source), statSync(target)];
    return from.ino === to.ino && from.dev === to.dev
      ? true
      : from.size === to.size && to.mtimeMs >= from.mtimeMs;
  } catch {
    return false;
  }
}

function placeWhole(file: string, write: (temporary: string) => void): void {
  const temporary = `${file}.${process.pid}`;
  rmSync(temporary, { force: true });
  try {
    write(temporary);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
