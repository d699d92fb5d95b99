/** How long an answer of the region is good for, milliseconds: a build opens several connections at once, and then none for long. */
const GOOD_FOR_MS = 500;

/** Asks again only once the last answer is no longer good. An answer that failed is not kept. */
export class Briefly<T> {
  private readonly kept = new Map<string, { readonly atMs: number; readonly answer: Promise<T> }>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key);
    if (known !== undefined && this.nowMs() - known.atMs < GOOD_FOR_MS) return known.answer;
    const answer = ask();
    this.kept.set(key, { atMs: this.nowMs(), answer });
    answer.catch(() => {
      if (this.kept.get(key)?.answer === answer) this.kept.delete(key);
    });
    return answer;
  }
}
