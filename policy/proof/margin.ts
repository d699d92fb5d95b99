import { type Zone } from "../network/network";

/** How far a zone is from being open: the smallest number of single changes after which packets pass that the contract forbids. */
export interface Margin {
  readonly from: Zone;
  readonly to: Zone;
  /** 0: open now. */
  readonly distance: 0 | 1 | 2 | 3 | "more than 3";
  /** The changes of one shortest way, in the order of the path. */
  readonly changes: readonly { readonly kind: string; readonly change: string }[];
}
