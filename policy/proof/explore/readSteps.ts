import { type Box } from "../space/box";
import { DROPPED, type StepTable } from "./stepTable";

/** Which steps count: docs/proof.md, The network. */
export type Reading = "may" | "must";

/** The steps of a table in one reading. */
export class ReadSteps {
  private readonly isMay: boolean;

  constructor(
    readonly table: StepTable,
    reading: Reading,
  ) {
    this.isMay = reading === "may";
  }

  /** Place of the node that a step leads to, or `DROPPED`. */
  to(step: number): number {
    return this.isMay || !this.table.isPerhaps(step) ? this.table.to(step) : DROPPED;
  }

  /** Whether a step takes anything, or keeps anything from later steps. */
  isThere(step: number): boolean {
    return this.table.box(step) !== undefined && (this.shadows(step) || this.to(step) !== DROPPED);
  }

  /** What a step keeps from later steps. */
  keeps(step: number): Box | undefined {
    return this.shadows(step) ? this.table.kept(step) : undefined;
  }

  /** After the last step of a node that leads on: what the others drop is of no account for what goes on. */
  endOf(place: number): number {
    const first = this.table.first(place);
    let end = this.table.first(place + 1);
    while (end > first && (this.to(end - 1) === DROPPED || !this.isThere(end - 1))) end -= 1;
    return end;
  }

  /** The first of the steps up to `end` that all go the same way. */
  alikeFrom(first: number, end: number): number {
    let from = end - 1;
    if (this.table.hasRewriting(from)) return from;
    const to = this.to(from);
    for (let at = from - 1; at >= first; at--) {
      if (!this.isThere(at)) continue;
      if (this.to(at) !== to || this.table.hasRewriting(at)) break;
      from = at;
    }
    return from;
  }

  private shadows(step: number): boolean {
    return this.table.isAlways(step) || (!this.isMay && this.table.isPerhaps(step));
  }
}
