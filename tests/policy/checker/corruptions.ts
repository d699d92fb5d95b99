import { type Match } from "../../../policy/network/network";
import { type Certificate, type ReachedNode, type ZoneCertificate } from "../../../policy/proof/verdict";

export interface Corruption {
  readonly change: string;
  readonly result: Certificate;
}

const without = <T>(list: readonly T[], place: number): T[] => list.filter((_, other) => other !== place);
const at = <T>(list: readonly T[], place: number, item: T): T[] =>
  list.map((old, other) => (other === place ? item : old));

/** Half of a block; nothing of a single address. */
function halves(block: string): string[][] {
  const [address = "", length = ""] = block.split("/");
  return Number(length) === (address.includes(":") ? 128 : 32)
    ? [[]]
    : [[`${address}/${Number(length) + 1}`]];
}

/** Sets that are smaller by something: a block, half a block, one end of a range, a sender, a state. */
function smaller(match: Match): { readonly change: string; readonly match: Match }[] {
  const blocks = (["source", "destination"] as const).flatMap((field) =>
    (match[field] ?? []).flatMap((block, place) =>
      [[], ...halves(block)].map((rest) => ({
        change: `${field} ${block}`,
        match: { ...match, [field]: [...without(match[field]!, place), ...rest] },
      })),
    ),
  );
  const ranges = (["protocols", "sourcePorts", "destinationPorts"] as const).flatMap((field) => {
    const all = match[field] ?? [[0, field === "protocols" ? 255 : 65535] as const];
    return all.flatMap(([first, last], place) =>
      [[first + 1, last] as const, [first, last - 1] as const].map(([from, to]) => ({
        change: `${field} ${first}-${last}`,
        match: { ...match, [field]: from > to ? without(all, place) : at(all, place, [from, to] as const) },
      })),
    );
  });
  const senders = (match.senders ?? []).map((sender, place) => ({
    change: `sender ${sender}`,
    match: { ...match, senders: without(match.senders!, place) },
  }));
  const states =
    match.state === "new"
      ? (["reply"] as const)
      : match.state === "reply"
        ? (["new"] as const)
        : (["new", "reply"] as const);
  return [
    ...blocks,
    ...ranges,
    ...senders,
    ...states.map((state) => ({ change: `state ${state}`, match: { ...match, state } })),
  ];
}

/** A certificate with one thing less, in every way there is. */
export function corruptionsOf(certificate: Certificate): readonly Corruption[] {
  const { zones } = certificate;
  return zones.flatMap((zone, z) => {
    const put = (reached: readonly ReachedNode[]): Certificate => ({
      ...certificate,
      zones: at<ZoneCertificate>(zones, z, { ...zone, reached }),
    });
    const inSets = zone.reached.flatMap(({ node, packets }, n) => {
      const putSets = (sets: readonly Match[]) =>
        put(at<ReachedNode>(zone.reached, n, { node, packets: sets }));
      const name = `${zone.from} at ${node}`;
      return [
        { change: `${name}: no such node`, result: put(without(zone.reached, n)) },
        ...packets.flatMap((match, p) => [
          { change: `${name}: set ${p} dropped`, result: putSets(without(packets, p)) },
          ...smaller(match).map(({ change, match: less }) => ({
            change: `${name}: ${change}`,
            result: putSets(at(packets, p, less)),
          })),
        ]),
      ];
    });
    return [
      { change: `${zone.from} dropped`, result: { ...certificate, zones: without(zones, z) } },
      ...inSets,
    ];
  });
}
