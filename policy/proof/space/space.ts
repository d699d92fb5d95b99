import {
  type Match,
  type Network,
  type NetworkNode,
  type Range,
  type Rewrite,
  type Start,
} from "../../network/network";
import { type Contract } from "../contract";
import { AddressAxis } from "./addressAxis";
import { type Box, Boxes, PROTOCOL, SENDER, SOURCE, SOURCE_PORT } from "./box";
import { NumberAxis } from "./numberAxis";
import { ANYBODY, SenderAxis } from "./senderAxis";
import { EMPTY, FULL, Sets } from "./sets";

/** Shown first, where a set has them: HTTPS, SSH, the first ephemeral port, echo request, and 0 for what has no ports. */
const examplePorts = [443, 22, 49152, 8, 0] as const;
/** Shown first: TCP, UDP, ICMP, ICMPv6. */
const exampleProtocols = [6, 17, 1, 58] as const;
/** By the protocols' numbers at IANA: those whose "ports" are a type and a code. */
const icmp: readonly Range[] = [
  [1, 1],
  [58, 58],
];

const anybody = [ANYBODY, ANYBODY + 1] as const;

/** What a space has to tell apart. */
export interface Told {
  readonly matches?: Iterable<Match>;
  readonly rewrites?: Iterable<Rewrite>;
  readonly starts?: Iterable<Start>;
  /** Whose answers are those of a zone. */
  readonly places?: readonly NetworkNode[];
}

/** All that a network and a contract tell apart. */
export function* toldBy(network: Network, contract?: Contract): Generator<Told> {
  yield { starts: network.starts, places: network.nodes };
  for (const node of network.nodes) {
    for (const step of node.steps)
      yield { matches: [step.match], ...(step.rewrite && { rewrites: [step.rewrite] }) };
    for (const opening of node.openings ?? [])
      yield { matches: [opening.match], ...(opening.rewrite && { rewrites: [opening.rewrite] }) };
  }
  for (const { packets } of contract?.allow ?? []) if (packets) yield { matches: [packets, turned(packets)] };
}

function turned({ source, destination }: Match): Match {
  return { ...(source && { destination: source }), ...(destination && { source: destination }) };
}

/** Coordinates of packets: every axis cut into as few atoms as one network needs, so that sets of packets are small integers. */
export class Space {
  readonly addresses = new AddressAxis();
  readonly ports = new NumberAxis(65535, examplePorts);
  readonly protocols = new NumberAxis(255, exampleProtocols);
  readonly senders = new SenderAxis();
  readonly boxes: Boxes;
  readonly icmp: number;
  readonly notIcmp: number;
  readonly isNew: number;
  readonly isReply: number;
  readonly anybody: number;
  /** Sets by the lists that they were read from, of each kind of axis: builders use one list for many steps. */
  private readonly known = {
    addresses: new Map<readonly string[], number>(),
    protocols: new Map<readonly Range[], number>(),
    ports: new Map<readonly Range[], number>(),
    senders: new Map<readonly string[], number>(),
  };

  /** Builders use one match for many steps: rules of groups, one for each interface. */
  private readonly boxOfMatch = new Map<Match, Box | undefined>();
  private readonly rounded = new Map<number, number>();

  /** @throws RangeError if a block or a range is none */
  constructor(told: Iterable<Told>) {
    this.protocols.cut(icmp);
    const seen: Seen = { sources: new Set(), others: new Set() };
    for (const { matches = [], rewrites = [], starts = [], places = [] } of told) {
      for (const place of places) this.senders.zone(place);
      for (const start of starts) {
        this.senders.zone(start);
        this.senders.name(start.id);
        for (const match of start.packets) this.cut(match, false, seen);
      }
      for (const match of matches) this.cut(match, true, seen);
      for (const { sender, ...rewrite } of rewrites) {
        this.cut(rewrite, false, seen);
        if (sender !== undefined) this.senders.name(sender);
      }
    }
    const addresses = new Sets(this.addresses.seal());
    const ports = new Sets(this.ports.seal());
    const protocols = new Sets(this.protocols.seal());
    const senders = new Sets(this.senders.seal());
    const states = new Sets(2);
    this.boxes = new Boxes([addresses, addresses, protocols, ports, ports, senders, states]);
    this.icmp = protocols.of(icmp.map((range) => this.protocols.atoms(range)));
    this.notIcmp = protocols.subtract(FULL, this.icmp);
    this.isNew = states.of([[0, 1]]);
    this.isReply = states.of([[1, 2]]);
    this.anybody = senders.of([anybody]);
  }

