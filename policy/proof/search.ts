import { type Missing, type Start, type Zone } from "../network/network";
import { type Allowance } from "./allowance";
import { type Entry, type Exploration } from "./explore/exploration";
import { Graph } from "./explore/graph";
import { type Reading } from "./explore/readSteps";
import { type StepTable } from "./explore/stepTable";
import { Tracer } from "./explore/tracer";
import { hopsOf } from "./hops";
import { type Box } from "./space/box";
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
    if (this.coarse) {
      const reached = exploreAll(this.coarse, starts);
      const found = this.confirmed(zone, starts, this.forbidden(zone, reached));
      if (found) return { reached, found };
    }
    const reached = exploreAll(this.exact, starts);
    return { reached, found: this.forbidden(zone, reached) };
  }

  /** The way of something found, hop by hop. */
  told({ exploration, node, entry, box }: Found): {
    readonly path: readonly Hop[];
    readonly missing?: Missing;
  } {
    return hopsOf(this.exact, this.writing, this.tracers.exact.way(exploration, node, entry, box));
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
