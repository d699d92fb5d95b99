import { type Match, type Range } from "../../network/network";
import { type Packet } from "../verdict";
import { type Box, DESTINATION, DESTINATION_PORT, PROTOCOL, SENDER, SOURCE, SOURCE_PORT, STATE } from "./box";
import { type NumberAxis } from "./numberAxis";
import { EMPTY, FULL } from "./sets";
import { type Space } from "./space";

/** Protocols with ports: TCP and UDP. */
const portProtocols: readonly Range[] = [
  [6, 6],
  [17, 17],
];

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Writes sets of packets back, as they are in a network file. One text list a set, however often it is written. */
export class Writing {
  private readonly blocks = new Map<number, readonly string[]>();
  private readonly senderIds = new Map<number, readonly string[]>();
  private readonly rangesOf = {
    protocols: new Map<number, readonly Range[]>(),
    ports: new Map<number, readonly Range[]>(),
  };
  private readonly withPorts: number;

  constructor(private readonly space: Space) {
    this.withPorts = space.boxes.of(PROTOCOL).of(portProtocols.map((range) => space.protocols.atoms(range)));
  }

  match(box: Box): Match {
    const set = (at: number) => box[at] ?? EMPTY;
    // Written field by field: a large certificate has a million of these, and spreading makes twice their size.
    const match: Writable<Match> = {};
    if (set(SOURCE) !== FULL) match.source = this.addresses(set(SOURCE));
    if (set(DESTINATION) !== FULL) match.destination = this.addresses(set(DESTINATION));
    if (set(PROTOCOL) !== FULL) match.protocols = this.ranges(this.space.protocols, PROTOCOL, set(PROTOCOL));
    if (set(SOURCE_PORT) !== FULL)
      match.sourcePorts = this.ranges(this.space.ports, SOURCE_PORT, set(SOURCE_PORT));
    if (set(DESTINATION_PORT) !== FULL)
      match.destinationPorts = this.ranges(this.space.ports, DESTINATION_PORT, set(DESTINATION_PORT));
    if (!this.isAnybody(set(SENDER))) match.senders = this.senders(set(SENDER));
    if (set(STATE) !== FULL) match.state = set(STATE) === this.space.isNew ? "new" : "reply";
    return match;
  }

  /** One packet of the box, as a box: the one that a reader understands soonest. */
  one(box: Box): Box {
    const { space } = this;
    const protocol = this.pick(PROTOCOL, box[PROTOCOL], space.protocols.exampleAtoms);
    const { sets } = { sets: space.boxes.of(PROTOCOL) };
    const [https = 0, ssh = 0, ephemeral = 0, echo = 0, none = 0] = space.ports.exampleAtoms;
    const isIcmp = sets.intersect(protocol, space.icmp) !== EMPTY;
    const hasPorts = sets.intersect(protocol, this.withPorts) !== EMPTY;
    const from = hasPorts ? [ephemeral, https, ssh] : isIcmp ? [echo, none] : [none];
    const to = hasPorts ? [https, ssh, ephemeral] : [none];
    const isReply = box[STATE] === space.isReply;
    return [
      this.pickAddress(SOURCE, box[SOURCE]),
      this.pickAddress(DESTINATION, box[DESTINATION]),
      protocol,
      this.pick(SOURCE_PORT, box[SOURCE_PORT], isReply && hasPorts ? to : from),
      this.pick(DESTINATION_PORT, box[DESTINATION_PORT], isReply && hasPorts ? from : to),
      this.pick(SENDER, box[SENDER], []),
      this.pick(STATE, box[STATE], []),
    ];
  }

  /** @param one a box of one packet */
  packet(one: Box): Packet {
    const { space } = this;
    const atom = (at: number) => space.boxes.of(at).boundsOf(one[at] ?? EMPTY)[0] ?? 0;
    return {
      source: space.addresses.example(atom(SOURCE)),
      destination: space.addresses.example(atom(DESTINATION)),
      protocol: space.protocols.example(atom(PROTOCOL)),
      sourcePort: space.ports.example(atom(SOURCE_PORT)),
      destinationPort: space.ports.example(atom(DESTINATION_PORT)),
      state: one[STATE] === space.isReply ? "reply" : "new",
    };
  }

  private pick(at: number, set = EMPTY, preferred: readonly number[]): number {
    const sets = this.space.boxes.of(at);
    const bounds = sets.boundsOf(set);
    const wanted = preferred.find((atom) => sets.intersect(set, sets.of([[atom, atom + 1]])) !== EMPTY);
    const atom = wanted ?? bounds[0] ?? 0;
    return sets.of([[atom, atom + 1]]);
  }

  private pickAddress(at: number, set = EMPTY): number {
    const sets = this.space.boxes.of(at);
    const { addresses } = this.space;
    const atoms = sets
      .intervalsOf(set)
      .flatMap(([low, high]) => Array.from({ length: high - low }, (_, place) => low + place));
    const widest = addresses.widest(atoms);
    return this.pick(at, set, [...addresses.exampleAtoms, ...(widest === undefined ? [] : [widest])]);
  }

  private isAnybody(senders: number): boolean {
    return senders === FULL || this.space.boxes.of(SENDER).contains(senders, this.space.anybody);
  }

  private addresses(set: number): readonly string[] {
    const there = this.blocks.get(set);
    if (there) return there;
    const texts = this.space.boxes
      .of(SOURCE)
      .intervalsOf(set)
      .flatMap(([low, high]) => this.space.addresses.blocksOf(low, high))
      // A list that grew keeps room for more, and a large network has one for every interface.
      .slice();
    this.blocks.set(set, texts);
    return texts;
  }

  private ranges(axis: NumberAxis, at: number, set: number): readonly Range[] {
    const known = this.rangesOf[at === PROTOCOL ? "protocols" : "ports"];
    const there = known.get(set);
    if (there) return there;
    const ranges = this.space.boxes
      .of(at)
      .intervalsOf(set)
      .map(([low, high]) => axis.rangeOf(low, high));
    known.set(set, ranges);
    return ranges;
  }

  private senders(set: number): readonly string[] {
    const there = this.senderIds.get(set);
    if (there) return there;
    const ids = this.space.boxes
      .of(SENDER)
      .intervalsOf(set)
      .flatMap(([low, high]) =>
        Array.from({ length: high - low }, (_, at) => this.space.senders.idsOf(low + at)),
      )
      .flat()
      .sort();
    this.senderIds.set(set, ids);
    return ids;
  }
}
