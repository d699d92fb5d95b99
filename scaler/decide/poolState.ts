import { type PoolDocument } from "../document";
import { type Machine } from "./machine";

/** A pool with its machines, as the plan leaves them. */
export interface PoolState {
  readonly pool: PoolDocument;
  readonly machines: readonly Machine[];
}
