import { type ScalerDocument } from "./document";
import { closedFor, emptied, type EmptyingOptions } from "./emptying";
import { reopened } from "./lease";
import { update } from "./leadership";
import { messageOf } from "./log";
import { buildsOn, type CloudBuild, namesOf, readQueue } from "./look";
import { type FleetSnapshot, type QueueSnapshot, type Vm } from "./ports";
import { isHeld, PAUSE_REASON_PREFIX } from "./decide/machine";
import { emptyMemory, type Memory } from "./decide/memory";
import { type TickPorts } from "./tick";

/**
 * What the end of an environment does with VMs that have a build. `refuse`: it fails, and nothing is touched. `wait`: waits as long as it
 * may, then ends them; the master gives their builds to other workers. `force`: ends them at once.
 */
export type TeardownMode = "refuse" | "wait" | "force";
export const TEARDOWN_MODES: readonly TeardownMode[] = ["refuse", "wait", "force"];

export interface TeardownOptions extends EmptyingOptions {
  readonly mode: TeardownMode;
}

export interface TeardownReport {
  readonly terminated: readonly string[];
  /** Of those, the ones that bore `overflow:hold`. */
  readonly held: readonly string[];
  /** Builds that were still running on them when the wait was over; the master gives them to other workers. */
  readonly interruptedBuilds: number;
}

/** Builds run, or may run, and the mode is `refuse`. */
export class TeardownRefused extends Error {
  override readonly name = "TeardownRefused";
}

const POLL_MS = 1_000;
/** A VM's death closes its worker's connection at the master, at the latest when the watchdog looks (20 s and 10 s, docs/buildbot.md 5). */
const DISCONNECT_WAIT_MS = 35_000;

/**
 * Empties the environment before its stack is destroyed: takes and closes the lease, so that no later run starts anything; closes the
 * doors; waits for builds; terminates every VM and waits until EC2 says so; opens the doors again that the scaler had closed, for
 * whatever environment uses the names next. Every step can be repeated.
 *
 * @throws TeardownRefused; Error if VMs are left when `signal` aborts, after which it may be called again
 */
export async function teardown(ports: TickPorts, options: TeardownOptions): Promise<TeardownReport> {
  const force = options.mode === "force";
  const document = await readDocument(ports, force);
  const names = namesOf(document, await ports.fleet.read());
  if (options.mode === "refuse") refuseIfBusy(await buildsNow(ports, names), document);
  return closedFor(ports, options, force, async () => {
    const memory = (await ports.store.readMemory().catch(() => null)) ?? emptyMemory();
    const before = await readQueue(ports);
    const { builds, paused } = force
      ? { builds: before === null ? null : buildsOn(before, names), paused: [] }
      : await emptied(ports, names, document?.limits.drainSeconds ?? 0, patience(options, document));
    if (options.mode === "refuse") await refuseAfterAll(ports, builds, paused, document);
    const vms = await terminateAll(ports, options.signal);
    const doors = new Set([...closedByUs(before, names, memory), ...paused]);
    await openDoors(ports, [...doors], options.signal);
    return {
      terminated: vms.map((vm) => vm.instanceId),
      held: vms.filter(isHeld).map((vm) => vm.instanceId),
      interruptedBuilds: builds?.length ?? 0,
    };
  });
}

/** `refuse` waits for no build, but for the one that may slip in behind a door that is being closed. */
function patience(options: TeardownOptions, document: ScalerDocument | null): EmptyingOptions {
  const drainSeconds = document?.limits.drainSeconds ?? 0;
  return options.mode === "refuse" ? { ...options, waitSeconds: drainSeconds + 1 } : options;
}

/** A table that is broken must not keep VMs alive under `force`; else it is an error. */
async function readDocument(ports: TickPorts, force: boolean): Promise<ScalerDocument | null> {
  try {
    return await ports.document.read();
  } catch (error) {
    if (!force) throw error;
    ports.log("document-unreadable", { message: messageOf(error) });
    return null;
  }
}

async function buildsNow(
  ports: TickPorts,
  names: ReadonlySet<string>,
): Promise<readonly CloudBuild[] | null> {
  const queue = await readQueue(ports);
  return queue === null ? null : buildsOn(queue, names);
}

