import { within } from "./clock";
import { leavingNames } from "./decide/leaving";
import { type ScalerDocument } from "./document";
import { type Log, messageOf } from "./log";
import { type Clock, type Fleet, type Queue, type QueueSnapshot, type VmState } from "./ports";

/** A build that runs on a cloud worker. */
export interface CloudBuild {
  readonly worker: string;
  readonly builder: string;
  readonly buildId: number;
  readonly startedAtMs: number;
}

export interface VmLook {
  readonly pool: string;
  readonly worker: string;
  readonly instanceId: string;
  readonly state: VmState;
  /** The master shows a build on it; null: the master cannot be read. */
  readonly busy: boolean | null;
}

/** What there is now, for people who are about to change it. */
export interface LookReport {
  readonly vms: readonly VmLook[];
  /** Null: the master cannot be read. */
  readonly builds: readonly CloudBuild[] | null;
}

/** What a look needs of the scaler's ports. */
export interface Eyes {
  readonly queue: Queue;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly log: Log;
}

/** A master that takes longer does not answer. */
const READ_TIMEOUT_MS = 10_000;

/** VMs and their builds. Changes nothing, and asks for no lease. @throws FleetError */
export async function look(ports: Eyes, document: ScalerDocument): Promise<LookReport> {
  const [fleet, queue] = await Promise.all([ports.fleet.read(), readQueue(ports)]);
  const builds = queue === null ? null : buildsOn(queue, namesOf(document, fleet));
  const vms = fleet.vms
    .filter(({ state }) => state !== "terminated")
    .map(({ pool, name, instanceId, state }) => ({
      pool,
      worker: name,
      instanceId,
      state,
      busy: builds === null ? null : builds.some(({ worker }) => worker === name),
    }));
  return { vms, builds };
}

/** Null, and a line in the log, if the master cannot be read. */
export async function readQueue({ queue, clock, log }: Eyes): Promise<QueueSnapshot | null> {
  try {
    return await within(queue.read([], 1, clock.nowMs()), READ_TIMEOUT_MS, "the master", clock);
  } catch (error) {
    log("master-unreadable", { message: messageOf(error) });
    return null;
  }
}

/** Every worker name of the environment: its pools' and those of VMs that leave. */
export function namesOf(
  document: ScalerDocument | null,
  fleet: Awaited<ReturnType<Fleet["read"]>>,
): ReadonlySet<string> {
  if (document === null) return new Set(fleet.vms.map((vm) => vm.name));
  return new Set([...document.pools, ...leavingNames({ document, fleet })].flatMap(({ workers }) => workers));
}

/** Builds that the master shows on workers of these names. */
export function buildsOn(queue: QueueSnapshot, names: ReadonlySet<string>): CloudBuild[] {
  const workers = new Map(queue.workers.map((row) => [row.workerId, row.name]));
  return queue.running.flatMap(({ workerId, builder, buildId, startedAtMs }) => {
    const worker = workers.get(workerId);
    return worker !== undefined && names.has(worker) ? [{ worker, builder, buildId, startedAtMs }] : [];
  });
}
