import { type MachineView } from "./frame";
import { type MasterView, type RunningRow, type WorkerRow } from "./masterView";
import { type Attach, isCloud } from "./record";

/** An instance as the emulator's control interface tells it. */
export interface InstanceRow {
  readonly id: string;
  readonly state: string;
  readonly name: string;
}

interface Tagged {
  readonly tags: Readonly<Record<string, string>>;
}

/** One look at the world. */
export interface Look {
  readonly atMs: number;
  readonly instances: readonly InstanceRow[];
  readonly workers: readonly WorkerRow[];
  readonly running: readonly RunningRow[];
  readonly builders: ReadonlyMap<number, string>;
  readonly pending: Readonly<Record<string, number>>;
  readonly complete: number;
}

/** Remembers what single looks do not tell: when workers attached, and which VM bears which name. */
export class Observer {
  readonly attaches: Attach[] = [];
  readonly workerOf = new Map<string, string>();
  private connected = new Set<string>();
  private latest: Look | null = null;

  constructor(
    private readonly master: MasterView,
    private readonly emulatorUrl: string,
  ) {}

  get last(): Look | null {
    return this.latest;
  }

  async look(): Promise<Look> {
    const [instances, workers, running, builders, pending, complete] = await Promise.all([
      this.instances(),
      this.master.workers(),
      this.master.running(),
      this.master.builders(),
      this.master.pendingByBuilder(),
      this.master.completeCount(),
    ]);
    const look = { atMs: Date.now(), instances, workers, running, builders, pending, complete };
    this.remember(look);
    this.latest = look;
    return look;
  }

  private async instances(): Promise<readonly InstanceRow[]> {
    const answer = await fetch(`${this.emulatorUrl}/lab/instances`, { signal: AbortSignal.timeout(20_000) });
    const { instances } = (await answer.json()) as { instances: (InstanceRow & Tagged)[] };
    // Mirrors are none of the scaler's: they do not sleep.
    return instances.filter(({ tags }) => tags["overflow:managed-by"] === "scaler");
  }

  private remember({ atMs, instances, workers }: Look): void {
    for (const { id, name } of instances) this.workerOf.set(id, name);
    const asleep = new Set(instances.filter(({ state }) => state !== "running").map(({ name }) => name));
    const now = new Set(
      workers.filter((w) => w.connected_to.length > 0 && !asleep.has(w.name)).map(({ name }) => name),
    );
    for (const name of now)
      if (isCloud(name) && !this.connected.has(name)) this.attaches.push({ worker: name, atMs });
    this.connected = now;
  }
}

/** How a worker's row in the live view reads. Pure. */
export function machineView(name: string, look: Look): MachineView {
  const worker = look.workers.find((w) => w.name === name);
  const build = look.running.find(({ workerid }) => workerid === worker?.workerid);
  const building = build === undefined ? "" : (look.builders.get(build.builderid) ?? "");
  const isConnected = (worker?.connected_to.length ?? 0) > 0;
  const show = (state: MachineView["state"]): MachineView => ({ name, state, building });
  if (!isCloud(name)) return show(!isConnected ? "absent" : building === "" ? "idle" : "building");
  // A name may have had several VMs; the one that is not gone counts.
  const instances = look.instances.filter((instance) => instance.name === name);
  const state = (instances.find((i) => i.state !== "terminated") ?? instances[0])?.state;
  switch (state) {
    case undefined:
      return show("absent");
    case "pending":
      return show("waking");
    case "running":
      if (!isConnected) return show("waking");
      if (building !== "") return show("building");
      return show(worker?.paused === true ? "draining" : "idle");
    case "stopping":
      return show("falling asleep");
    case "stopped":
      return show("asleep");
    default:
      return show("gone");
  }
}
