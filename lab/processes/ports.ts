import { createServer, type Server } from "node:net";

/**
 * Finds that many different free ports of 127.0.0.1. All are held open until the last is found, so that none comes
 * twice; another program may still take one before it is used, and the caller then sees EADDRINUSE.
 */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(createServer())));
  const ports = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** Port of a listening TCP server. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The server does not listen on a TCP port.");
  return address.port;
}

/** Starts to listen on 127.0.0.1; port 0 takes a free one. */
export function listen<S extends Server>(server: S, port = 0): Promise<S> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", fail);
      done(server);
    });
  });
}
