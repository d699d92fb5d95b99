import { closed, finished, retaken } from "./lease";
import { takeLease, update } from "./leadership";
import { messageOf } from "./log";
import { type FleetSnapshot, type QueueSnapshot, type Vm } from "./ports";
import { isHeld, PAUSE_REASON_PREFIX } from "./decide/machine";
import { emptyMemory, type Memory } from "./decide/memory";
import { type TickPorts } from "./tick";

export interface TeardownOptions {
  readonly holder: string;
  /** Longest wait for builds on cloud workers, seconds. */
  readonly waitSeconds: number;
  /** Ends the teardown unfinished: it can be called again. */
  readonly signal: AbortSignal;
}

export interface TeardownReport {
  readonly terminated: readonly string[];
  /** Of those, the ones that bore `overflow:hold`. */
  readonly held: readonly string[];
  /** Builds that were still running on them when the wait was over; the master gives them to other workers. */
  readonly interruptedBuilds: number;
}

const POLL_MS = 1_000;
/** A VM's death closes its worker's connection at the master, at the latest when the watchdog looks (20 s and 10 s, docs/buildbot.md 5). */
const DISCONNECT_WAIT_MS = 35_000;

/**
 * Empties the environment before its stack is destroyed: takes and closes the lease, so that no later run starts anything; closes the
 * doors; waits for builds; terminates every VM and waits until EC2 says so; opens the doors again that the scaler had closed, for
 * whatever environment uses the names next.
 *
 * @throws Error if VMs are left when `signal` aborts. It may be called again.
 */
export async function teardown(ports: TickPorts, options: TeardownOptions): Promise<TeardownReport> {
  await takeForGood(ports, options);
  const document = await ports.document.read();
  const names = document.pools.flatMap((pool) => pool.workers);
  const memory = (await ports.store.readMemory()) ?? emptyMemory();
  const paused = await closeDoors(ports, names, memory);
  const interruptedBuilds = await waitForBuilds(ports, names, options);
  const vms = await terminateAll(ports, options.signal);
  await openDoors(ports, paused, options.signal);
  await update(ports.store, (row) => finished(row, options.holder, ports.clock.nowMs()));
  return {
    terminated: vms.map((vm) => vm.instanceId),
    held: vms.filter(isHeld).map((vm) => vm.instanceId),
    interruptedBuilds,
  };
}

async function takeForGood(ports: TickPorts, { holder, signal }: TeardownOptions): Promise<void> {
  const { store, clock } = ports;
  const lease = await takeLease(holder, store, clock, signal);
  if (lease !== null) {
    const row = await update(store, (now) => closed(now, holder, lease.fence, clock.nowMs()));
    if (row !== null) return;
  }
  // Closed already: by an earlier teardown that did not finish, and whose lease has to run out first.
  while (!signal.aborted) {
    const row = await store.readLease();
    const mine = retaken(row, holder, clock.nowMs());
    if (mine !== null && (await store.writeLease(mine))) return;
    await clock.sleep(POLL_MS, signal);
  }
  throw new Error("teardown: did not get the lease in time; run it again");
}

/** Pauses the cloud workers that are open. @returns those whose door is closed by the scaler, now or before */
async function closeDoors(ports: TickPorts, names: readonly string[], memory: Memory): Promise<string[]> {
  const queue = await readQueue(ports);
  if (queue === null) return [];
  const rows = queue.workers.filter((row) => names.includes(row.name));
  const before = rows.filter(
    (row) =>
      row.paused &&
      (memory.workers[row.name]?.mark != null || row.pauseReason?.startsWith(PAUSE_REASON_PREFIX)),
  );
  const open = rows.filter((row) => !row.paused && row.connected);
  const results = await Promise.allSettled(
    open.map((row) => ports.queue.pause(row.name, `${PAUSE_REASON_PREFIX} the environment is torn down`)),
  );
  const now = open.filter((_, index) => results[index]?.status === "fulfilled");
  return [...before, ...now].map((row) => row.name);
}

async function waitForBuilds(
  ports: TickPorts,
  names: readonly string[],
  options: TeardownOptions,
): Promise<number> {
  const { clock } = ports;
  const endMs = clock.nowMs() + options.waitSeconds * 1000;
  for (;;) {
    const queue = await readQueue(ports);
    // A master that cannot be read cannot say that there is none: it is asked to the end of the wait.
    const builds = queue === null ? null : buildsOn(queue, names);
    if (builds === 0 || clock.nowMs() >= endMs || options.signal.aborted) return builds ?? 0;
    await clock.sleep(POLL_MS, options.signal);
  }
}

function buildsOn(queue: QueueSnapshot, names: readonly string[]): number {
  const ids = new Set(queue.workers.filter((row) => names.includes(row.name)).map((row) => row.workerId));
  return queue.running.filter((build) => ids.has(build.workerId)).length;
}

/** Terminates what lives until nothing does, twice in a row: a VM made a moment ago may show late. @returns every VM it saw alive */
async function terminateAll(ports: TickPorts, signal: AbortSignal): Promise<Vm[]> {
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

async function readQueue(ports: TickPorts): Promise<QueueSnapshot | null> {
  try {
    return await ports.queue.read([], 1, ports.clock.nowMs());
  } catch (error) {
    ports.log("master-unreadable", { message: messageOf(error) });
    return null;
  }
}

function living(fleet: FleetSnapshot): Vm[] {
  return fleet.vms.filter((vm) => vm.state !== "terminated");
}
