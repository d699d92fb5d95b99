import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where a backend in a folder keeps its stacks, by project. Source: Pulumi, pkg/backend/diy/store.go. */
const stacksBelow = join(".pulumi", "stacks");

/**
 * Mends the state of a stack whose CLI was killed while it wrote it: the copy that the CLI had made before takes its place; a state that
 * never was whole goes, as nothing can be in it. For backends in a folder; others are left to `pulumi stack import`.
 * @returns what was done, in words; null: nothing was torn
 */
export function restoreTornState(backendUrl: string | undefined, stack: string): string | null {
  if (backendUrl?.startsWith("file://") !== true) return null;
  const folder = join(fileURLToPath(backendUrl), stacksBelow);
  if (!existsSync(folder)) return null;
  for (const project of readdirSync(folder)) {
    const file = join(folder, project, `${stack}.json`);
    if (!existsSync(file) || isWhole(file)) continue;
    const backup = `${file}.bak`;
    if (existsSync(backup) && isWhole(backup)) {
      copyFileSync(backup, file);
      return `A run that was killed left half a state of the stack ${stack}; taking the one before.`;
    }
    rmSync(file);
    return `A run that was killed left half a first state of the stack ${stack}; taking it away.`;
  }
  return null;
}

function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
