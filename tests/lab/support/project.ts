import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../../lab/toolchain";

/** A copy of the project that a test may change, as a user changes his own. */
export class ProjectCopy {
  readonly root = mkdtempSync(join(tmpdir(), "overflow-project-"));

  constructor() {
    const own = readdirSync(projectRoot).filter(
      (name) => !["node_modules", ".git", "out"].includes(name) && !name.startsWith(".lab"),
    );
    // `-a` keeps times to the nanosecond, by which the bundles know that they are fresh.
    execFileSync("cp", ["-a", ...own.map((name) => join(projectRoot, name)), this.root]);
    symlinkSync(join(projectRoot, "node_modules"), join(this.root, "node_modules"));
  }

  /** Changes a file. @returns what puts it back. @throws Error if `from` is not in it */
  change(file: string, ...changes: readonly (readonly [from: string, to: string])[]): () => void {
    const path = join(this.root, file);
    const before = readFileSync(path, "utf8");
    let text = before;
    for (const [from, to] of changes) {
      if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)} to change.`);
      text = text.replace(from, to);
    }
    writeFileSync(path, text);
    return () => {
      writeFileSync(path, before);
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
