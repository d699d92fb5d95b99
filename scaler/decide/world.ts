import { type ScalerDocument } from "../document";
import { type FleetSnapshot, type QueueSnapshot } from "../ports";
import { type Memory } from "./memory";

/** A port's answer, or why there is none. */
export type Reading<T> = { readonly value: T } | { readonly unreadable: string };

/** All that a decision may know. Nothing else goes in: the same world gives the same plan, in production and in a replay. */
export interface World {
  readonly nowMs: number;
  /** First tick after a start: only look. `isFreshStart` says when. */
  readonly freshStart: boolean;
  readonly document: ScalerDocument;
  readonly queue: Reading<QueueSnapshot>;
  readonly fleet: Reading<FleetSnapshot>;
  readonly memory: Memory;
}

/** A world whose two readings are whole and fresh. */
export interface SeenWorld {
  readonly nowMs: number;
  readonly document: ScalerDocument;
  readonly queue: QueueSnapshot;
  readonly fleet: FleetSnapshot;
}
