import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, sep } from "node:path";
import { keptAfterDown, type LabLayout, layoutOf } from "./layout";
import { type LabState } from "./state";

/** The lab's memory, or null: there is no lab in that folder. @throws Error if it is damaged or of another version */
export function readLabState(directory: string): LabState | null {
  const file = layoutOf(directory).state;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const state = JSON.parse(text) as Partial<LabState>;
  if (state.schema !== 1 || state.ports === undefined || state.region === undefined) {
    throw new Error(
      `${file} is not one that this version wrote; end that lab with the version that started it.`,
    );
  }
  return { schema: 1, directory, region: state.region, ports: state.ports };
}

export function writeLabState(state: LabState): void {
  const { state: file } = layoutOf(state.directory);
  writeFileSync(`${file}.draft`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.draft`, file);
}

/**
 * A lab may be made in an empty folder or where one has been; what it would write and later remove must not be someone's.
 * @throws Error that names what lies there
 */
export function demandOwnFolder(directory: string): void {
  const layout = layoutOf(directory);
  let entries: readonly string[];
  try {
    entries = readdirSync(directory);
  } catch {
    return;
  }
  if (entries.includes(basename(layout.state))) return;
  const harmless = [...keptAfterDown(layout), layout.owner].map((path) => basename(path));
  const foreign = entries.filter(
    (entry) => !harmless.some((name) => entry === name || entry.startsWith(`.${name}.`)),
  );
  if (foreign.length > 0) {
    throw new Error(
      `${directory} is no lab and not empty (${foreign.slice(0, 3).join(", ")}); choose another folder.`,
    );
  }
}

/** Removes all that a lab wrote, but for its logs. Its memory goes last: until then it can be ended again. */
export function removeLab(layout: LabLayout): void {
  const isKept = (path: string): boolean =>
    keptAfterDown(layout).some((kept) => path === kept || path.startsWith(kept + sep));
  const paths = Object.values(layout as unknown as Record<string, string>).filter((path) => !isKept(path));
  for (const path of paths) if (path !== layout.state) rmSync(path, { recursive: true, force: true });
  rmSync(layout.state, { force: true });
}
