import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

export interface FunctionRunner {
  readonly url: string;
  stop(): Promise<void>;
}

/** Stands for the lab's function runner: every function answers with the event that it got. */
export async function startEchoingFunctions(): Promise<FunctionRunner> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const event = Buffer.concat(chunks).toString();
      if (event.includes('"fail"')) response.setHeader("X-Function-Error", "Unhandled");
      response.end(event);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
