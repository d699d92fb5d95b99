import { ALL, type LinkCommand, type LinkMode } from "./conditions";
import { type Surroundings } from "./destination";
import { LinkPort, type LinkPortState } from "./linkPort";

/**
 * The lab's stand-in for the VPN: the only way from machines and functions into the build network. One HTTP CONNECT
 * entry for each machine and one for the functions, so that each path can be delayed, cut or silenced alone.
 */
export class Link {
  private readonly ports = new Map<string, LinkPort>();
  /** What a command for all has set, for entries that open later. */
  private usual: { mode: LinkMode; delayMs: number } = { mode: "open", delayMs: 0 };

  /** Opens an entry for a machine; port 0 takes a free one. @throws Error if it has one already */
  async open(machine: string, surroundings: Surroundings, port = 0): Promise<LinkPort> {
    if (this.ports.has(machine)) throw new Error(`${machine} already has an entry into the link.`);
    const linkPort = await LinkPort.open(machine, surroundings, port);
    linkPort.set(this.usual.mode, this.usual.delayMs);
    this.ports.set(machine, linkPort);
    return linkPort;
  }

  /**
   * The machine is no more. Where its path is silent, nobody tells the build network: those connections stay until the
   * path carries again.
   */
  async close(machine: string): Promise<void> {
    const port = this.ports.get(machine);
    if (port === undefined) return;
    port.dropMachine();
    if (port.keepsSecrets()) {
      void port.stopListening();
      return;
    }
    this.ports.delete(machine);
    await port.close();
  }

  /** Ends all entries and all connections. */
  async closeAll(): Promise<void> {
    const all = [...this.ports.values()];
    this.ports.clear();
    await Promise.all(all.map((port) => port.close()));
  }

  /** @throws Error if no such machine has an entry */
  apply({ machine, mode, delayMs }: LinkCommand): void {
    if (machine === ALL) {
      this.usual = { mode, delayMs };
      for (const port of this.ports.values()) port.set(mode, delayMs);
      return;
    }
    const port = this.ports.get(machine);
    if (port === undefined) {
      const known = [ALL, ...this.ports.keys()].join(", ");
      throw new Error(`"machine" ${machine} has no entry into the link now; there are: ${known}.`);
    }
    port.set(mode, delayMs);
  }

  state(): readonly LinkPortState[] {
    return [...this.ports.values()].map((port) => port.state());
  }
}
