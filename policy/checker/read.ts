import { anything, type Box, firstV6, isNew, isReply, meetSpans, type Spans, spansOf, turned } from "./boxes";

/** What is read of a network, a contract and a certificate. Whatever is not as it must be is refused: `Malformed`. */
export interface Step {
  readonly match: Box;
  readonly to: string | null;
  readonly take: string;
  readonly change: (box: Box) => readonly Box[];
  readonly where: string;
}
export interface Node {
  readonly zone: string | undefined;
  readonly steps: readonly Step[];
}
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly match: Box;
}
/** Numbers for the names of senders; and what was read already, by its text: most sets of a network occur a thousand times. */
class Names {
  readonly places = new Map<string, bigint>();
  readonly sets = new Map<string, Spans>();

  placeOf(name: string): bigint {
    const place = this.places.get(name) ?? BigInt(this.places.size);
    this.places.set(name, place);
    return place;
  }
}
type Span = readonly [bigint, bigint];
type Reader = (value: unknown, where: string, names: Names) => Span;

export class Malformed extends Error {}

function fail(where: string, what: string): never {
  throw new Malformed(`${where} ${what}`);
}

const shapes = new Map<string, ReadonlyMap<string, boolean>>();

/** An object's fields, named in one text, `?` after those that may be left out. No others: one misspelt would be a limit unseen. */
function fields(value: unknown, where: string, names: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail(where, "is no object");
  const read = value as Readonly<Record<string, unknown>>;
  const shape =
    shapes.get(names) ?? new Map(names.split(" ").map((name) => [name.replace("?", ""), name.endsWith("?")]));
  shapes.set(names, shape);
  for (const [name, mayLack] of shape)
    if (!mayLack && read[name] === undefined) fail(where, `has no '${name}'`);
  for (const name of Object.keys(read)) if (!shape.has(name)) fail(where, `has '${name}', which is unknown`);
  return "schema" in read && read["schema"] !== 1 ? fail(where, "is not of schema 1") : read;
}

function list(value: unknown, where: string): readonly unknown[] {
  return Array.isArray(value) ? Array.from(value) : fail(where, "has no list where it must have one");
}

function text(value: unknown, where: string): string {
  return typeof value === "string" && value !== ""
    ? value
    : fail(where, "has no text where it must have one");
}

/** Strict CIDR notation: with a length, and with no bits set beyond it. */
function block(value: unknown, where: string): Span {
  const bad = () => fail(where, `has '${String(value)}', which is no CIDR block`);
  const [, address = "", length] = /^([\d.]+|[\da-f:]+)\/(\d{1,3})$/i.exec(text(value, where)) ?? bad();
  const isV4 = address.includes(".");
  const [mark, count, base, group] = isV4
    ? ([".", 4, 256n, /^(0|[1-9]\d{0,2})$/] as const)
    : ([":", 8, 65536n, /^[\da-f]{1,4}$/i] as const);
  const [head = [], tail = [], more] = address
    .split("::")
    .map((part) => (part === "" ? [] : part.split(mark)));
  const zeros = count - head.length - tail.length;
  const isShort = !isV4 && address.includes("::");
  if (more !== undefined || (isShort ? zeros < 1 : zeros !== 0)) bad();
  const groups = [...head, ...Array.from({ length: zeros }, () => "0"), ...tail];
  const digits = groups.map((digit) => (group.test(digit) ? BigInt(isV4 ? digit : `0x${digit}`) : bad()));
  const hostBits = BigInt((isV4 ? 32 : 128) - Number(length));
  const number = digits.reduce((sum, digit) => (digit < base ? sum * base + digit : bad()), 0n);
  if (hostBits < 0n || number % (1n << hostBits) !== 0n) bad();
  const first = number + (isV4 ? 0n : firstV6);
  return [first, first + (1n << hostBits) - 1n];
}

const upTo =
  (highest: number): Reader =>
  (value, where) => {
    const [first, last, ...more] = list(value, where).map((end) =>
      Number.isInteger(end) ? Number(end) : NaN,
    );
    if (first === undefined || last === undefined || more.length > 0) fail(where, "has a range that is none");
    if (!(first >= 0 && first <= last && last <= highest)) fail(where, `has a range outside 0 to ${highest}`);
    return [BigInt(first), BigInt(last)];
  };

/** Anything may be named as a sender; a name that no start and no answer has is nobody's. */
const sender: Reader = (value, where, names) => {
  const place = names.placeOf(text(value, where));
  return [place, place];
};

const packetReaders = {
  ...{ source: block, destination: block, sourcePorts: upTo(65535), destinationPorts: upTo(65535) },
  ...{ protocols: upTo(255), senders: sender },
} as const;

/** The sets of those fields that are given. */
function given(read: Readonly<Record<string, unknown>>, where: string, names: Names): Partial<Box> {
  return Object.fromEntries(
    Object.entries(packetReaders).flatMap(([key, reader]) => {
      if (read[key] === undefined) return [];
      const name = `${key} ${JSON.stringify(read[key])}`;
      const known = names.sets.get(name);
      const spans = known ?? spansOf(list(read[key], where).map((item) => reader(item, where, names)));
      names.sets.set(name, spans);
      return [[key, spans]];
    }),
  );
}

const packetFields = "source? destination? protocols? sourcePorts? destinationPorts?";

function match(value: unknown, where: string, names: Names): Box {
  const read = fields(value, where, `${packetFields} senders? state?`);
  const box = { ...anything, ...given(read, where, names) };
  if (read["state"] === undefined) return box;
  const state = read["state"] === "new" ? isNew : read["state"] === "reply" ? isReply : undefined;
  return { ...box, state: state ?? fail(where, "has an unknown state") };
}

