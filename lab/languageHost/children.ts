import { type ChildProcess } from "node:child_process";

/** Time between TERM and KILL, milliseconds. */
const killAfterMs = 2_000;

/** The processes that this host has started and that still run. */
export class Children {
  readonly #running = new Set<ChildProcess>();

  add<T extends ChildProcess>(child: T): T {
    this.#running.add(child);
    const forget = (): void => {
      this.#running.delete(child);
    };
    child.once("close", forget).once("error", forget);
    return child;
  }

  /** Ends one child: TERM, then KILL if it stays. */
  end(child: ChildProcess): void {
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    child.once("close", () => {
      clearTimeout(killer);
    });
  }

  /** Ends all, and resolves when none is left. */
  async endAll(): Promise<void> {
    const gone = [...this.#running].map(async (child) => {
      const closed = new Promise<void>((resolve) => {
        child.once("close", () => {
          resolve();
        });
      });
      this.end(child);
      await closed;
    });
    await Promise.all(gone);
  }
}
