import { type StackFacts } from "../../../policy/facts/resource";
import { address } from "./addresses";
import { type Packet } from "./packet";
import { text } from "./read";
import { best, type Route } from "./tables";
import { type Link, type World } from "./world";

/** A private virtual interface of Direct Connect at a virtual private gateway: whoever is behind it announces what he likes. */
export interface Direct {
  readonly id: string;
  readonly gateway: string;
}

export function readDirects(stack: StackFacts): Direct[] {
  return stack
    .ofType("aws:directconnect/privateVirtualInterface:PrivateVirtualInterface")
    .map(({ props }) => ({ id: text(props, "id")!, gateway: text(props, "vpnGatewayId")! }));
}

export const zoneOfDirect = ({ id }: Direct): string => `foreign/direct-connect-${id}`;

/** Where a connection leads: the build network's devices, or somebody else's. Undefined devices: all are the build network's. */
export const isHome = ({ device }: Link, devices: readonly string[] | undefined): boolean =>
  devices === undefined || (device !== undefined && devices.map(address).includes(address(device)));

/** A way out of a virtual private gateway: a connection, or Direct Connect. */
export type Spoke = Link | Direct;
export const isDirect = (spoke: Spoke): spoke is Direct => !("customer" in spoke);

/**
 * The ways of a virtual private gateway for a packet: those whose side announces anything, and the longest static routes. VPN guide, "AWS VPN CloudHub":
 * what came by one spoke may leave by another; the build network's devices are one network, and need no gateway between them.
 * @param from the spoke that it came by; undefined: the VPC sends it
 */
export function spokesFor(
  { links, directs }: World,
  gateway: string,
  packet: Packet,
  devices: readonly string[] | undefined,
  from?: Spoke,
): { readonly announced: readonly Spoke[]; readonly fixed: readonly Link[] } {
  const isOpen = (spoke: Spoke) => {
    if (spoke.gateway !== gateway || spoke === from) return false;
    const both = [spoke, ...(from === undefined ? [] : [from])];
    return from === undefined || !both.every((one) => !isDirect(one) && isHome(one, devices));
  };
  const own = links.filter(isOpen);
  const routes = own.flatMap((link) =>
    link.routes.map((block): Route => ({ block, target: { kind: "object", id: link.id }, isStatic: false })),
  );
  const ids = best(routes, packet.destination).map(({ target }) => ("id" in target ? target.id : ""));
  return {
    announced: [...directs.filter(isOpen), ...own.filter(({ isStatic }) => !isStatic)],
    fixed: own.filter(({ id }) => ids.includes(id)),
  };
}

/** Zones of networks that nobody declared, behind a virtual private gateway or at a transit gateway. */
export function foreignZones({ links, directs }: World, devices: readonly string[] | undefined): string[] {
  const others = links.filter((link) => !isHome(link, devices)).map(({ customer }) => `foreign/${customer}`);
  return [...new Set([...others, ...directs.map(zoneOfDirect)])];
}

/** By what a zone beyond gateways sends. */
export function spokesOf(
  { links, directs }: World,
  zone: string,
  devices: readonly string[] | undefined,
): readonly Spoke[] {
  if (zone === "build-network" || zone === "beyond-the-link")
    return links.filter((link) => isHome(link, devices));
  const theirs = links.filter((link) => !isHome(link, devices) && zone === `foreign/${link.customer}`);
  return [...theirs, ...directs.filter((each) => zone === zoneOfDirect(each))];
}
