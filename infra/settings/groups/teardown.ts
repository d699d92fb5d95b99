import type { TeardownMode } from "../../../scaler/teardown";
import { choice } from "../choice";

/** What the stack's end does with VMs that have a build (docs/adr-0008-teardown.md). */
export const teardown = choice<TeardownMode>(
  "VMs with builds at the stack's end: refuse to go on, wait for them (scaler.teardownWait), or force them to end",
  ["refuse", "wait", "force"],
  "wait",
);
