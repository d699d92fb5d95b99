import { type Answer } from "./origin";

export const big = Buffer.alloc(4 * 1024 * 1024, "overflow ");
export const ranged = Buffer.alloc(64 * 1024, "range ");

/** Closed until it is opened, once. */
export class Gate {
  open: () => void = () => undefined;
  readonly promise = new Promise<void>((done) => {
    this.open = done;
  });
}

/** What the origin of the mirror's tests answers, by path; `/packages/big` once the gate is open. */
export function pages(gate: Gate): Readonly<Record<string, Answer>> {
  return {
    "/packages/big": async (_, response) => {
      await gate.promise;
      response.end(big);
    },
    "/packages/ranged": (_, response) => response.end(ranged),
    "/packages/private": (_, response) => response.writeHead(200, { "cache-control": "private" }).end("mine"),
    "/simple/": (request, response) => {
      const headers = { etag: '"1"', "cache-control": "max-age=31536000" };
      if (request.headers["if-none-match"] === '"1"') response.writeHead(304, headers).end();
      else response.writeHead(200, headers).end("index ".repeat(1000));
    },
    "/echo": (request, response) => response.end(JSON.stringify(request.headers)),
    "/cookie": (_, response) => response.writeHead(200, { "set-cookie": "session=hush" }).end("page"),
    "/steer": (_, response) => response.writeHead(200, { "x-accel-redirect": "/simple/" }).end("steered"),
    "/moved": (_, response) => response.writeHead(302, { location: "https://other.example.org/x?y" }).end(),
    "/away": (_, response) => response.writeHead(302, { location: "https://elsewhere.example/x" }).end(),
    "/broken": (_, response) => response.writeHead(503).end(),
    "/closed": (_, response) => response.writeHead(403).end(),
  };
}
