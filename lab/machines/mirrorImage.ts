import { statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findFreePorts } from "../processes/ports";
import { type Board, type BootProgram, type ImageSurroundings, type MachineImage } from "./image";
import { Forwarder } from "./forwarder";
import { Heartbeat } from "./heartbeat";
import { shipLogs } from "./shipLogs";
import { commonEnvironment } from "./workerImage";

/** Ports that a mirror's configuration listens on: TLS, plain, heartbeat (images/mirror). */
const PORTS = [443, 80, 8081] as const;
const HEARTBEAT_PORT = 8081;
/** Between two looks at the access log. On a VM a timer sends it every few minutes; the lab's clock runs fast. */
const SHIP_EVERY_MS = 10_000;

/** A mirror: the image's bootstrap becomes nginx. */
export class MirrorImage implements MachineImage {
  private ports: ReadonlyMap<number, number> | null = null;
  private forwarders: readonly { readonly address: string; readonly forwarder: Forwarder }[] = [];
  private heartbeat: Heartbeat | null = null;
  private timer: NodeJS.Timeout | undefined;
  /** The sender moves the log away: two at once would be in each other's way. */
  private shipping: Promise<void> = Promise.resolve();

  constructor(private readonly surroundings: ImageSurroundings) {}

  async boot(board: Board): Promise<BootProgram> {
    const { files, listeners, addresses, emulatorUrl, log } = this.surroundings;
    const { python, mirror, nginx } = files;
    const { home, instanceId, metadataUrl, entry } = board;
    await this.stopWatching();
    this.ports ??= await loopbackPorts();
    if (this.forwarders.length === 0) {
      const entryPort = entry.state().port;
      this.forwarders = await Promise.all(
        addresses.map(async (address) => ({ address, forwarder: await Forwarder.open(address, entryPort) })),
      );
    }
    listeners.set(instanceId, this.ports);
    const map = join(home, "address-map.json");
    await writeFile(map, JSON.stringify(this.addressMap(this.ports), null, 2));

    const heartbeatUrl = `http://127.0.0.1:${this.ports.get(HEARTBEAT_PORT) ?? 0}/heartbeat`;
    this.heartbeat = new Heartbeat(instanceId, heartbeatUrl, emulatorUrl, log);
    this.timer = setInterval(() => {
      if (hasLines(home)) void this.ship(board);
    }, SHIP_EVERY_MS);
    return {
      command: [
        ...[python, join(mirror, "bootstrap.py"), "--metadata", metadataUrl, "--home", home],
        ...["--nginx", nginx, "--address-map", map],
      ],
      environment: this.environment(home),
    };
  }

  hasBooted(): boolean {
    return this.heartbeat?.hasBeenHealthy() === true;
  }

  /** Sends what the access log holds to the bucket. Failures go to the log: the lines stay, and the next time sends them. */
  ship({ home, instanceId }: Pick<Board, "home" | "instanceId">): Promise<void> {
    const { directory, files, log } = this.surroundings;
    this.shipping = this.shipping
      .then(() =>
        shipLogs({
          ...{ directory, instanceId, home, environment: this.environment(home) },
          command: [files.python, join(files.mirror, "ship_logs.py"), "--home", home],
        }),
      )
      .catch((error: unknown) => {
        log(`${instanceId}: its log was not sent: ${error instanceof Error ? error.message : String(error)}`);
      });
    return this.shipping;
  }

  async afterShutdown(board: Board): Promise<void> {
    await this.stopWatching();
    if (hasLines(board.home)) await this.ship(board);
  }

  async close(): Promise<void> {
    await this.stopWatching();
    await Promise.all(this.forwarders.map(({ forwarder }) => forwarder.close()));
    this.forwarders = [];
  }

  private async stopWatching(): Promise<void> {
    clearInterval(this.timer);
    await this.heartbeat?.stop();
    this.heartbeat = null;
    await this.shipping;
  }

  /** Every address that a mirror's configuration may name, and what plays it here. */
  private addressMap(ports: ReadonlyMap<number, number>): Record<string, string> {
    const own = [...ports].map(([port, loopback]) => [`0.0.0.0:${port}`, `127.0.0.1:${loopback}`] as const);
    const far = this.forwarders.map(
      ({ address, forwarder }) => [address, `127.0.0.1:${forwarder.port}`] as const,
    );
    return Object.fromEntries([...own, ...far]);
  }

  private environment(home: string): Record<string, string> {
    const { emulatorUrl, files, region } = this.surroundings;
    return {
      ...commonEnvironment(files.python, home),
      AWS_ENDPOINT_URL: emulatorUrl,
      AWS_DEFAULT_REGION: region,
      // Stands for the instance profile's credentials.
      AWS_ACCESS_KEY_ID: "lab-mirror",
      AWS_SECRET_ACCESS_KEY: "lab",
    };
  }
}

async function loopbackPorts(): Promise<ReadonlyMap<number, number>> {
  const free = await findFreePorts(PORTS.length);
  return new Map(PORTS.map((port, index) => [port, free[index] ?? 0]));
}

function hasLines(home: string): boolean {
  return (statSync(join(home, "logs", "access.jsonl"), { throwIfNoEntry: false })?.size ?? 0) > 0;
}
