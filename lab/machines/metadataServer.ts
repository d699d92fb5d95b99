import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { listen } from "../processes/ports";
import { type MetadataSource, MetadataService } from "./metadata";

/** Serves one VM's metadata on a free port of 127.0.0.1, in place of 169.254.169.254. */
export function serveMetadata(source: () => MetadataSource): Promise<Server> {
  const service = new MetadataService(source, () => randomBytes(40).toString("base64url"));
  const server = createServer((request, response) => {
    request.resume();
    const path = (request.url ?? "").split("?")[0] ?? "";
    const { method = "GET", headers } = request;
    const answer = service.answer({ method, path, headers }, Date.now());
    response.writeHead(answer.status, { server: "EC2ws", ...answer.headers }).end(answer.body);
  });
  return listen(server);
}
