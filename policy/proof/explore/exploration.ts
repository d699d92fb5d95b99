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
  private readonly entries = new Map<number, readonly Entry[]>();
  private round = 0;

  /** @param leavesOut packets on their way to a node that nobody asks for */
  constructor(
    readonly graph: Graph,
    private readonly leavesOut?: (to: number, box: Box) => boolean,
  ) {}

  /** Nodes that were reached, in the order in which they were first. */
  get reached(): Iterable<readonly [place: number, entries: readonly Entry[]]> {
    return this.entries;
  }

  at(place: number): readonly Entry[] {
    return this.entries.get(place) ?? [];
  }

  /** The packets at a node, given away: they are there no more. For who writes a large set down node by node. */
  take(place: number): readonly Entry[] {
    const taken = this.at(place);
    this.entries.delete(place);
    return taken;
  }

  /** Starts, or starts again, with more packets; goes on until nothing new comes. @returns the round in which these packets came */
  explore(seeds: Iterable<Placed>): number {
    const first = this.round;
    let pending = new Map<number, Box[]>();
    for (const [place, box] of seeds) add(pending, place, box);
    while (pending.size > 0) {
      const next = new Map<number, Box[]>();
      for (const [place, boxes] of pending) {
        for (const box of this.enter(place, boxes))
          this.graph.send(place, box, (to, sent) => {
            if (this.leavesOut?.(to, sent) !== true) add(next, to, sent);
          });
      }
      pending = next;
      this.round += 1;
    }
    return first;
  }

  /** @returns what is new there, without overlaps */
  private enter(place: number, boxes: readonly Box[]): readonly Box[] {
    const { boxes: arithmetic } = this.graph.space;
    const there = this.at(place).map(({ box }) => box);
    const fresh: Box[] = [];
    for (const box of arithmetic.merge(boxes)) {
      if (there.some((one) => arithmetic.contains(one, box))) continue;
      fresh.push(...arithmetic.subtractAll(arithmetic.subtractAll([box], there), fresh));
    }
    const merged = arithmetic.merge(fresh);
    if (merged.length === 0) return merged;
    const entries = merged.map((box) => ({ box, round: this.round }));
    // Not pushed: an array that grows keeps room for more, and there is one for every node.
    this.entries.set(place, this.at(place).concat(entries));
    return merged;
  }
}

function add(pending: Map<number, Box[]>, place: number, box: Box): void {
  const boxes = pending.get(place);
  if (boxes) boxes.push(box);
  else pending.set(place, [box]);
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
