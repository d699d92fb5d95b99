import { type Memory } from "./decide/memory";
import { type JournalEntry } from "./journal";
import { type Lease } from "./lease";

/** The scaler's table. */
export interface Store {
  readLease(): Promise<Lease>;
  /** Writes `next` if the row still has the version that `next` was made from. @returns false if it has not */
  writeLease(next: Lease): Promise<boolean>;
  /** Null before the first tick ever. */
  readMemory(): Promise<Memory | null>;
  /**
   * Writes memory and journal entries as one, and only while `holder` with `fence` holds the lease.
   * @throws LeaseLost if it does not
   */
  commit(holder: string, fence: number, memory: Memory, entries: readonly JournalEntry[]): Promise<void>;
}

/** Another run leads: whoever gets this must stop at once. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}
