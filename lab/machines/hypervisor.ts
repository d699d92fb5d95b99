import { setTimeout as sleep } from "node:timers/promises";
import { listProcesses } from "../processes/registry";
import { stopProcess } from "../processes/stop";
import { fetchInstances, type LabInstance } from "./instance";
import { type Hardware, Machine, type MachineState, processNameOf } from "./machine";
import { reconcile } from "./reconcile";

/** Longest wait of one poll at the emulator. */
const POLL_SECONDS = 20;
/** Before the next try after the emulator did not answer. Machines go on meanwhile, as VMs do when the API is down. */
const RETRY_MS = 500;

interface Slot {
  readonly machine: Machine;
  /** Actions on one machine follow one another; those on different machines do not wait. */
  work: Promise<void>;
}

/** Keeps a machine for every instance of the emulator, in the power state that EC2 says. */
export class Hypervisor {
  private readonly slots = new Map<string, Slot>();

  constructor(private readonly hardware: Hardware) {}

  /** Ends the machines of an earlier hypervisor that did not end them itself: their link and metadata went with it. */
  async clear(): Promise<void> {
    const { directory } = this.hardware;
    const left = listProcesses(directory).filter(({ name }) => name.startsWith(processNameOf("")));
    await Promise.all(left.map((record) => stopProcess(directory, record, { graceSeconds: 0 })));
  }

  /** Follows the emulator until `signal` aborts. */
  async follow(emulatorUrl: string, signal: AbortSignal): Promise<void> {
    let revision = -1;
    const isOver = () => signal.aborted;
    while (!isOver()) {
      try {
        const answer = await fetchInstances(emulatorUrl, revision, POLL_SECONDS, signal);
        revision = answer.revision;
        this.apply(answer.instances);
      } catch (error) {
        if (isOver()) return;
        this.hardware.log(`The emulator does not answer: ${describe(error)}`);
        // One that was started anew counts from the beginning again.
        revision = -1;
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Takes in a whole look at all instances. */
  apply(instances: readonly LabInstance[]): void {
    const byId = new Map(instances.map((instance) => [instance.id, instance]));
    for (const instance of instances) if (!this.slots.has(instance.id)) this.admit(instance);
    for (const [id, slot] of this.slots) this.enqueue(id, slot, byId.get(id));
  }

  state(): readonly MachineState[] {
    return [...this.slots.values()].map(({ machine }) => machine.state());
  }

  /** Resolves when every action asked for so far is done. */
  async settled(): Promise<void> {
    await Promise.all([...this.slots.values()].map((slot) => slot.work));
  }

  /** Every mirror sends what it has logged. */
  async shipLogs(): Promise<void> {
    await Promise.all([...this.slots.values()].map(({ machine }) => machine.shipLogs()));
  }

  /** Ends all machines; homes stay. */
  async end(): Promise<void> {
    await this.settled();
    await Promise.all([...this.slots.values()].map(({ machine }) => machine.end()));
    this.slots.clear();
  }

  private admit(instance: LabInstance): void {
    if (reconcile({ power: "off", startedForMs: null, hasBooted: false }, instance) === "destroy") return;
    this.slots.set(instance.id, { machine: new Machine(this.hardware, instance), work: Promise.resolve() });
  }

  private enqueue(id: string, slot: Slot, instance: LabInstance | undefined): void {
    slot.work = slot.work.then(async () => {
      if (instance !== undefined) slot.machine.update(instance);
      const action = reconcile(slot.machine.view(), instance);
      if (action === "none") return;
      this.hardware.log(`${id} ${instance?.name ?? ""} ${instance?.state ?? "gone"}: ${action}`);
      try {
        await slot.machine.perform(action);
      } catch (error) {
        this.hardware.log(`${id}: ${action} failed: ${describe(error)}`);
      }
      if (action === "destroy") this.slots.delete(id);
    });
  }
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
