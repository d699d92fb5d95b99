import { type Memory } from "../../scaler/decide/memory";
import { type JournalEntry } from "../../scaler/journal";
import { FREE_LEASE, isHeldBy, type Lease } from "../../scaler/lease";
import {
  type Clock,
  type CreateVm,
  type Fleet,
  FleetError,
  type FleetOutcome,
  type MasterWorker,
  type Queue,
  type QueueSnapshot,
  type Vm,
} from "../../scaler/ports";
import { LeaseLost, type Store } from "../../scaler/store";
import { type TickPorts } from "../../scaler/tick";
import { FakeClock } from "./fakeClock";
import { aDocument, NOW } from "./worlds";

export class MemoryStore implements Store {
  lease: Lease = FREE_LEASE;
  memory: Memory | null = null;
  readonly entries: JournalEntry[] = [];
  /** Called before each commit: throw to fail it. */
  beforeCommit: () => void = () => undefined;

  readLease(): Promise<Lease> {
    return Promise.resolve(this.lease);
  }

  writeLease(next: Lease): Promise<boolean> {
    if (next.version !== this.lease.version + 1) return Promise.resolve(false);
    this.lease = next;
    return Promise.resolve(true);
  }

  readMemory(): Promise<Memory | null> {
    return Promise.resolve(this.memory);
  }

  async commit(
    holder: string,
    fence: number,
    memory: Memory,
    entries: readonly JournalEntry[],
  ): Promise<void> {
    await Promise.resolve();
    this.beforeCommit();
    if (!isHeldBy(this.lease, holder, fence)) throw new LeaseLost(`${holder} is not the holder`);
    this.memory = memory;
    this.entries.push(...entries);
  }
}

export class FakeQueue implements Queue {
  readonly workers = new Map<string, MasterWorker>();
  pending: QueueSnapshot["pending"][number][] = [];
  running: QueueSnapshot["running"][number][] = [];
  readonly calls: string[] = [];
  unreadable: string | null = null;
  reads = 0;
  readonly #wakes = new Set<(reason: string) => void>();

  constructor(private readonly clock: Clock) {}

  /** Sends an event to all who listen. */
  emit(): void {
    for (const wake of this.#wakes) wake("buildrequests new");
  }

  request(builder = "linux64"): void {
    this.pending.push({ requestId: this.pending.length + 1, builder, submittedAtMs: this.clock.nowMs() });
    this.emit();
  }

  read(): Promise<QueueSnapshot> {
    this.reads += 1;
    if (this.unreadable !== null) return Promise.reject(new Error(this.unreadable));
    const workers = [...this.workers.values()];
    const names = [...new Set(workers.flatMap((worker) => worker.builders))];
    return Promise.resolve({
      takenAtMs: this.clock.nowMs(),
      pending: [...this.pending],
      builders: names.map((name, index) => ({ builderId: index + 1, name })),
      workers,
      running: [...this.running],
      finished: [],
    });
  }

  pause(worker: string): Promise<void> {
    return this.#set(worker, true);
  }

  unpause(worker: string): Promise<void> {
    return this.#set(worker, false);
  }

  #set(name: string, paused: boolean): Promise<void> {
    this.calls.push(`${paused ? "pause" : "unpause"} ${name}`);
    const row = this.workers.get(name);
    if (row !== undefined) this.workers.set(name, { ...row, paused });
    return Promise.resolve();
  }

  listen(wake: (reason: string) => void, signal: AbortSignal): Promise<void> {
    this.#wakes.add(wake);
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        this.#wakes.delete(wake);
        resolve();
      });
    });
  }
}

export class FakeFleet implements Fleet {
  vms: Vm[] = [];
  readonly calls: string[] = [];
  readonly created: CreateVm[] = [];
  /** Call, e.g. `start i-1` → error code. */
  readonly refuses = new Map<string, string>();
  /** Called at each call: throw to crash in the middle of it. */
  onCall: (call: string) => void = () => undefined;

  constructor(private readonly clock: Clock) {}

  read() {
    return Promise.resolve({ takenAtMs: this.clock.nowMs(), vms: [...this.vms] });
  }

  start(ids: readonly string[]): Promise<readonly FleetOutcome[]> {
    return Promise.resolve(
      ids.map((id) => {
        const error = this.#call(`start ${id}`);
        if (error === null)
          this.#move(id, { state: "pending", launchedAtMs: this.clock.nowMs(), hibernated: false });
        return { name: "", instanceId: id, error };
      }),
    );
  }

  create(vms: readonly CreateVm[]): Promise<readonly FleetOutcome[]> {
    return Promise.resolve(
      vms.map((vm) => {
        const error = this.#call(`create ${vm.name}`);
        this.created.push(vm);
        return { name: vm.name, instanceId: error === null ? `i-${vm.name}` : null, error };
      }),
    );
  }

  async suspend(id: string): Promise<void> {
    await this.#single(`suspend ${id}`, id, { state: "stopping" });
  }

  async terminate(id: string): Promise<void> {
    await this.#single(`terminate ${id}`, id, { state: "shutting-down" });
  }

  tag(): Promise<void> {
    return Promise.resolve();
  }

  async #single(call: string, id: string, change: Partial<Vm>): Promise<void> {
    await Promise.resolve();
    const error = this.#call(call);
    if (error !== null) throw new FleetError(error, `${call} was refused`);
    this.#move(id, change);
  }

  #call(call: string): string | null {
    this.onCall(call);
    this.calls.push(call);
    return this.refuses.get(call) ?? null;
  }

  #move(id: string, change: Partial<Vm>): void {
    this.vms = this.vms.map((vm) => (vm.instanceId === id ? { ...vm, ...change } : vm));
  }
}

/** Ports of a small calm farm: one pool of three, all names known to the master, no VM. */
export function fakePorts(clock = new FakeClock(), store = new MemoryStore(), document = aDocument()) {
  const queue = new FakeQueue(clock);
  const fleet = new FakeFleet(clock);
  const lines: { event: string; fields: unknown }[] = [];
  for (const pool of document.pools) {
    for (const name of pool.workers) {
      const workerId = queue.workers.size + 1;
      const row = {
        workerId,
        name,
        connected: false,
        paused: false,
        graceful: false,
        builders: pool.builders,
      };
      queue.workers.set(name, row);
    }
  }
  return {
    clock,
    store,
    queue,
    fleet,
    lines,
    secrets: { read: () => Promise.resolve("test-key") },
    document: { read: () => Promise.resolve(document) },
    log: (event: string, fields: unknown = {}) => void lines.push({ event, fields }),
    codeVersion: "1",
  } satisfies TickPorts & { lines: unknown };
}

export function sleepingVm(name: string, change: Partial<Vm> = {}): Vm {
  return {
    instanceId: `i-${name}`,
    pool: "linux64",
    name,
    state: "stopped",
    launchedAtMs: NOW - 7_200_000,
    hibernated: true,
    launchTemplateVersion: "3",
    subnetId: "subnet-a",
    tags: {},
    ...change,
  };
}