/** @param zone senders of the node's zone */
function rewrite(value: unknown, where: string, names: Names, match: Box, zone: Spans): Step["change"] {
  const all = "reply? source? destination? sourcePorts? destinationPorts? sender?";
  const { reply, sender: by, ...rest } = fields(value, where, all);
  if (reply !== undefined && reply !== true) fail(where, "has a 'reply' that is not true");
  const put = given({ ...rest, ...(by !== undefined && { senders: [by] }) }, where, names);
  // Which zone answered is told by a reply's sender: where it begins it must be one of its node's zone, and stay so.
  const isOwn = meetSpans(put.senders ?? [], zone).length > 0;
  if (reply === true && !isOwn) fail(where, "answers without a sender of its node's zone");
  const isForReplies = meetSpans(match.state, isReply).length > 0;
  if (reply !== true && put.senders !== undefined && isForReplies)
    fail(where, "changes the sender of replies");
  return (box) => (reply === true ? turned(box) : [box]).map((next) => ({ ...next, ...put }));
}

/** Ids and the zones they are of. */
function named(items: readonly Readonly<Record<string, unknown>>[]): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { id, zone } of items) {
    if (found.has(text(id, "an id"))) fail(`'${String(id)}'`, "is there twice");
    found.set(String(id), zone === undefined ? undefined : text(zone, `'${String(id)}'`));
  }
  return found;
}

export function readNetwork(value: unknown) {
  const network = fields(value, "the network", "schema nodes starts");
  const nodeFields = list(network["nodes"], "the network").map((node) =>
    fields(node, "a node", "id name steps urn? zone? openings? otherwise?"),
  );
  const startFields = list(network["starts"], "the network").map((start) =>
    fields(start, "a start", "id name zone node packets anySender?"),
  );
  const ids = named(nodeFields);
  const names = new Names();
  const members = new Map<string, Span[]>();
  for (const [id, zone] of [...ids, ...named(startFields)]) {
    if (zone === undefined) continue;
    if (names.places.has(id) && ids.get(id) !== zone) fail(`'${id}'`, "is of two zones");
    const place = names.placeOf(id);
    if (!members.has(zone)) members.set(zone, []);
    members.get(zone)?.push([place, place]);
  }
  const zones = new Map([...members].map(([zone, places]) => [zone, spansOf(places)]));
  const nodes = new Map<string, Node>();
  for (const { id, zone, steps } of nodeFields) {
    const read = list(steps, `node '${String(id)}'`).map((item, place): Step => {
      const where = `step ${place} of node '${String(id)}'`;
      const step = fields(item, where, "match to take by rewrite? askedAt?");
      const take = text(step["take"], where);
      if (!["always", "some", "perhaps"].includes(take))
        fail(where, `has the take '${take}', which is unknown`);
      const to = step["to"] === null ? null : text(step["to"], where);
      if (to !== null && !ids.has(to)) fail(where, `leads to node '${to}', which is not there`);
      const box = match(step["match"], where, names);
      const change = rewrite(step["rewrite"] ?? {}, where, names, box, zones.get(String(zone)) ?? []);
      return { match: box, to, take, change, where };
    });
    nodes.set(String(id), { zone: ids.get(String(id)), steps: read });
  }
  const starts = startFields.map(({ id, zone, node, packets, anySender }) => {
    const where = `start '${String(id)}'`;
    if (!ids.has(text(node, where))) fail(where, `enters at node '${String(node)}', which is not there`);
    if (anySender !== undefined && anySender !== true) fail(where, "has an 'anySender' that is not true");
    const own = { state: isNew, ...(anySender !== true && { senders: [sender(id, where, names)] }) };
    const boxes = list(packets, where).map((set) => ({ ...match(set, where, names), ...own }));
    return { id: String(id), zone: text(zone, where), node: String(node), boxes };
  });
  return { nodes, starts, names, zones };
}

export function readContract(value: unknown): readonly Line[] {
  const { allow } = fields(value, "the contract", "schema allow");
  return list(allow, "the contract").map((item, place): Line => {
    const where = `line ${place} of the contract`;
    const line = fields(item, where, "from to packets? why");
    const [from, to] = [text(line["from"], where), text(line["to"], where)];
    if (`${from}${to === "service/*" ? "" : to}`.includes("*"))
      fail(where, "has a pattern that is not 'service/*'");
    const packets = fields(line["packets"] ?? {}, where, packetFields);
    return { from, to, match: match(packets, where, new Names()) };
  });
}

export function readCertificate(value: unknown, nodes: ReadonlyMap<string, Node>, names: Names) {
  const certificate = fields(value, "the certificate", "schema zones");
  return list(certificate["zones"], "the certificate").map((item) => {
    const zone = fields(item, "a zone of the certificate", "from reached cut?");
    const from = text(zone["from"], "a zone of the certificate");
    const reached = new Map<string, readonly Box[]>();
    for (const part of list(zone["reached"], `the set of zone '${from}'`)) {
      const { node, packets } = fields(part, `the set of zone '${from}'`, "node packets");
      const where = `the set of zone '${from}' at node '${String(node)}'`;
      if (!nodes.has(text(node, where)) || reached.has(String(node)))
        fail(where, "is of no node, or there twice");
      reached.set(
        String(node),
        list(packets, where).map((set) => match(set, where, names)),
      );
    }
    return { from, reached };
  });
}
