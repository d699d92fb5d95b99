import { type Server } from "node:http";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Link } from "../link/link";
import { type LinkPort } from "../link/linkPort";
import { closeControl } from "../control";
import { freezeProcess, thawProcess } from "../processes/freeze";
import { portOf } from "../processes/ports";
import { isAlive } from "../processes/registry";
import { startProcess } from "../processes/start";
import { stopProcess } from "../processes/stop";
import { type LabProcess } from "../state";
import { type LabInstance } from "./instance";
import { serveMetadata } from "./metadataServer";
import { type MachineAction, type MachineView, type Power } from "./reconcile";

/** How long a VM's operating system waits for its processes when it is shut down, before it kills them. */
const SHUTDOWN_SECONDS = 5;

/** What every machine of a lab has in common. */
export interface Hardware {
  /** The lab's folder. */
  readonly directory: string;
  readonly region: string;
  readonly python: string;
  /** Path of the image's bootstrap. */
  readonly bootstrap: string;
  readonly link: Link;
}

/** What `GET /machines` tells of a machine. `off`: without power, or its worker has ended by itself. */
export interface MachineState {
  readonly instanceId: string;
  readonly name: string;
  readonly phase: "booting" | "running" | "frozen" | "off";
  readonly pid: number | null;
  readonly linkPort: number | null;
}

export const processNameOf = (instanceId: string): string => `machine-${instanceId}`;

/** A VM of the lab: a worker's process with its home, its metadata service and its entry into the link. */
export class Machine {
  private power: Power = "off";
  private startedForMs: number | null = null;
  private process: LabProcess | null = null;
  private metadata: Server | null = null;
  private entry: LinkPort | null = null;
  private connectionsBeforeBoot = 0;

  constructor(
    private readonly hardware: Hardware,
    private instance: LabInstance,
  ) {}

  /** The instance's latest description; its tags are what the metadata service answers from then on. */
  update(instance: LabInstance): void {
    this.instance = instance;
  }

  view(): MachineView {
    return { power: this.power, startedForMs: this.startedForMs, hasBooted: this.hasBooted() };
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
        await this.powerOff();
        return this.boot();
      case "power-off":
        return this.powerOff();
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
    await this.hardware.link.close(this.instance.id);
    if (this.metadata !== null) await closeControl(this.metadata);
    this.entry = null;
    this.metadata = null;
  }

  private async boot(): Promise<void> {
    const { directory, python, bootstrap, link } = this.hardware;
    const { id, launchedAtMs } = this.instance;
    this.power = "on";
    this.startedForMs = launchedAtMs;
    this.metadata ??= await serveMetadata(() => this.metadataSource());
    this.entry ??= await link.open(id);
    this.entry.thaw();
    this.connectionsBeforeBoot = this.connections();
    await mkdir(join(this.home(), "tmp"), { recursive: true, mode: 0o700 });
    const { record } = await startProcess({
      directory,
      name: processNameOf(id),
      command: [
        ...[python, bootstrap, "--metadata", `http://127.0.0.1:${portOf(this.metadata)}`],
        ...["--home", this.home(), "--proxy", `127.0.0.1:${this.entry.state().port}`],
      ],
      environment: {
        PATH: `${dirname(python)}:/usr/local/bin:/usr/bin:/bin`,
        HOME: this.home(),
        TMPDIR: join(this.home(), "tmp"),
        LANG: "C.UTF-8",
        PYTHONUNBUFFERED: "1",
      },
      workingDirectory: this.home(),
    });
    this.process = record;
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
    await this.end();
    await rm(this.home(), { recursive: true, force: true });
  }

  private home(): string {
    return join(this.hardware.directory, "machines", this.instance.id);
  }

  private runningPhase(): "booting" | "running" | "frozen" {
    if (this.power === "frozen") return "frozen";
    return this.hasBooted() ? "running" : "booting";
  }

  private hasBooted(): boolean {
    return this.connections() > this.connectionsBeforeBoot;
  }

  /** Connections into the build network that this machine has ever had. */
  private connections(): number {
    const destinations = this.entry?.state().destinations ?? [];
    return destinations.reduce((sum, destination) => sum + destination.connections, 0);
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
