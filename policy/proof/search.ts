import { type Missing, type Start, type Zone } from "../network/network";
import { type Allowance } from "./allowance";
import { type Entry, type Exploration } from "./explore/exploration";
import { Graph } from "./explore/graph";
import { type Reading } from "./explore/readSteps";
import { answersOf, hasTranslators } from "./explore/remembered";
import { type StepTable } from "./explore/stepTable";
import { type Place, Tracer } from "./explore/tracer";
import { hopsOf } from "./hops";
import {
  type Box,
  DESTINATION,
  DESTINATION_PORT,
  everything,
  PROTOCOL,
  replaced,
  SOURCE,
  SOURCE_PORT,
  STATE,
} from "./space/box";
import { EMPTY } from "./space/sets";
import { type Writing } from "./space/writing";
import { type Hop } from "./verdict";
import { exploreAll } from "./zoneStarts";

/** What arrived and may not, with the fewest steps. */
export interface Found {
  readonly exploration: Exploration;
  readonly node: number;
  readonly entry: Entry;
  readonly box: Box;
}

/** By the zone that a breach is told to lead to. */
export type FoundByZone = ReadonlyMap<Zone, Found>;

/** Looks in one reading for what arrives and may not. */
export class Search {
  private readonly exact: Graph;
  private readonly coarse: Graph | undefined;
  private readonly tracers: { readonly exact: Tracer; readonly coarse?: Tracer };
  private readonly translates: boolean;

  /** @param isLarge looks in the coarse reading first, and then exactly at what was found there */
  constructor(
    table: StepTable,
    reading: Reading,
    private readonly allowance: Allowance,
    private readonly writing: Writing,
    isLarge: boolean,
  ) {
    this.exact = new Graph(table, reading);
    this.coarse = isLarge ? new Graph(table, reading, true) : undefined;
    this.translates = reading === "must" && hasTranslators(table.network);
    this.tracers = {
      exact: new Tracer(this.exact, writing),
      ...(this.coarse && { coarse: new Tracer(this.coarse, writing) }),
    };
  }

  /**
   * @returns what was reached: perhaps more than packets reach, but nothing that is forbidden unless it was found; and what was
   * found, exactly
   */
  from(zone: Zone, starts: readonly Start[]): { readonly reached: Exploration; readonly found: FoundByZone } {
    const searched = this.search(zone, starts);
    if (!this.translates) return searched;
    const certain = [...searched.found].filter(([, found]) => this.handed(found) === undefined);
    if (certain.length === searched.found.size) return searched;
    // Answers of translators to who did not ask are not certain: once more, with the connections that there are.
    const reached = answersOf(exploreAll(this.exact, starts), starts, this.writing);
    const answers = [...this.forbidden(zone, reached)].map(
      ([to, found]) => [to, this.ofOneConnection(zone, to, found, starts)] as const,
    );
    return { reached, found: new Map([...answers, ...certain]) };
  }

  private search(
    zone: Zone,
    starts: readonly Start[],
  ): { readonly reached: Exploration; readonly found: FoundByZone } {
    if (this.coarse) {
      const reached = exploreAll(this.coarse, starts);
      const found = this.confirmed(zone, starts, this.forbidden(zone, reached));
      if (found) return { reached, found };
    }
    const reached = exploreAll(this.exact, starts);
    return { reached, found: this.forbidden(zone, reached) };
  }

  /** The way of something found, hop by hop. */
  told(found: Found): {
    readonly path: readonly Hop[];
    readonly missing?: Missing;
  } {
    return hopsOf(found.exploration.graph, this.writing, this.wayOf(found));
  }

  /** The same found, told by what one asks and has answered; as it is, if nobody asks it as he sends it. */
  private ofOneConnection(from: Zone, to: Zone, found: Found, starts: readonly Start[]): Found {
    const asked = this.handed(found);
    if (!asked) return found;
    const { space } = this.exact;
    const asking = starts.map((start): Start => {
      const packets = start.packets.flatMap((match) => {
        const sent = space.boxOf(match);
        const own = sent && space.boxes.intersect(sent, asked);
        return own ? [this.writing.match(own)] : [];
      });
      return { ...start, packets };
    });
    const reached = answersOf(exploreAll(this.exact, asking), asking, this.writing);
    return this.forbidden(from, reached).get(to) ?? found;
  }

  /** What was sent by whom a translator's answer goes to; undefined: it is no such answer. */
  private handed(found: Found): Box | undefined {
    const { space } = this.exact;
    const way = this.wayOf(found);
    const at = way.findIndex(
      ({ node, packet }) =>
        packet[STATE] === space.isReply &&
        this.exact.node(node).steps.some(({ askedAt }) => askedAt !== undefined),
    );
    const answer = at < 0 ? undefined : way[at + 1]?.packet;
    if (!answer) return undefined;
    const asked = replaced(everything, SOURCE, answer[DESTINATION] ?? EMPTY);
    const isIcmp = space.boxes.of(PROTOCOL).intersect(answer[PROTOCOL] ?? EMPTY, space.icmp) !== EMPTY;
    return isIcmp ? asked : replaced(asked, SOURCE_PORT, answer[DESTINATION_PORT] ?? EMPTY);
  }

  private wayOf({ exploration, node, entry, box }: Found): readonly Place[] {
    const { graph } = exploration;
    const tracer = graph === this.exact ? this.tracers.exact : new Tracer(graph, this.writing);
    return tracer.way(exploration, node, entry, box);
  }

  /** What the coarse reading found, as one start does it exactly and in as few steps. Undefined if that is not so of all. */
  private confirmed(zone: Zone, starts: readonly Start[], suspected: FoundByZone): FoundByZone | undefined {
    const confirmed = new Map<Zone, Found>();
    for (const [to, { exploration, node, entry, box }] of suspected) {
      const [first] = this.tracers.coarse?.way(exploration, node, entry, box) ?? [];
      const [start] = starts.filter(
        (one) => first !== undefined && this.exact.placeOf(one.node) === first.node,
      );
      const found = start && this.forbidden(zone, exploreAll(this.exact, [start])).get(to);
      if (found?.entry.round !== entry.round) return undefined;
      confirmed.set(to, found);
    }
    return confirmed;
  }

  private forbidden(from: Zone, exploration: Exploration): FoundByZone {
    const found = new Map<Zone, Found>();
    for (const [node, entries] of exploration.reached) {
      const { zone } = exploration.graph.node(node);
      if (zone === undefined) continue;
      for (const entry of entries) {
        for (const { to, box } of this.allowance.forbidden(from, zone, entry.box)) {
          const there = found.get(to);
          if (!there || entry.round < there.entry.round) found.set(to, { exploration, node, entry, box });
        }
      }
    }
    return found;
  }
}
