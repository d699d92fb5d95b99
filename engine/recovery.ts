/** A lock on a stack, as the CLI tells of it (pulumi/pkg/backend/diy/lock.go). */
export interface StackLock {
  readonly host: string;
  readonly pid: number;
}

/** Why a run could not begin. */
export type Obstacle =
  | { readonly kind: "no-stack" }
  | { readonly kind: "torn-state" }
  | { readonly kind: "locked"; readonly locks: readonly StackLock[] };

/** Reads what the CLI printed for a cause that can be mended, after which the run can be tried again. */
export function findObstacle(output: string): Obstacle | undefined {
  if (/^error: no stack named '.*' found/m.test(output)) return { kind: "no-stack" };
  if (/failed to load checkpoint: (unexpected )?EOF/.test(output)) return { kind: "torn-state" };
  if (!output.includes("the stack is currently locked by")) return undefined;
  const locks = [...output.matchAll(/created by .*@(\S+) \(pid (\d+)\)/g)].map(([, host, pid]) => ({
    host: host ?? "",
    pid: Number(pid),
  }));
  return { kind: "locked", locks };
}

/** Are these locks left by runs that were killed on this machine? A lock of another machine's may be held: only a person can know. */
export function areStale(
  locks: readonly StackLock[],
  host: string,
  isRunning: (pid: number) => boolean,
): boolean {
  return locks.length > 0 && locks.every((lock) => lock.host === host && !isRunning(lock.pid));
}
