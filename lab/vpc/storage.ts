import { request as send, type IncomingMessage, type ServerResponse } from "node:http";

/** Header by which the emulator learns through which endpoint a request came: `aws:SourceVpce` of the bucket policies. */
const SOURCE_ENDPOINT = "x-lab-source-vpce";

/**
 * Passes a request for S3 on, as a gateway endpoint does.
 * @param endpointId null: the subnet's route table has no such endpoint, so nothing answers for S3 there
 */
export function passToStorage(
  emulatorUrl: string,
  endpointId: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (endpointId === null) {
    response
      .writeHead(403, { "content-type": "text/plain" })
      .end("No route to S3: this subnet's route table holds no S3 gateway endpoint.\n");
    return;
  }
  const { host } = new URL(emulatorUrl);
  const headers = { ...request.headers, host, [SOURCE_ENDPOINT]: endpointId };
  const onward = send(`${emulatorUrl}${request.url ?? "/"}`, { method: request.method ?? "GET", headers });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", (error) => {
    if (response.headersSent) response.destroy();
    else
      response
        .writeHead(502, { "content-type": "text/plain" })
        .end(`S3 does not answer: ${error.message}.\n`);
  });
  response.on("close", () => {
    onward.destroy();
  });
  request.pipe(onward);
}
