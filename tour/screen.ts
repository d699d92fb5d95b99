import { inHouseNames } from "../lab/master/inHouse";
import { IN_HOUSE_WORKERS } from "../lab/status";
import { type Decisions } from "./decisions";
import { type TourView } from "./frame";
import { machineView, type Look } from "./observer";
import { jobTypes } from "./plan";
import { Steps } from "./steps";

/** Decisions that are kept for the live view. */
const keptEvents = 20;

/** What is shown of a tour while it runs: the live view, and lines for a log. */
export class Screen {
  readonly steps: Steps;
  private events: readonly string[] = [];
  private look: Look | null = null;
  private workers: readonly string[] = inHouseNames(IN_HOUSE_WORKERS);
  private decisions: Decisions | null = null;

  constructor(
    private readonly startedAtMs: number,
    private readonly onView: (view: TourView) => void,
    private readonly onLine: (line: string) => void,
  ) {
    this.steps = new Steps((_, { title, state, detail }) => {
      const because = detail === "" ? "" : ` (${detail})`;
      if (state === "done" || state === "failed") onLine(`${title}: ${state}${because}`);
      else if (state === "running" && detail === "") onLine(`${title}…`);
      this.show();
    });
  }

  /** All workers, in-house first, and where the scaler tells what it decides. */
  watch(cloudWorkers: readonly string[], decisions: Decisions): void {
    this.workers = [...inHouseNames(IN_HOUSE_WORKERS), ...cloudWorkers];
    this.decisions = decisions;
  }

  get allWorkers(): readonly string[] {
    return this.workers;
  }

  seen(look: Look): void {
    this.look = look;
    for (const line of this.decisions?.news() ?? []) {
      this.events = [...this.events, line].slice(-keptEvents);
      this.onLine(`  ${line}`);
    }
    this.show();
  }

  private show(): void {
    const { look } = this;
    const views = look === null ? [] : this.workers.map((name) => machineView(name, look));
    this.onView({
      elapsedSeconds: (Date.now() - this.startedAtMs) / 1000,
      steps: this.steps.all(),
      inHouse: views.slice(0, IN_HOUSE_WORKERS),
      vms: views.slice(IN_HOUSE_WORKERS),
      pending: look?.pending ?? {},
      finished: look?.complete ?? 0,
      filed: look === null ? 0 : jobTypes.reduce((sum, { builds }) => sum + builds[0] + builds[1], 0),
      events: this.events,
    });
  }
}
