import { type Start } from "../../network/network";
import { type Box, replaced, SENDER, STATE } from "../space/box";
import { EMPTY } from "../space/sets";
import { type Graph } from "./graph";

/** Packets that came to a node at once, and after how many steps. */
export interface Entry {
  readonly box: Box;
  readonly round: number;
}

/** Packets at a node, by the node's place. */
export type Placed = readonly [place: number, box: Box];

/**
 * What packets can be at which node: breadth first, so that the round in which packets came is the length of their shortest way,
 * and only what is new goes on.
 */
export class Exploration {
  /** By place; a hole where nothing came, or was taken. */
  private readonly entries: (readonly Entry[] | undefined)[];
  /** In the order in which they were first reached. */
  private readonly places: number[] = [];
  private round = 0;

  /** @param leavesOut packets on their way to a node that nobody asks for */
  constructor(
    readonly graph: Graph,
    private readonly leavesOut?: (to: number, box: Box) => boolean,
  ) {
    this.entries = new Array<undefined>(graph.network.nodes.length).fill(undefined);
  }

  /** Nodes that were reached, in the order in which they were first. */
  get reached(): Iterable<readonly [place: number, entries: readonly Entry[]]> {
    return this.places.flatMap((place) => {
      const entries = this.entries[place];
      return entries ? [[place, entries] as const] : [];
    });
  }

  at(place: number): readonly Entry[] {
    return this.entries[place] ?? nothing;
  }

  /** The packets at a node, given away: they are there no more. For who writes a large set down node by node. */
  take(place: number): readonly Entry[] {
    const taken = this.at(place);
    this.entries[place] = undefined;
    return taken;
  }

  /** Starts, or starts again, with more packets; goes on until nothing new comes. @returns the round in which these packets came */
  explore(seeds: Iterable<Placed>): number {
    const first = this.round;
    let pending = new Pending();
    for (const [place, box] of seeds) pending.add(place, box);
    while (pending.places.length > 0) {
      const next = new Pending();
      const emit = (to: number, sent: Box): void => {
        if (this.leavesOut?.(to, sent) !== true) next.add(to, sent);
      };
      for (const place of pending.places)
        for (const box of this.enter(place, pending.at(place))) this.graph.send(place, box, emit);
      pending = next;
      this.round += 1;
    }
    return first;
  }

  /** @returns what is new there, without overlaps */
  private enter(place: number, boxes: readonly Box[]): readonly Box[] {
    const earlier = this.entries[place];
    if (!earlier) this.places.push(place);
    const merged = earlier || boxes.length > 1 ? this.fresh(earlier ?? nothing, boxes) : boxes;
    const entries = merged.map((box) => ({ box, round: this.round }));
    // Not pushed: an array that grows keeps room for more, and there is one for every node.
    if (merged.length > 0) this.entries[place] = earlier ? earlier.concat(entries) : entries;
    return merged;
  }

  private fresh(earlier: readonly Entry[], boxes: readonly Box[]): readonly Box[] {
    const { boxes: arithmetic } = this.graph.space;
    const there = earlier.map(({ box }) => box);
    const fresh: Box[] = [];
    for (const box of arithmetic.merge(boxes)) {
      if (there.some((one) => arithmetic.contains(one, box))) continue;
      for (const left of arithmetic.subtractAll(arithmetic.subtractAll([box], there), fresh))
        fresh.push(left);
    }
    return arithmetic.merge(fresh);
  }
}

const nothing: readonly Entry[] = [];

/** Packets that wait at nodes for the next round. */
class Pending {
  readonly places: number[] = [];
  private readonly boxes = new Map<number, Box[]>();

  add(place: number, box: Box): void {
    const there = this.boxes.get(place);
    if (there) there.push(box);
    else {
      this.places.push(place);
      this.boxes.set(place, [box]);
    }
  }

  at(place: number): readonly Box[] {
    return this.boxes.get(place) ?? [];
  }
}

/**
 * The packets with which a start begins.
 * @param isAnySender as if anybody had sent them
 */
export function seedsOf(graph: Graph, start: Start, isAnySender = false): readonly Placed[] {
  const { space } = graph;
  const place = graph.placeOf(start.node);
  if (place === undefined)
    throw new Error(`packets of '${start.id}' start at '${start.node}', which is not there`);
  const sender = isAnySender || start.anySender === true ? space.anybody : space.sender(start.id);
  return start.packets.flatMap((match): readonly Placed[] => {
    const box = space.boxOf(match);
    if (!box || space.boxes.of(STATE).intersect(box[STATE] ?? EMPTY, space.isNew) === EMPTY) return [];
    const sent = replaced(replaced(box, SENDER, sender), STATE, space.isNew);
    return [[place, graph.isCoarse ? graph.rounded(sent) : sent]];
  });
}
