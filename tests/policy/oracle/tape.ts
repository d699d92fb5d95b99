/**
 * A row of numbers that decides every choice of a random stack, in order. Used up, it chooses the first of everything:
 * fast-check shrinks a stack by shortening the row.
 */
export class Tape {
  private place = 0;

  constructor(private readonly numbers: readonly number[]) {}

  /** 0 to `count` − 1. */
  number(count: number): number {
    const next = this.numbers[this.place] ?? 0;
    this.place += 1;
    return next % count;
  }

  /** True once in `of` times. */
  once(of: number): boolean {
    return this.number(of) === of - 1;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.number(items.length)]!;
  }

  /** Some of them, in their order. */
  some<T>(items: readonly T[], of = 2): T[] {
    return items.filter(() => this.once(of));
  }

  times<T>(count: number, make: (place: number) => T): T[] {
    return Array.from({ length: count }, (_, place) => make(place));
  }
}
