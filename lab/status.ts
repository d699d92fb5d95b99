import { resolve } from "node:path";
import { readLabState } from "./folder";
import { type MachineState } from "./machines/machine";
import { inHouseNames } from "./master/inHouse";
import { EGRESS, ORIGINS } from "./origins/origins";
import { findProcess, isAlive } from "./processes/registry";
import { EMULATOR, FUNCTIONS, MACHINES, MASTER, urlOf } from "./services";
import { type LabState } from "./state";

/** In-house workers of a lab. */
export const IN_HOUSE_WORKERS = 2;

/** Names of the processes that make up a lab, in the order in which they come up. */
const serviceNames = (): readonly string[] => [
  EMULATOR,
  ORIGINS,
  EGRESS,
  MASTER,
  ...inHouseNames(IN_HOUSE_WORKERS),
  MACHINES,
  FUNCTIONS,
];

export interface ServiceStatus {
  readonly name: string;
  /** null: never started, or ended in order. */
  readonly pid: number | null;
  readonly isAlive: boolean;
  readonly log: string | null;
}

export interface LabStatus {
  /** `absent`: there is no lab in the folder. `partial`: some of its processes have ended; `lab up` mends it. */
  readonly condition: "absent" | "up" | "partial" | "down";
  readonly state: LabState | null;
  readonly services: readonly ServiceStatus[];
  /** null: the machines' host does not answer. */
  readonly machines: readonly MachineState[] | null;
}

export async function labStatus(directory: string): Promise<LabStatus> {
  const root = resolve(directory);
  const state = readLabState(root);
  if (state === null) return { condition: "absent", state, services: [], machines: null };
  const services = serviceNames().map((name) => serviceStatus(root, name));
  const alive = services.filter((service) => service.isAlive).length;
  return {
    condition: alive === services.length ? "up" : alive === 0 ? "down" : "partial",
    state,
    services,
    machines: await readMachines(state),
  };
}

export function serviceStatus(directory: string, name: string): ServiceStatus {
  const record = findProcess(directory, name);
  if (record === null) return { name, pid: null, isAlive: false, log: null };
  return { name, pid: record.pid, isAlive: isAlive(record), log: record.log };
}

async function readMachines({ ports }: LabState): Promise<readonly MachineState[] | null> {
  try {
    const answer = await fetch(`${urlOf(ports.machines)}/machines`, { signal: AbortSignal.timeout(2000) });
    return answer.ok ? ((await answer.json()) as MachineState[]) : null;
  } catch {
    return null;
  }
}
