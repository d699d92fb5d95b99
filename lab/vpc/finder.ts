import { isIP } from "node:net";
import { type Destination, inBuildNetwork, noRoute } from "../link/destination";
import { type Routes } from "../link/routes";
import { type Behind, type Target } from "./balancers";
import { type NameAnswer } from "./names";

/** What is asked of the region to find where a name leads. */
export interface Directory {
  /** What the build network's own name servers know: name → address. */
  readonly buildNetworkNames: Readonly<Record<string, string>>;
  lookUp(name: string): Promise<NameAnswer>;
  targetsBehind(dnsName: string, port: number): Promise<Behind>;
  /** The loopback port that plays a target; null: the machine is not up. */
  portOf(target: Target): number | null;
  /** A number below `count`: which of several to take. */
  choose(count: number): number;
}

/**
 * Where `host:port` leads from inside a VPC: a declared address of the build network is over the link; a name is asked of the VPC's
 * resolver, which leads into the build network or, by an alias, to a target of a load balancer. Nothing else leads anywhere.
 */
export async function findDestination(
  address: string,
  routes: Routes,
  directory: Directory,
): Promise<Destination> {
  const known = inBuildNetwork(routes, address);
  if (known !== null) return known;
  const [, host = "", port = ""] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
  if (host === "" || isIP(host.replace(/^\[|\]$/g, "")) !== 0) return noRoute(address);

  const name = host.toLowerCase();
  const answer = await directory.lookUp(name);
  switch (answer.kind) {
    case "nothing":
      return refused(403, answer.reason);
    case "forwarded": {
      const known = directory.buildNetworkNames[name];
      return known === undefined
        ? refused(403, `The build network's name servers do not know ${name}.`)
        : atAddresses(name, [known], port, routes);
    }
    case "addresses":
      return atAddresses(name, answer.addresses, port, routes);
    case "balancer":
      return viaBalancer(address, answer.dnsName, Number(port), directory);
  }
}

function atAddresses(name: string, addresses: readonly string[], port: string, routes: Routes): Destination {
  const reached = addresses
    .map((each) => inBuildNetwork(routes, `${each}:${port}`))
    .find((at) => at !== null);
  return reached ?? refused(403, `${name} is ${addresses.join(", ")}. No route to port ${port} there.`);
}

async function viaBalancer(
  address: string,
  dnsName: string,
  port: number,
  directory: Directory,
): Promise<Destination> {
  const behind = await directory.targetsBehind(dnsName, port);
  if (behind.kind === "none") return refused(502, behind.reason);
  const target = behind.targets[directory.choose(behind.targets.length)];
  const loopback = target === undefined ? null : directory.portOf(target);
  if (loopback === null) return refused(502, `${target?.instanceId ?? address} does not answer.`);
  return { kind: "vpc", address, port: loopback };
}

const refused = (status: 403 | 502, reason: string): Destination => ({ kind: "refused", status, reason });
