import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { listen } from "./processes/ports";

/** Largest request body that is taken: AWS Lambda's synchronous payload is 6 MB (Lambda quotas). */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

export interface ControlRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ControlAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body: unknown;
}

/** Serves a lab process's HTTP interface on 127.0.0.1. A handler's exception answers 500 and goes to the log. */
export async function serveControl(
  port: number,
  handle: (request: ControlRequest) => Promise<ControlAnswer> | ControlAnswer,
): Promise<Server> {
  const server = createServer((request, response) => {
    readBody(request)
      .then((body) => handle(toControlRequest(request, body)))
      .catch((error: unknown) => {
        console.error(error);
        return { status: 500, body: { error: String(error) } };
      })
      .then((answer) => {
        send(response, answer);
      })
      .catch(console.error);
  });
  return listen(server, port);
}

/** Stops to listen and ends what is open. */
export async function closeControl(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  server.closeAllConnections();
  await closed;
}

function toControlRequest(request: IncomingMessage, body: string): ControlRequest {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  return { method: request.method ?? "GET", path, headers: request.headers, body };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`A body of more than ${MAX_BODY_BYTES} bytes is not taken.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, { status, headers = {}, body }: ControlAnswer): void {
  const isText = typeof body === "string";
  const type = isText ? "text/plain" : "application/json";
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
