import { spawn } from "node:child_process";
import { join } from "node:path";
import { disown, own, thisProcess } from "./owner";
import { projectRoot } from "./toolchain";

export interface LabGuard {
  /** The lab may outlive this process, or is down already. */
  release(): void;
}

/**
 * Takes a lab down when this process dies before `release`, however it dies: a shell waits at the other end of a pipe, whose end is seen
 * even after a SIGKILL. Not if somebody took the lab over first: a command that was killed may be repeated at once.
 */
export function guardLab(directory: string): LabGuard {
  const me = thisProcess();
  const isOutermost = own(directory);
  const down = [process.execPath, join(projectRoot, "cli", "overflow.js"), "lab", "down", "--left-by", me];
  const shell = spawn("/bin/sh", ["-c", 'read -r released || exec "$@"', "guard", ...down], {
    stdio: ["pipe", "ignore", "ignore"],
    env: { ...process.env, OVERFLOW_LAB: directory },
    detached: true,
  });
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  shell.unref();
  return {
    release: () => {
      shell.stdin.end("released\n");
      if (isOutermost) disown(directory, me);
    },
  };
}
