/** The checker's own arithmetic of sets of packets: what the prover gets wrong must not be repeated here. */

/** A set of numbers: sorted, disjoint, inclusive on both ends. */
export type Spans = readonly (readonly [first: bigint, last: bigint])[];
/** A set of packets: the product of one set of numbers for each dimension. Destination first: there most boxes differ. */
export type Box = Readonly<Record<(typeof dimensions)[number], Spans>>;
export const dimensions = [
  ...(["destination", "source", "protocols", "sourcePorts", "destinationPorts", "senders", "state"] as const),
];

/** Addresses are one line of numbers: IPv4 first, then IPv6. */
export const firstV6 = 1n << 32n;
export const isNew: Spans = [[0n, 0n]];
export const isReply: Spans = [[1n, 1n]];
const ports: Spans = [[0n, 65535n]];
const addresses: Spans = [[0n, firstV6 + (1n << 128n) - 1n]];
/** ICMP and ICMPv6. */
const icmp: Spans = [1n, 58n].map((protocol) => [protocol, protocol]);
export const anything: Box = {
  ...{ destination: addresses, source: addresses, protocols: [[0n, 255n]] },
  ...{ sourcePorts: ports, destinationPorts: ports, senders: [[0n, 1n << 64n]], state: [[0n, 1n]] },
};

/** Sorts and joins. */
export function spansOf(spans: Spans): Spans {
  const joined: [bigint, bigint][] = [];
  for (const [first, last] of [...spans].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    const end = joined.at(-1);
    if (end === undefined || first > end[1] + 1n) joined.push([first, last]);
    else if (last > end[1]) end[1] = last;
  }
  return joined;
}

export function meetSpans(a: Spans, b: Spans): Spans {
  if (a === b) return a;
  const met: [bigint, bigint][] = [];
  for (let i = 0, j = 0; ;) {
    const [one, other] = [a[i], b[j]];
    if (one === undefined || other === undefined) return met;
    const first = one[0] > other[0] ? one[0] : other[0];
    const last = one[1] < other[1] ? one[1] : other[1];
    if (first <= last) met.push([first, last]);
    if (one[1] < other[1]) i += 1;
    else j += 1;
  }
}

function minusSpans(spans: Spans, holes: Spans): Spans {
  return spans.flatMap(([first, last]) => {
    const edges = [first - 1n, ...meetSpans([[first, last]], holes).flat(), last + 1n];
    const gaps = edges.flatMap((edge, at) =>
      at % 2 === 0 ? [[edge + 1n, (edges[at + 1] ?? edge) - 1n] as const] : [],
    );
    return gaps.filter(([from, to]) => from <= to);
  });
}

export function meet(a: Box, b: Box): Box {
  return Object.fromEntries(dimensions.map((key) => [key, meetSpans(a[key], b[key])])) as Box;
}

export function doMeet(a: Box, b: Box): boolean {
  return dimensions.every((key) => meetSpans(a[key], b[key]).length > 0);
}

/** What of a box is not in another, as disjoint boxes: outside in one dimension, inside in those before it. */
export function minus(box: Box, hole: Box): readonly Box[] {
  if (!doMeet(box, hole)) return [box];
  const parts: Box[] = [];
  let rest = box;
  for (const key of dimensions) {
    const outside = minusSpans(rest[key], hole[key]);
    if (outside.length > 0) parts.push({ ...rest, [key]: outside });
    rest = { ...rest, [key]: meetSpans(rest[key], hole[key]) };
  }
  return parts;
}

/** True if every packet of a box is in one of the others. */
export function isCovered(box: Box, others: readonly Box[]): boolean {
  const all = doMeet(box, box) ? [box] : [];
  return (
    others.reduce<readonly Box[]>((left, other) => left.flatMap((part) => minus(part, other)), all).length ===
    0
  );
}

/** Answers to the packets of a box; what answers ICMP has a type and a code of its own. */
export function turned(box: Box): readonly Box[] {
  const back = { ...box, source: box.destination, destination: box.source, state: isReply };
  const swapped = { sourcePorts: box.destinationPorts, destinationPorts: box.sourcePorts };
  return [
    { ...back, protocols: meetSpans(box.protocols, icmp), sourcePorts: ports, destinationPorts: ports },
    { ...back, protocols: minusSpans(box.protocols, icmp), ...swapped },
  ];
}
