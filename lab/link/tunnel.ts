import { type Socket } from "node:net";
import { Flow, type FlowPath } from "./flow";

/** Bytes of one destination, seen from the machine. */
export interface TunnelCount {
  sent(bytes: number): void;
  received(bytes: number): void;
}

/** A connection from a machine through the link to the build network, once CONNECT was granted. */
export class Tunnel {
  private readonly flows: readonly Flow[];
  private hasLostSide = false;
  private openSides = 2;

  constructor(
    private readonly machineSide: Socket,
    private readonly networkSide: Socket,
    private readonly path: FlowPath,
    count: TunnelCount,
    private readonly onClosed: (tunnel: Tunnel) => void,
  ) {
    this.flows = [
      new Flow(machineSide, networkSide, path, (bytes) => {
        count.sent(bytes);
      }),
      new Flow(networkSide, machineSide, path, (bytes) => {
        count.received(bytes);
      }),
    ];
    for (const [side, other] of [
      [machineSide, networkSide],
      [networkSide, machineSide],
    ] as const) {
      // An error is followed by "close", where it is dealt with.
      side.on("error", () => undefined);
      side.on("close", () => {
        this.sideClosed(side, other);
      });
    }
  }

  /** Bytes that the machine sent right behind its CONNECT. */
  pushFromMachine(bytes: Buffer): void {
    this.flows[0]?.push(bytes);
  }

  /** To be called when the path has changed. */
  update(): void {
    if (this.hasLostSide && !this.path.isHeld()) this.reset();
    else for (const flow of this.flows) flow.pump();
  }

  /** Ends the connection at once, with a TCP reset to both sides. */
  reset(): void {
    for (const flow of this.flows) flow.stop();
    this.machineSide.resetAndDestroy();
    this.networkSide.resetAndDestroy();
  }

  /** The machine's side is gone; the network's side follows as soon as the path carries. */
  dropMachine(): void {
    this.machineSide.resetAndDestroy();
  }

  private sideClosed(side: Socket, other: Socket): void {
    this.openSides -= 1;
    if (this.openSides === 0) {
      for (const flow of this.flows) flow.stop();
      this.onClosed(this);
      return;
    }
    if (other.destroyed) return;
    // Closed after an orderly end of both directions: what is still queued for the other side goes out first.
    if (side.readableEnded && side.writableFinished) return;
    this.hasLostSide = true;
    if (!this.path.isHeld()) this.reset();
  }
}