function refuseIfBusy(builds: readonly CloudBuild[] | null, document: ScalerDocument | null): void {
  if (builds?.length === 0) return;
  const environment = document?.environment ?? "<env>";
  const what =
    builds === null
      ? "the build master cannot be read, so that nobody knows whether builds run"
      : `${builds.length} build(s) run: ${builds.map(({ worker, builder }) => `${builder} on ${worker}`).join(", ")}`;
  throw new TeardownRefused(
    `refused, since overflow:teardown is refuse and ${what}. No VM was removed. ` +
      `Wait for them, or: overflow down ${environment} --teardown wait (or force)`,
  );
}

/** A build slipped in while the doors were closed: everything goes on as before. */
async function refuseAfterAll(
  ports: TickPorts,
  builds: readonly CloudBuild[] | null,
  paused: readonly string[],
  document: ScalerDocument | null,
): Promise<void> {
  if (builds?.length === 0) return;
  await Promise.allSettled(paused.map((name) => ports.queue.unpause(name)));
  await update(ports.store, reopened);
  refuseIfBusy(builds, document);
}

/** Workers whose door the scaler had closed before. */
function closedByUs(
  queue: QueueSnapshot | null,
  names: ReadonlySet<string>,
  { workers }: Memory,
): readonly string[] {
  return (queue?.workers ?? [])
    .filter((row) => names.has(row.name) && row.paused)
    .filter((row) => workers[row.name]?.mark != null || row.pauseReason?.startsWith(PAUSE_REASON_PREFIX))
    .map((row) => row.name);
}

/** Terminates what lives until nothing does, twice in a row: a VM made a moment ago may show late. @returns every VM it saw alive */
export async function terminateAll(
  ports: Pick<TickPorts, "fleet" | "clock" | "log">,
  signal: AbortSignal,
): Promise<Vm[]> {
  const seen = new Map<string, Vm>();
  for (let emptyLooks = 0; emptyLooks < 2;) {
    const left = living(await ports.fleet.read());
    for (const vm of left) seen.set(vm.instanceId, vm);
    emptyLooks = left.length === 0 ? emptyLooks + 1 : 0;
    if (left.length > 0 && signal.aborted) {
      const ids = left.map((vm) => `${vm.instanceId} (${vm.state})`).join(", ");
      throw new Error(`teardown: ${left.length} VMs are not terminated yet: ${ids}; run it again`);
    }
    const asked = left.filter((vm) => vm.state !== "shutting-down");
    const results = await Promise.allSettled(asked.map((vm) => ports.fleet.terminate(vm.instanceId)));
    for (const [index, result] of results.entries()) {
      if (result.status === "fulfilled") continue;
      ports.log("failed", {
        action: "terminate",
        instanceId: asked[index]?.instanceId ?? null,
        message: messageOf(result.reason),
      });
    }
    await ports.clock.sleep(POLL_MS, signal);
  }
  return [...seen.values()];
}

/** A door is opened only when its worker is gone at the master: a build given to a dead connection hangs (docs/buildbot.md T4). */
async function openDoors(ports: TickPorts, names: readonly string[], signal: AbortSignal): Promise<void> {
  const { clock } = ports;
  const endMs = clock.nowMs() + DISCONNECT_WAIT_MS;
  let closedDoors = [...names];
  while (closedDoors.length > 0 && clock.nowMs() < endMs && !signal.aborted) {
    const queue = await readQueue(ports);
    const gone = closedDoors.filter((name) =>
      queue?.workers.some((row) => row.name === name && !row.connected),
    );
    await Promise.allSettled(gone.map((name) => ports.queue.unpause(name)));
    closedDoors = closedDoors.filter((name) => !gone.includes(name));
    if (closedDoors.length > 0) await clock.sleep(POLL_MS, signal);
  }
  if (closedDoors.length > 0) ports.log("left-paused", { workers: closedDoors.join(", ") });
}

function living(fleet: FleetSnapshot): Vm[] {
  return fleet.vms.filter((vm) => vm.state !== "terminated");
}
