import { type Range } from "../../network/network";
import { firstAbove } from "./addressAxis";

/** Ports or protocols, cut into the fewest intervals that nothing in the network tells apart. */
export class NumberAxis {
  private readonly cuts: Set<number>;
  private firsts: readonly number[] = [];

  /**
   * @param last the highest number
   * @param examples numbers that are good to show: each is an atom of its own, and shown first where a set has it
   */
  constructor(
    private readonly last: number,
    private readonly examples: readonly number[],
  ) {
    this.cuts = new Set([0, ...examples.flatMap((example) => [example, example + 1])]);
  }

  /** @throws RangeError if a range is none of this axis */
  cut(ranges: readonly Range[]): void {
    for (const [first, last] of ranges) {
      if (!(first >= 0 && first <= last && last <= this.last))
        throw new RangeError(`${first}-${last} is no range of numbers from 0 to ${this.last}`);
      this.cuts.add(first).add(last + 1);
    }
  }

  /** Ends the cutting. @returns the number of atoms */
  seal(): number {
    this.firsts = [...this.cuts].filter((first) => first <= this.last).sort((a, b) => a - b);
    return this.firsts.length;
  }

  atoms([first, last]: Range): readonly [low: number, high: number] {
    return [firstAbove(this.firsts, first) - 1, firstAbove(this.firsts, last)];
  }

  /** The range of an interval of atoms. */
  rangeOf(low: number, high: number): Range {
    return [this.firsts[low] ?? 0, (this.firsts[high] ?? this.last + 1) - 1];
  }

  /** One number of an atom: always the same. */
  example(atom: number): number {
    return this.firsts[atom] ?? 0;
  }

  get exampleAtoms(): readonly number[] {
    return this.examples.map((example) => firstAbove(this.firsts, example) - 1);
  }
}
