import { request } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { listen, portOf } from "../processes/ports";

/**
 * A loopback port that leads to one address through a machine's own network, for programs that open plain TCP connections and know of no
 * proxy (nginx). What happens to the machine's link happens to them.
 */
export class Forwarder {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** @param entryPort the machine's CONNECT entry */
  static async open(address: string, entryPort: number): Promise<Forwarder> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    await listen(server);
    const forwarder = new Forwarder(server, portOf(server));
    server.on("connection", (socket) => {
      forwarder.lead(socket, address, entryPort);
    });
    return forwarder;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.resetAndDestroy();
    await new Promise((done) => this.server.close(done));
  }

  private lead(socket: Socket, address: string, entryPort: number): void {
    this.keep(socket);
    const asking = request({
      ...{ host: "127.0.0.1", port: entryPort, method: "CONNECT", path: address },
      // The connection is the program's own: it is not kept for another.
      agent: false,
    });
    // A refusal, or a link that is cut: the program sees a connection that is reset.
    const fail = () => {
      socket.resetAndDestroy();
    };
    const abandon = () => {
      asking.destroy();
    };
    socket.once("close", abandon);
    asking.on("error", fail);
    asking.on("response", (answer) => {
      answer.resume();
      fail();
    });
    asking.on("connect", (answer, tunnel: Socket, head: Buffer) => {
      this.keep(tunnel);
      socket.off("close", abandon);
      if (answer.statusCode !== 200 || socket.destroyed) {
        tunnel.destroy();
        fail();
        return;
      }
      socket.write(head);
      join(socket, tunnel);
    });
    asking.end();
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => this.sockets.delete(socket));
  }
}

/** Hands on both ways; an end is passed on as an end, a reset as a reset. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on("close", () => {
      if (!from.readableEnded) to.resetAndDestroy();
    });
  }
}
