import { randomUUID } from "node:crypto";
import { listProcesses } from "../processes/registry";
import { stopProcess } from "../processes/stop";
import { acceptEvent, type AsyncEvent, nextDueInMs, settle, takeDue, type TryOutcome } from "./asyncEvents";
import { type DeployedFunction, type DeployedSchedule, fetchDeployed, functionNameOf } from "./deployed";
import { environmentPrefix, FunctionHost, Throttled } from "./functionHost";
import { type FunctionPlatform } from "./platform";
import { advance, type Timetable } from "./schedules";

interface Entry {
  readonly host: FunctionHost;
  queue: readonly AsyncEvent[];
  timer: NodeJS.Timeout | undefined;
}

/** Runs what is deployed: functions on request and by schedule, with Lambda's concurrency, time-outs and retries. */
export class FunctionRunner {
  private readonly entries = new Map<string, Entry>();
  private timetable: Timetable = new Map();
  private readonly refusedSchedules = new Set<string>();
  private looking: Promise<void> | null = null;

  constructor(
    private readonly platform: FunctionPlatform,
    private readonly log: (line: string) => void,
  ) {}

  /** Ends the environments of an earlier runner that did not end them itself. */
  async clear(): Promise<void> {
    const { directory } = this.platform;
    const left = listProcesses(directory).filter(({ name }) => name.startsWith(environmentPrefix));
    await Promise.all(left.map((record) => stopProcess(directory, record, { graceSeconds: 0 })));
  }

  /**
   * Looks at what is deployed and at which schedules are due. Calls that come while one is under way share it.
   * @throws Error if the emulator does not answer
   */
  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  /** The function of that name, looked up at the emulator first: it may have been deployed or changed a moment ago. */
  async find(name: string): Promise<FunctionHost | null> {
    // One look may have begun before the change: wait for it, then look anew.
    await this.looking?.catch(() => undefined);
    await this.look();
    return this.entries.get(name)?.host ?? null;
  }

  /** Takes an event into a function's queue; it is tried at once. Answers its request id, or null: no such function. */
  enqueue(name: string, payload: string): string | null {
    const entry = this.entries.get(name);
    if (entry === undefined) return null;
    const event = acceptEvent(randomUUID(), payload, Date.now());
    entry.queue = [...entry.queue, event];
    this.pump(entry);
    return event.requestId;
  }

  state(): readonly { name: string; revision: string | number; running: number; queued: number }[] {
    return [...this.entries.values()].map(({ host, queue }) => ({
      name: host.description.name,
      revision: host.description.revision,
      running: host.concurrency,
      queued: queue.length,
    }));
  }

  /** Ends everything that runs. */
  async end(): Promise<void> {
    await Promise.all([...this.entries.keys()].map((name) => this.remove(name)));
  }

  private async lookOnce(): Promise<void> {
    const { functions, schedules } = await fetchDeployed(this.platform.emulatorUrl);
    const names = new Set(functions.map((deployed) => deployed.name));
    await Promise.all([
      ...[...this.entries.keys()].filter((name) => !names.has(name)).map((name) => this.remove(name)),
      ...functions.map((deployed) => this.admit(deployed)),
    ]);
    const { due, timetable } = advance(this.timetable, schedules, Date.now(), (schedule, reason) => {
      this.refuse(schedule, reason);
    });
    this.timetable = timetable;
    for (const schedule of due) this.fire(schedule);
  }

  private async admit(deployed: DeployedFunction): Promise<void> {
    const known = this.entries.get(deployed.name);
    if (known !== undefined) return known.host.update(deployed);
    this.entries.set(deployed.name, {
      host: new FunctionHost(this.platform, deployed),
      queue: [],
      timer: undefined,
    });
  }

  private async remove(name: string): Promise<void> {
    const entry = this.entries.get(name);
    if (entry === undefined) return;
    this.entries.delete(name);
    clearTimeout(entry.timer);
    entry.queue = [];
    await entry.host.delete();
  }

  private fire(schedule: DeployedSchedule): void {
    const name = functionNameOf(schedule.targetArn);
    if (name === null || this.enqueue(name, schedule.input ?? "{}") === null) {
      this.log(`Schedule ${schedule.name}: there is no function ${schedule.targetArn}.`);
    }
  }

  private refuse(schedule: DeployedSchedule, reason: Error): void {
    const key = `${schedule.group}/${schedule.name} ${schedule.expression}`;
    if (this.refusedSchedules.has(key)) return;
    this.refusedSchedules.add(key);
    this.log(`Schedule ${schedule.name} is not run: ${reason.message}`);
  }

  /** Tries what is due; comes back when the next is. */
  private pump(entry: Entry): void {
    const { due, rest } = takeDue(entry.queue, Date.now());
    entry.queue = rest;
    for (const event of due) void this.attempt(entry, event);
    this.wakeForNext(entry);
  }

  private async attempt(entry: Entry, event: AsyncEvent): Promise<void> {
    const { host } = entry;
    const outcome = await host.invoke(event.payload, event.requestId).then<TryOutcome, TryOutcome>(
      (result) => (result.functionError === null ? "succeeded" : "failed"),
      (error: unknown) => (error instanceof Throttled ? "throttled" : "failed"),
    );
    const fate = settle(event, outcome, host.description, Date.now());
    if (fate.kind === "dropped") this.log(`${host.description.name} ${event.requestId}: ${fate.reason}`);
    if (fate.kind !== "again" || this.entries.get(host.description.name) !== entry) return;
    entry.queue = [...entry.queue, fate.event];
    this.wakeForNext(entry);
  }

  private wakeForNext(entry: Entry): void {
    clearTimeout(entry.timer);
    const waitMs = nextDueInMs(entry.queue, Date.now());
    if (waitMs === null) return;
    entry.timer = setTimeout(() => {
      this.pump(entry);
    }, waitMs);
  }
}
