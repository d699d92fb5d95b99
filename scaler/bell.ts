import { type Clock } from "./ports";

/** Rung by events, waited on by the loop. A ring while nobody waits is kept for the next wait. */
export class Bell {
  #rung = false;
  #awake: AbortController | null = null;

  ring(): void {
    this.#rung = true;
    this.#awake?.abort();
  }

  /** Resolves when the bell rings or has rung, after `ms`, or when `signal` aborts. @returns true if it rang */
  async wait(ms: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
    if (!this.#rung) {
      const awake = new AbortController();
      this.#awake = awake;
      await clock.sleep(ms, AbortSignal.any([awake.signal, signal]));
      this.#awake = null;
    }
    const rang = this.#rung;
    this.#rung = false;
    return rang;
  }
}
