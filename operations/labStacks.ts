import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { layoutOf, type LabState } from "../lab/lab";

/** A stack of the lab, with its state as Pulumi keeps it. */
export interface LabStack {
  readonly stack: string;
  /** JSON; secrets in it are sealed. */
  readonly state: string;
}

/** Where the backend in a folder keeps its stacks. Source: Pulumi, pkg/backend/diy/store.go. */
const stacksBelow = join(".pulumi", "stacks", "overflow");
/** While a state is written, the one before it lies beside it under this ending. */
const BEFORE = ".bak";

/**
 * All stacks of a lab, also of those that an update is just writing: `pulumi stack export` finds no stack, or half of one, then.
 */
export function labStacks({ directory }: Pick<LabState, "directory">): readonly LabStack[] {
  const folder = join(layoutOf(directory).backend, stacksBelow);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files.flatMap((file) => /^([a-z0-9-]+)\.json(\.bak)?$/.exec(file)?.[1] ?? []);
  return [...new Set(names)].sort().flatMap((stack) => {
    const file = join(folder, `${stack}.json`);
    const state = wholeJson(file) ?? wholeJson(`${file}${BEFORE}`) ?? wholeJson(file);
    return state === null ? [] : [{ stack, state }];
  });
}

/** The file's text; null: there is none, or it is not whole. */
function wholeJson(file: string): string | null {
  try {
    const text = readFileSync(file, "utf8");
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}
