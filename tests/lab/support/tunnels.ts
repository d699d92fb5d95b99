import { createServer, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { listen, portOf } from "../../../lab/processes/ports";
import { passToStorage } from "../../../lab/vpc/storage";

/** A VM's way out: tunnels to the names it knows and to nothing else, and a gateway endpoint for S3. */
export class Tunnels {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  /**
   * @param ports `host:port` → loopback port; another name, or a port that nobody listens on, is 502
   * @param region where AWS is, and the endpoint by which requests for S3 get there
   */
  static async start(
    ports: Readonly<Record<string, number>>,
    region: { readonly url: string; readonly endpointId: string },
  ): Promise<Tunnels> {
    const tunnels = new Tunnels(
      createServer((request, response) => {
        passToStorage(region.url, region.endpointId, request, response);
      }),
    );
    tunnels.server.on("connect", (request, client: Socket) => {
      const to = connect(ports[request.url ?? ""] ?? 1, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        client.pipe(to).pipe(client);
      });
      to.on("error", () => client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
      client.on("error", () => to.destroy());
      for (const socket of [client, to]) tunnels.sockets.add(socket);
    });
    await listen(tunnels.server);
    return tunnels;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}`;
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}
