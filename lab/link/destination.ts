import { type IncomingMessage, type ServerResponse } from "node:http";
import { type Routes } from "./routes";

/** Where a connection leads that a machine asks for. */
export type Destination =
  /** Into the build network: over the link, and subject to all that happens to it. `address` as it is counted, `host:port`. */
  | { readonly kind: "build-network"; readonly address: string; readonly port: number }
  /** Stays inside the VPC: no link is in its way. */
  | { readonly kind: "vpc"; readonly address: string; readonly port: number }
  /** 403: there is no way to it, or its name is not known. 502: it does not answer. */
  | { readonly kind: "refused"; readonly status: 403 | 502; readonly reason: string };

/** What a machine's network knows. */
export interface Surroundings {
  /** Where `host:port` is. @throws Error if that could not be found out */
  find(address: string): Promise<Destination>;
  /** A plain request, as for an object of S3. */
  answer(request: IncomingMessage, response: ServerResponse): void;
}

/** Surroundings without a VPC: the declared addresses of the build network, and nothing else. */
export function buildNetworkOnly(routes: Routes): Surroundings {
  return {
    find: (address) => Promise.resolve(inBuildNetwork(routes, address) ?? noRoute(address)),
    answer: (_request, response) => {
      response.writeHead(405, { allow: "CONNECT" }).end("The link carries CONNECT only.\n");
    },
  };
}

/** The declared address `host:port` of the build network; null: none is declared. */
export function inBuildNetwork(routes: Routes, address: string): Destination | null {
  const port = routes.get(address);
  return port === undefined ? null : { kind: "build-network", address, port };
}

export const noRoute = (address: string): Destination => ({
  kind: "refused",
  status: 403,
  reason: `No route to ${address}.`,
});
