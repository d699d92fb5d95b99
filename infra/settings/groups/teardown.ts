import type { TeardownMode } from "../../../scaler/teardown";
import { type Field, value } from "../field";

const modes: readonly TeardownMode[] = ["refuse", "wait", "force"];

/** What the stack's end does with VMs that have a build (docs/adr-0008-teardown.md). */
export const teardown: Field<TeardownMode> = value(
  "VMs with builds at the stack's end: refuse to go on, wait for them (scaler.teardownWait), or force them to end",
  "refuse, wait or force",
  "wait",
  (raw) => modes.find((mode) => mode === raw),
);
