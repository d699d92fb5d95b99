import { type LabInstance } from "./instance";

/** What a machine is, whatever becomes of the worker on it. */
export type Power = "off" | "on" | "frozen";

/** What is known of a machine when its instance is looked at. */
export interface MachineView {
  readonly power: Power;
  /** `launchedAtMs` of the instance when this machine was last booted or thawed; null: never. */
  readonly startedForMs: number | null;
  /** The worker has reached the build network since the last boot. */
  readonly hasBooted: boolean;
}

export type MachineAction = "none" | "boot" | "reboot" | "power-off" | "freeze" | "thaw" | "destroy";

/**
 * What to do with a machine, given its instance as it is *now*: looks may miss states, so the answer never depends on having
 * seen the one before.
 *
 * - A worker that ends by itself leaves its VM running and is not started again, as on EC2.
 * - A hibernation that comes before the VM has booted is a plain stop: the agent is not up yet. EC2 does not call that an
 *   error either (User Guide, "Troubleshoot hibernation").
 */
export function reconcile(machine: MachineView, instance: LabInstance | undefined): MachineAction {
  const { power } = machine;
  switch (instance?.state) {
    case "pending":
      return "none";
    case "running":
      if (power === "off") return "boot";
      if (power === "frozen") return "thaw";
      // Stopped and started again between two looks: its memory is gone.
      return machine.startedForMs === instance.launchedAtMs ? "none" : "reboot";
    case "stopping":
    case "stopped":
      return suspend(machine, instance.stopMode === "hibernate");
    case "shutting-down":
    case "terminated":
    case undefined:
      return "destroy";
  }
}

function suspend({ power, hasBooted }: MachineView, hibernate: boolean): MachineAction {
  if (power === "off") return "none";
  if (power === "frozen") return hibernate ? "none" : "power-off";
  return hibernate && hasBooted ? "freeze" : "power-off";
}
