import { setTimeout as sleep } from "node:timers/promises";

/** Between two looks. A load balancer looks every 5 s at most often; the lab's clock runs fast. */
const LOOK_EVERY_MS = 250;
const ANSWER_WITHIN_MS = 2000;

/** The load balancer's health check of one mirror: asks it, and tells the emulator, whose target groups know no target by themselves. */
export class Heartbeat {
  private readonly ending = new AbortController();
  private readonly done: Promise<void>;
  /** What the emulator was told last; null: nothing yet. */
  private told: boolean | null = null;
  private wasHealthy = false;

  constructor(
    private readonly instanceId: string,
    private readonly url: string,
    private readonly emulatorUrl: string,
    private readonly log: (line: string) => void,
  ) {
    this.done = this.watch();
  }

  hasBeenHealthy(): boolean {
    return this.wasHealthy;
  }

  /** Looks no more, and tells that the instance is not healthy. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.done;
    await this.tell(false);
  }

  private async watch(): Promise<void> {
    const { signal } = this.ending;
    const isOver = () => signal.aborted;
    while (!isOver()) {
      const isHealthy = await this.look();
      if (isOver()) return;
      this.wasHealthy ||= isHealthy;
      if (isHealthy !== this.told) await this.tell(isHealthy);
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private look(): Promise<boolean> {
    const signal = AbortSignal.any([this.ending.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    return fetch(this.url, { signal }).then(
      (answer) => answer.status === 200,
      () => false,
    );
  }

  private async tell(healthy: boolean): Promise<void> {
    const body = JSON.stringify({ instanceId: this.instanceId, healthy });
    const wasTold = await fetch(`${this.emulatorUrl}/lab/targets`, { method: "POST", body }).then(
      (answer) => answer.ok,
      () => false,
    );
    // One that does not answer is told at the next look.
    if (!wasTold) return;
    if (healthy !== this.told) this.log(`${this.instanceId} ${healthy ? "is healthy" : "is not healthy"}`);
    this.told = healthy;
  }
}
