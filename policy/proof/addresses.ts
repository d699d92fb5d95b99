import { resolverAddresses, resolverZone } from "../network/build/gateways/resolver";
import { zones } from "../network/build/parts";
import { type Network, type Zone } from "../network/network";
import { parsePrefix, PrefixSet, prefixText } from "../prefixes";
import { UnusableInput } from "../sources/unusableInput";
import { type Named, type Surroundings } from "./named";

/** The zone of an address that several have: the first of these, then others. */
const zoneOrder: readonly Zone[] = [zones.buildNetwork, "foreign/", "service/", zones.internet, "resolver"];

/** An address as a block of one; undefined if the text is none. */
export function blockOf(text: string): string | undefined {
  const prefix = parsePrefix(`${text}/32`);
  const whole = prefix?.family === 4 ? prefix : parsePrefix(`${text}/128`);
  return whole === undefined ? undefined : prefixText(whole);
}

/** An address or block of a part, as a block. */
export function asBlock(text: string): string {
  return blockOf(text) ?? text;
}

/** Answered on the machine's own host, past groups and routes. Source: EC2 guide, "Access instance metadata". */
const linkLocal = PrefixSet.of("169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128");

/**
 * Who has an address.
 * @param near as of `named`
 * @throws UnusableInput if it is none, if several have it, or nobody whom packets reach
 */
export function ofAddress(text: string, view: Surroundings, near: ReadonlySet<string>): Named {
  const address = blockOf(text);
  if (address === undefined)
    throw new UnusableInput(`'${text}' is no IP address, e.g. 10.20.0.1 or fd00::1.`);
  const { interfaces, subnets } = view.layout;
  const having = interfaces.filter(
    (part) => part.isExact && part.addresses.some((each) => asBlock(each) === address),
  );
  const exact = preferred(having, [
    ({ subnet }) => near.has(subnet.vpc.key),
    ({ subnet }) => subnet.vpc.zone === zones.inside,
  ]);
  if (exact.length > 1) {
    const names = exact.map(({ name, key }) => `${name} (${key})`).join(", ");
    throw new UnusableInput(
      `${text} is an address of ${exact.length} interfaces: ${names}. Ask for one by its id.`,
    );
  }
  if (exact.length > 0) return { kind: "interfaces", interfaces: exact, address };
  const outside = interfaces.filter((part) =>
    part.publicAddresses.some(([, open]) => asBlock(open) === address),
  );
  if (outside.length > 0) return { kind: "public", interfaces: outside, address };
  const one = PrefixSet.of(address);
  const isResolver = view.layout.vpcs.some((vpc) => resolverAddresses(vpc).includes(address));
  if (isResolver) return { kind: "zones", zones: [resolverZone], address };
  if (linkLocal.contains(one))
    throw new UnusableInput(
      `${text} is a link-local address, which a machine's own host answers (instance metadata, time): no group and no route filters it.`,
    );
  const has = (blocks: readonly string[]): boolean => PrefixSet.of(...blocks.map(asBlock)).contains(one);
  const may = interfaces.filter((part) => !part.isExact && has(part.addresses));
  if (may.length > 0) {
    const doubt = `which of its subnet's addresses it has`;
    return { kind: "interfaces", interfaces: may, address, doubt };
  }
  const subnet = subnets.find(({ vpc, blocks }) => vpc.zone === zones.inside && has(blocks));
  if (subnet !== undefined) return { kind: "subnet", subnet, address };
  const found = zonesWith(one, view.network);
  if (found.length > 0) return { kind: "zones", zones: found, address };
  throw new UnusableInput(`${text} is in no subnet and in no zone of this network.`);
}

/** The items for which a wish holds, the first that any fulfils; all if none does. */
function preferred<T>(items: readonly T[], wishes: readonly ((item: T) => boolean)[]): readonly T[] {
  for (const wish of wishes) {
    const found = items.filter(wish);
    if (found.length > 0) return found;
  }
  return items;
}

/** Zones that send from such addresses; of several the likeliest. */
function zonesWith(address: PrefixSet, network: Network): readonly Zone[] {
  const having = new Set(
    network.starts
      .filter(({ packets }) => packets.some(({ source = [] }) => PrefixSet.of(...source).contains(address)))
      .map(({ zone }) => zone)
      .filter((zone) => zone !== zones.inside),
  );
  for (const wanted of zoneOrder) {
    const found = [...having].filter((zone) =>
      wanted.endsWith("/") ? zone.startsWith(wanted) : zone === wanted,
    );
    if (found.length > 0) return found;
  }
  return [...having];
}
