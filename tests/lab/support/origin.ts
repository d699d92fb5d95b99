import { once } from "node:events";
import { createServer, type Server } from "node:https";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { listen, portOf } from "../../../lab/processes/ports";
import { type Certificate } from "../../../lab/certificates/issue";

/** What the origin was asked. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** An https origin that answers by path and remembers what it was asked. */
export class Origin {
  readonly asked: Asked[] = [];
  private server: Server;

  private constructor(
    certificate: Certificate,
    private readonly answers: Readonly<Record<string, Answer>>,
  ) {
    this.server = createServer(
      { key: certificate.privateKey, cert: certificate.certificate },
      (request, response) => {
        const path = request.url ?? "";
        this.asked.push({ path, headers: request.headers });
        const answer = this.answers[path.split("?")[0] ?? ""];
        if (answer === undefined) response.writeHead(404).end("no such page\n");
        else answer(request, response);
      },
    );
  }

  static async start(certificate: Certificate, answers: Readonly<Record<string, Answer>>): Promise<Origin> {
    const origin = new Origin(certificate, answers);
    await listen(origin.server);
    return origin;
  }

  get port(): number {
    return portOf(this.server);
  }

  /** How often a path was asked for. */
  count(path: string): number {
    return this.asked.filter((asked) => asked.path === path).length;
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
