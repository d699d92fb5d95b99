import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { listen, portOf } from "../processes/ports";
import { type LinkMode } from "./conditions";
import { type Destination, type Surroundings } from "./destination";
import { type FlowPath } from "./flow";
import { LinkCounters, type LinkCounts } from "./linkCounters";
import { Tunnel } from "./tunnel";

/** One machine's (or the functions') path into the build network, as `GET /link` answers it. */
export interface LinkPortState extends LinkCounts {
  readonly machine: string;
  readonly port: number;
  readonly mode: LinkMode;
  readonly delayMs: number;
  /** The machine hibernates: its path is silent whatever the mode. */
  readonly frozen: boolean;
}

/**
 * A machine's network: an HTTP CONNECT entry (RFC 9110, 9.3.6). Its owner reaches the build network's declared addresses over the link,
 * and what is inside its VPC without it. Any other destination is refused with 403 and counted.
 */
export class LinkPort implements FlowPath {
  private mode: LinkMode = "open";
  private delay = 0;
  private frozen = false;
  private readonly counters = new LinkCounters();
  private readonly sockets = new Set<Socket>();
  /** Each with the path that it takes. */
  private readonly tunnels = new Map<Tunnel, FlowPath>();
  /** Requests that came while their path was silent: answered once it carries again. */
  private readonly waiting = new Map<Socket, { readonly path: FlowPath; readonly act: () => void }>();
  /** The way inside the VPC: it knows no delay, and is silent only while the machine itself is. */
  private readonly inside: FlowPath = { isHeld: () => this.frozen, delayMs: () => 0 };

  private constructor(
    readonly machine: string,
    private readonly surroundings: Surroundings,
    private readonly server: Server,
    private readonly port: number,
  ) {
    server.on("connection", (socket) => {
      this.accept(socket);
    });
    server.on("connect", (request, socket: Socket, head: Buffer) => {
      void this.lead(request, socket, head);
    });
    server.on("request", (request, response) => {
      surroundings.answer(request, response);
    });
  }

  /** Opens an entry on 127.0.0.1; port 0 takes a free one. */
  static async open(machine: string, surroundings: Surroundings, port = 0): Promise<LinkPort> {
    const server = createServer();
    // A tunnel may be silent for as long as it likes.
    server.timeout = 0;
    await listen(server, port);
    return new LinkPort(machine, surroundings, server, portOf(server));
  }

  isHeld(): boolean {
    return this.frozen || this.mode === "black-hole";
  }

  delayMs(): number {
    return this.delay;
  }

  state(): LinkPortState {
    return {
      machine: this.machine,
      port: this.port,
      mode: this.mode,
      delayMs: this.delay,
      frozen: this.frozen,
      ...this.counters.counts(),
    };
  }

  set(mode: LinkMode, delayMs: number): void {
    this.mode = mode;
    this.delay = delayMs;
    if (mode === "cut") this.cut();
    this.update();
  }

  /** The machine sleeps: its connections stay as they are, silent, and nobody tells their other end. */
  freeze(): void {
    this.frozen = true;
    this.update();
  }

  /**
   * The machine is awake again. Its old connections are reset on both sides, as by a firewall on the way that has long
   * forgotten them: the worker learns that it must connect anew, and the master that the old connection is none.
   */
  thaw(): void {
    this.resetAll();
    this.frozen = false;
    this.update();
  }

  /**
   * The machine has lost its power: its side of every connection is gone. The network is told so only where the path
   * carries; one that is silent keeps the secret until it carries again.
   */
  dropMachine(): void {
    for (const tunnel of this.tunnels.keys()) tunnel.dropMachine();
  }

  /** There are connections whose machine is gone and whose other end does not know. */
  keepsSecrets(): boolean {
    return this.isHeld() && [...this.tunnels.values()].includes(this);
  }

  /** Takes no more connections. */
  async stopListening(): Promise<void> {
    await new Promise((done) => this.server.close(done));
  }

  /** Ends every connection at once, on both sides. */
  resetAll(): void {
    for (const tunnel of this.tunnels.keys()) tunnel.reset();
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Resets what is left, stops to listen. */
  async close(): Promise<void> {
    this.resetAll();
    await this.stopListening();
  }

  private accept(socket: Socket): void {
    socket.on("error", () => undefined);
    this.sockets.add(socket);
    socket.on("close", () => {
      this.sockets.delete(socket);
      this.waiting.delete(socket);
    });
  }

  private cut(): void {
    for (const [tunnel, path] of this.tunnels) if (path === this) tunnel.reset();
    for (const [socket, { path }] of this.waiting) if (path === this) socket.resetAndDestroy();
  }

  private async lead(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    const asked = request.url ?? "";
    const destination = await this.surroundings.find(asked).catch((error: unknown): Destination => ({
      kind: "refused",
      status: 502,
      reason: `Where ${asked} is could not be found out: ${error instanceof Error ? error.message : String(error)}.`,
    }));
    if (socket.destroyed) return;
    if (destination.kind === "refused") {
      this.counters.refused(asked);
      refuse(socket, destination.status, destination.reason);
      return;
    }
    const path = destination.kind === "vpc" ? this.inside : this;
    if (path === this && this.mode === "cut") {
      socket.resetAndDestroy();
      return;
    }
    this.whenCarrying(path, socket, () => {
      this.open(destination.address, destination.port, path, socket, head);
    });
  }

  private whenCarrying(path: FlowPath, socket: Socket, act: () => void): void {
    if (path.isHeld()) this.waiting.set(socket, { path, act });
    else act();
  }

  private open(address: string, port: number, path: FlowPath, socket: Socket, head: Buffer): void {
    const upstream = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
    const fail = (error: Error) => {
      refuse(socket, 502, `${address} does not answer: ${error.message}.`);
    };
    upstream.once("error", fail);
    upstream.once("connect", () => {
      upstream.off("error", fail);
      this.sockets.add(upstream);
      upstream.on("close", () => this.sockets.delete(upstream));
      if (socket.destroyed) {
        upstream.on("error", () => undefined);
        upstream.resetAndDestroy();
        return;
      }
      this.join(address, path, socket, upstream, head);
    });
  }

  private join(address: string, path: FlowPath, socket: Socket, upstream: Socket, head: Buffer): void {
    const count = this.counters.opened(path === this ? "build-network" : "vpc", address);
    const tunnel = new Tunnel(socket, upstream, path, count, () => {
      this.tunnels.delete(tunnel);
      count.closed();
    });
    this.tunnels.set(tunnel, path);
    socket.setNoDelay(true);
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length > 0) tunnel.pushFromMachine(head);
    tunnel.update();
  }

  private update(): void {
    for (const tunnel of this.tunnels.keys()) tunnel.update();
    for (const [socket, { path, act }] of [...this.waiting]) {
      if (path.isHeld()) continue;
      this.waiting.delete(socket);
      act();
    }
  }
}

const PHRASES = { 403: "Forbidden", 502: "Bad Gateway" } as const;

function refuse(socket: Socket, status: keyof typeof PHRASES, reason: string): void {
  const body = `${reason}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${PHRASES[status]}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
}