  /** @returns undefined if a list is empty: then no packet matches */
  boxOf(match: Match): Box | undefined {
    const there = this.boxOfMatch.get(match);
    if (there !== undefined || this.boxOfMatch.has(match)) return there;
    const made = this.readBox(match);
    this.boxOfMatch.set(match, made);
    return made;
  }

  private readBox(match: Match): Box | undefined {
    const box = [
      this.addressSet(match.source),
      this.addressSet(match.destination),
      remembered(this.known.protocols, match.protocols, (list) =>
        this.boxes.of(PROTOCOL).of(list.map((range) => this.protocols.atoms(range))),
      ),
      this.portSet(match.sourcePorts),
      this.portSet(match.destinationPorts),
      this.senderSet(match.senders),
      match.state === undefined ? FULL : match.state === "new" ? this.isNew : this.isReply,
    ];
    return box.includes(EMPTY) ? undefined : box;
  }

  addressSet(texts: readonly string[] | undefined): number {
    return remembered(this.known.addresses, texts, (list) =>
      this.boxes.of(SOURCE).of(list.map((text) => this.addresses.atoms(text))),
    );
  }

  portSet(ranges: readonly Range[] | undefined): number {
    return remembered(this.known.ports, ranges, (list) =>
      this.boxes.of(SOURCE_PORT).of(list.map((range) => this.ports.atoms(range))),
    );
  }

  /** Those who may be one of a list: its members, and anybody. */
  senderSet(ids: readonly string[] | undefined): number {
    return remembered(this.known.senders, ids, (list) =>
      this.boxes.of(SENDER).of([anybody, ...list.map((id) => this.senders.atoms(id))]),
    );
  }

  sender(id: string): number {
    return this.boxes.of(SENDER).of([this.senders.atoms(id)]);
  }

  /** Addresses, filled up to what sources and subnets tell apart. */
  roundedUp(addresses: number): number {
    const there = this.rounded.get(addresses);
    if (there !== undefined) return there;
    const made = this.addresses.roundUp(this.boxes.of(SOURCE), addresses);
    this.rounded.set(addresses, made);
    return made;
  }

  private cut(match: Match, isSource: boolean, seen: Seen): void {
    const isNew = (list: object, lists = seen.others) => lists.size < lists.add(list).size;
    if (match.source && isNew(match.source, isSource ? seen.sources : seen.others))
      this.addresses.cut(match.source, isSource);
    if (match.destination && isNew(match.destination)) this.addresses.cut(match.destination, false);
    if (match.protocols && isNew(match.protocols)) this.protocols.cut(match.protocols);
    if (match.sourcePorts && isNew(match.sourcePorts)) this.ports.cut(match.sourcePorts);
    if (match.destinationPorts && isNew(match.destinationPorts)) this.ports.cut(match.destinationPorts);
    if (match.senders && isNew(match.senders)) this.senders.cut(match.senders);
  }
}

/** Lists that were read already: builders use one for many steps. */
interface Seen {
  readonly sources: Set<object>;
  readonly others: Set<object>;
}

/** A list that is left out is the whole axis. */
function remembered<T>(
  known: Map<readonly T[], number>,
  list: readonly T[] | undefined,
  make: (list: readonly T[]) => number,
): number {
  if (list === undefined) return FULL;
  const there = known.get(list);
  if (there !== undefined) return there;
  const made = make(list);
  known.set(list, made);
  return made;
}
