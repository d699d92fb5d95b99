import { isIPv4, isIPv6 } from "node:net";
import { type Match, type Network, type NetworkNode, type Rewrite, type Step } from "../network/network";
import { anything, type Box, firstV6, isNew, isReply, type Spans, spansOf } from "./boxes";

/** Reads the sets of packets of a network as boxes, with numbers for the names of senders. */
export class Reading {
  readonly nodes: ReadonlyMap<string, NetworkNode>;
  /** Senders of each zone. */
  readonly senders: ReadonlyMap<string, Spans>;
  private readonly zones = new Map<string, string>();
  private readonly numbers = new Map<string, bigint>();
  /** What was read, by its text: most sets of a network occur a thousand times. */
  private readonly known = new Map<string, Spans>();

  constructor(private readonly network: Network) {
    this.nodes = new Map(network.nodes.map((node) => [node.id, node]));
    const ids = new Map<string, string[]>();
    for (const { id, zone } of [...network.nodes, ...network.starts]) {
      if (zone === undefined) continue;
      this.zones.set(id, zone);
      ids.set(zone, ids.get(zone) ?? []);
      ids.get(zone)?.push(id);
    }
    this.senders = new Map([...ids].map(([zone, members]) => [zone, this.spans("senders", members)]));
  }

  box(match: Match): Box {
    return { ...anything, ...this.given(match) };
  }

  /** What a step puts into packets, after it turned them around. */
  put({ sender, reply: _reply, ...ends }: Rewrite): Partial<Box> {
    return this.given({ ...ends, ...(sender !== undefined && { senders: [sender] }) });
  }

  /** What the schema does not show: ids that are there twice or not at all, answers in another zone's name. */
  *faults(): Generator<string> {
    const { nodes, starts } = this.network;
    for (const all of [nodes, starts] as const)
      if (new Set(all.map(({ id }) => id)).size < all.length) yield "an id of the network is there twice";
    for (const { id, zone, node } of starts) {
      if (!this.nodes.has(node)) yield `start '${id}' enters at node '${node}', which is not there`;
      if ((this.nodes.get(id)?.zone ?? zone) !== zone) yield `'${id}' is of two zones`;
    }
    for (const node of nodes)
      for (const [at, step] of node.steps.entries())
        for (const fault of this.faultsOf(step, node)) yield `step ${at} of node '${node.id}' ${fault}`;
  }

  private *faultsOf({ to, match, rewrite = {} }: Step, { zone }: NetworkNode): Generator<string> {
    if (to !== null && !this.nodes.has(to)) yield `leads to node '${to}', which is not there`;
    // Which zone answered is told by a reply's sender: where it begins it is one of its node's zone, and it stays so.
    const { reply, sender } = rewrite;
    const isOwn = sender !== undefined && zone !== undefined && this.zones.get(sender) === zone;
    if (reply && !isOwn) yield "answers without a sender of its node's zone";
    if (!reply && sender !== undefined && match.state !== "new") yield "changes the sender of replies";
  }

  private given(match: Match): Partial<Box> {
    const fields = Object.entries(match) as [string, Match[keyof Match]][];
    return Object.fromEntries(
      fields.flatMap(([key, items]) => (items === undefined ? [] : [[key, this.spans(key, items)]])),
    );
  }

  private spans(key: string, items: NonNullable<Match[keyof Match]>): Spans {
    if (typeof items === "string") return items === "new" ? isNew : isReply;
    const name = `${key} ${JSON.stringify(items)}`;
    const spans = this.known.get(name) ?? spansOf(items.map((item) => this.span(key, item)));
    this.known.set(name, spans);
    return spans;
  }

  private span(key: string, item: string | readonly [number, number]): Spans[number] {
    if (typeof item === "string") return key === "senders" ? this.number(item) : block(item);
    if (item[0] > item[1]) throw new RangeError(`${key} from ${item[0]} to ${item[1]} is no range`);
    return [BigInt(item[0]), BigInt(item[1])];
  }

  /** Anything may be named as a sender; a name that no start and no answer has is nobody's. */
  private number(name: string): Spans[number] {
    const number = this.numbers.get(name) ?? BigInt(this.numbers.size);
    this.numbers.set(name, number);
    return [number, number];
  }
}

/** Addresses of a block in strict CIDR notation: no bits are set beyond its length. @throws RangeError */
function block(cidr: string): Spans[number] {
  const [address = "", length = ""] = cidr.split("/");
  const isV4 = isIPv4(address);
  const [mark, count, bits] = isV4 ? ([".", 4, 8n] as const) : ([":", 8, 16n] as const);
  const hostBits = BigInt(count) * bits - BigInt(length);
  const [head = [], tail = []] = address.split("::").map((part) => (part === "" ? [] : part.split(mark)));
  const zeros = Array.from({ length: count - head.length - tail.length }, () => "0");
  const number = (group: string) => BigInt(isV4 ? group : `0x${group}`);
  const isAddress = isV4 || isIPv6(address);
  const groups = isAddress ? [...head, ...zeros, ...tail].map(number) : [];
  const first = groups.reduce((sum, group) => (sum << bits) + group, 0n);
  if (!isAddress || hostBits < 0n || first % (1n << hostBits) !== 0n)
    throw new RangeError(`'${cidr}' is no CIDR block`);
  const offset = isV4 ? 0n : firstV6;
  return [offset + first, offset + first + (1n << hostBits) - 1n];
}
