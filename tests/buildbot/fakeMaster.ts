import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** The rows that a small master answers; a test changes what it is about. */
export function collections(): Record<string, unknown[]> {
  return {
    masters: [{ active: true }],
    builders: [
      { builderid: 1, name: "linux64-opt", masterids: [1] },
      { builderid: 2, name: "release-sign", masterids: [1] },
      { builderid: 3, name: "gone", masterids: [] },
    ],
    workers: [
      {
        workerid: 1,
        name: "ih-1",
        connected_to: [{ masterid: 1 }],
        configured_on: [
          { builderid: 2, masterid: 1 },
          { builderid: 1, masterid: 1 },
        ],
        paused: false,
        pause_reason: null,
        graceful: false,
      },
      {
        workerid: 2,
        name: "bld-1",
        connected_to: [],
        configured_on: [],
        paused: true,
        pause_reason: "idle",
        graceful: false,
      },
    ],
    buildrequests: [
      { buildrequestid: 8, builderid: 1, submitted_at: 200, complete: false, claimed: false },
      { buildrequestid: 7, builderid: 1, submitted_at: 100, complete: false, claimed: false },
    ],
    running: [{ buildid: 5, builderid: 2, workerid: 1, started_at: 150, complete: false }],
    finished: [{ buildid: 4, builderid: 3, workerid: 2, complete_at: 140 }],
  };
}

/** A fake master on a free port of the loopback; it records every request line. */
export class FakeMaster {
  readonly requests: string[] = [];
  rows = collections();
  /** Called before the usual answer; returns true if it has answered. */
  intercept: (request: IncomingMessage, response: ServerResponse, body: string) => boolean = () => false;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (chunk: string) => (body += chunk));
      request.on("end", () => {
        this.#answer(request, response, body);
      });
    });
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    // An HTTP proxy too: CONNECT to anywhere leads to this server itself.
    this.#server.on("connect", (request: IncomingMessage, client: Socket) => {
      this.requests.push(`CONNECT ${request.url ?? ""}`);
      const upstream = connect(this.port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on("error", () => client.destroy());
      client.on("error", () => upstream.destroy());
    });
  }

  static async start(): Promise<FakeMaster> {
    const fake = new FakeMaster();
    fake.#server.listen(0, "127.0.0.1");
    await once(fake.#server, "listening");
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Paths asked for, below the data API, without their arguments. */
  get paths(): string[] {
    return this.requests.map((line) => line.replace(/^\S+ (\/api\/v2\/)?/, "").replace(/\?.*/, ""));
  }

  /** Cuts every connection, as a restart would. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const url = request.url ?? "";
    this.requests.push(`${request.method ?? ""} ${url}`);
    if (this.intercept(request, response, body)) return;
    const { pathname, searchParams } = new URL(url, this.url);
    const collection = pathname.split("/").at(-1) ?? "";
    const rows =
      collection === "builds"
        ? this.rows[searchParams.has("complete_at__gt") ? "finished" : "running"]
        : this.rows[collection];
    const limit = Number(searchParams.get("limit") ?? "1000000");
    send(response, rows === undefined ? 404 : 200, { [collection]: rows?.slice(0, limit), meta: {} });
  }
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
