import { type Server } from "node:http";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Link } from "../link/link";
import { type LinkPort } from "../link/linkPort";
import { closeControl } from "../control";
import { freezeProcess, thawProcess } from "../processes/freeze";
import { portOf } from "../processes/ports";
import { isAlive } from "../processes/registry";
import { startProcess } from "../processes/start";
import { stopProcess } from "../processes/stop";
import { type LabProcess } from "../state";
import { type VpcNetwork } from "../vpc/vpcNetwork";
import { type Board, type ImageSurroundings, type MachineImage } from "./image";
import { type LabInstance } from "./instance";
import { serveMetadata } from "./metadataServer";
import { MirrorImage } from "./mirrorImage";
import { type MachineAction, type MachineView, type Power } from "./reconcile";
import { roleOf } from "./userData";
import { WorkerImage } from "./workerImage";

/** How long a VM's operating system waits for its processes when it is shut down, before it kills them. */
const SHUTDOWN_SECONDS = 5;

/** What every machine of a lab has in common. */
export interface Hardware extends ImageSurroundings {
  readonly link: Link;
  readonly network: VpcNetwork;
}

/** What `GET /machines` tells of a machine. `off`: without power, or what ran on it has ended by itself. */
export interface MachineState {
  readonly instanceId: string;
  readonly name: string;
  readonly phase: "booting" | "running" | "frozen" | "off";
  readonly pid: number | null;
  readonly linkPort: number | null;
}

export const processNameOf = (instanceId: string): string => `machine-${instanceId}`;

/** A VM of the lab: a worker's or a mirror's process with its home, its metadata service and its network. */
export class Machine {
  private power: Power = "off";
  private startedForMs: number | null = null;
  private process: LabProcess | null = null;
  private metadata: Server | null = null;
  private entry: LinkPort | null = null;
  private readonly image: MachineImage;

  constructor(
    private readonly hardware: Hardware,
    private instance: LabInstance,
  ) {
    const role = roleOf(Buffer.from(instance.userData, "base64"));
    this.image = role === "mirror" ? new MirrorImage(hardware) : new WorkerImage(hardware);
  }

  /** The instance's latest description; its tags are what the metadata service answers from then on. */
  update(instance: LabInstance): void {
    this.instance = instance;
  }

  view(): MachineView {
    return { power: this.power, startedForMs: this.startedForMs, hasBooted: this.image.hasBooted() };
  }

  state(): MachineState {
    const isUp = this.process !== null && isAlive(this.process);
    return {
      instanceId: this.instance.id,
      name: this.instance.name,
      phase: !isUp || this.power === "off" ? "off" : this.runningPhase(),
      pid: isUp ? (this.process?.pid ?? null) : null,
      linkPort: this.entry?.state().port ?? null,
    };
  }

  async perform(action: MachineAction): Promise<void> {
    switch (action) {
      case "none":
        return;
      case "boot":
        return this.boot();
      case "reboot":
        await this.shutDown();
        return this.boot();
      case "power-off":
        return this.shutDown();
      case "freeze":
        return this.freeze();
      case "thaw":
        this.thaw();
        return;
      case "destroy":
        return this.destroy();
    }
  }

  /**
   * Ends all and closes all; the home stays. A VM that is shut down or terminated ends its processes, so the kernel closes
   * their connections and the build network sees them end. One that sleeps is killed without ever waking, and the build
   * network is not told: to it, that VM is silent still.
   */
  async end(): Promise<void> {
    await this.powerOff();
    await this.image.close();
    this.hardware.listeners.remove(this.instance.id);
    await this.hardware.link.close(this.instance.id);
    if (this.metadata !== null) await closeControl(this.metadata);
    this.entry = null;
    this.metadata = null;
  }

  /** Sends what its mirror has logged; a worker has nothing to send. */
  async shipLogs(): Promise<void> {
    const board = this.board();
    if (board !== null && this.power === "on" && this.image instanceof MirrorImage)
      await this.image.ship(board);
  }

  private async boot(): Promise<void> {
    const { directory, link, network } = this.hardware;
    const { id, launchedAtMs } = this.instance;
    this.power = "on";
    this.startedForMs = launchedAtMs;
    this.metadata ??= await serveMetadata(() => this.metadataSource());
    this.entry ??= await link.open(id, network.ofInstance(id));
    this.entry.thaw();
    await mkdir(join(this.home(), "tmp"), { recursive: true, mode: 0o700 });
    const board = this.board();
    if (board === null) return;
    const { record } = await startProcess({
      directory,
      name: processNameOf(id),
      ...(await this.image.boot(board)),
      workingDirectory: this.home(),
    });
    this.process = record;
  }

  private board(): Board | null {
    if (this.metadata === null || this.entry === null) return null;
    return {
      instanceId: this.instance.id,
      home: this.home(),
      metadataUrl: `http://127.0.0.1:${portOf(this.metadata)}`,
      entry: this.entry,
    };
  }

  /** In order, as an operating system does it. */
  private async shutDown(): Promise<void> {
    const wasOn = this.power === "on";
    await this.powerOff();
    const board = this.board();
    if (wasOn && board !== null) await this.image.afterShutdown(board);
  }

  private async powerOff(): Promise<void> {
    const graceSeconds = this.power === "frozen" ? 0 : SHUTDOWN_SECONDS;
    if (this.process !== null) await stopProcess(this.hardware.directory, this.process, { graceSeconds });
    this.power = "off";
    this.process = null;
    this.entry?.dropMachine();
  }

  private async freeze(): Promise<void> {
    this.power = "frozen";
    this.entry?.freeze();
    if (this.process !== null) await freezeProcess(this.hardware.directory, this.process);
  }

  private thaw(): void {
    this.power = "on";
    this.startedForMs = this.instance.launchedAtMs;
    this.entry?.thaw();
    if (this.process !== null) thawProcess(this.hardware.directory, this.process);
  }

  private async destroy(): Promise<void> {
    await this.shutDown();
    await this.end();
    this.hardware.network.forget(this.instance.id);
    await rm(this.home(), { recursive: true, force: true });
  }

  private home(): string {
    return join(this.hardware.directory, "machines", this.instance.id);
  }

  private runningPhase(): "booting" | "running" | "frozen" {
    if (this.power === "frozen") return "frozen";
    return this.image.hasBooted() ? "running" : "booting";
  }

  private metadataSource() {
    const { id, privateIp, userData, tags, instanceMetadataTags } = this.instance;
    return {
      instanceId: id,
      privateIp,
      region: this.hardware.region,
      userData: Buffer.from(userData, "base64"),
      tags: instanceMetadataTags === "disabled" ? null : tags,
    };
  }
}
