import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { listen, portOf } from "../processes/ports";
import { type LinkMode } from "./conditions";
import { type FlowPath } from "./flow";
import { LinkCounters, type LinkCounts } from "./linkCounters";
import { type Routes } from "./routes";
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
 * An HTTP CONNECT entry (RFC 9110, 9.3.6) of the link. Its owner reaches the build network's declared addresses through
 * it and nothing else: any other destination is refused with 403 and counted.
 */
export class LinkPort implements FlowPath {
  private mode: LinkMode = "open";
  private delay = 0;
  private frozen = false;
  private readonly counters = new LinkCounters();
  private readonly sockets = new Set<Socket>();
  private readonly tunnels = new Set<Tunnel>();
  /** Requests that came while the path was silent: answered once it carries again. */
  private readonly waiting = new Set<() => void>();

  private constructor(
    readonly machine: string,
    private readonly routes: Routes,
    private readonly server: Server,
    private readonly port: number,
  ) {
    server.on("connection", (socket) => {
      this.accept(socket);
    });
    server.on("connect", (request, socket: Socket, head: Buffer) => {
      this.whenCarrying(socket, () => {
        this.open(request, socket, head);
      });
    });
    server.on("request", (_request, response) => {
      response.writeHead(405, { allow: "CONNECT" }).end("The link carries CONNECT only.\n");
    });
  }

  /** Opens an entry on 127.0.0.1; port 0 takes a free one. */
  static async open(machine: string, routes: Routes, port = 0): Promise<LinkPort> {
    const server = createServer();
    // A tunnel may be silent for as long as it likes.
    server.timeout = 0;
    await listen(server, port);
    return new LinkPort(machine, routes, server, portOf(server));
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
    if (mode === "cut") this.resetAll();
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
    for (const tunnel of this.tunnels) tunnel.dropMachine();
  }

  /** There are connections whose machine is gone and whose other end does not know. */
  keepsSecrets(): boolean {
    return this.isHeld() && this.tunnels.size > 0;
  }

  /** Takes no more connections. */
  async stopListening(): Promise<void> {
    await new Promise((done) => this.server.close(done));
  }

  /** Ends every connection at once, on both sides. */
  resetAll(): void {
    for (const tunnel of this.tunnels) tunnel.reset();
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Resets what is left, stops to listen. */
  async close(): Promise<void> {
    this.resetAll();
    await this.stopListening();
  }

  private accept(socket: Socket): void {
    socket.on("error", () => undefined);
    if (this.mode === "cut") {
      socket.resetAndDestroy();
      return;
    }
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
  }

  private whenCarrying(socket: Socket, act: () => void): void {
    if (!this.isHeld()) {
      act();
      return;
    }
    const wait = () => {
      if (!socket.destroyed) act();
    };
    this.waiting.add(wait);
    socket.on("close", () => this.waiting.delete(wait));
  }

  private open(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const address = request.url ?? "";
    const port = this.routes.get(address);
    if (port === undefined) {
      this.counters.refused(address);
      refuse(socket, 403, "Forbidden", `No route to ${address}.`);
      return;
    }
    const upstream = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
    const fail = (error: Error) => {
      refuse(socket, 502, "Bad Gateway", `${address} does not answer: ${error.message}.`);
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
      this.join(address, socket, upstream, head);
    });
  }

  private join(address: string, socket: Socket, upstream: Socket, head: Buffer): void {
    const count = this.counters.opened(address);
    const tunnel = new Tunnel(socket, upstream, this, count, () => {
      this.tunnels.delete(tunnel);
      count.closed();
    });
    this.tunnels.add(tunnel);
    socket.setNoDelay(true);
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length > 0) tunnel.pushFromMachine(head);
    tunnel.update();
  }

  private update(): void {
    for (const tunnel of this.tunnels) tunnel.update();
    if (this.isHeld()) return;
    for (const act of [...this.waiting]) {
      this.waiting.delete(act);
      act();
    }
  }
}

function refuse(socket: Socket, status: number, phrase: string, reason: string): void {
  const body = `${reason}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
}
