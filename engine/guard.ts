import { spawn } from "node:child_process";

/** Watches over a process that must not outlive us. */
export interface Guard {
  /** The process has ended by itself. */
  release(): void;
}

/**
 * Interrupts `pid` (below 0: a process group) when this process dies, however it dies: a shell waits at the other end of a pipe, and a
 * pipe's end is seen even after a SIGKILL. The interrupt is the same as Ctrl-C: Pulumi finishes the step at hand, keeps its state and gives
 * back its lock.
 */
export function guardProcess(pid: number): Guard {
  const shell = spawn("/bin/sh", ["-c", 'read -r released || kill -INT "$1"', "guard", String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  return {
    release(): void {
      shell.stdin.end("released\n");
    },
  };
}
