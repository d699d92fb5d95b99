import { type TourStep } from "./frame";

/** The chapters of a tour, in order. */
export const chapters = {
  lab: "A region and a build network on this machine",
  up: "Stack up, under its policy",
  wave1: "A backlog arrives: machines are made",
  sleep1: "No backlog: idle machines go to sleep",
  wave2: "A second backlog: sleeping machines wake",
  sleep2: "And sleep again",
  down: "Stack down, nothing left",
} as const;

export type Chapter = keyof typeof chapters;

/** Which chapter runs, and what is to be said of each. */
export class Steps {
  private readonly steps = new Map<Chapter, TourStep>(
    (Object.keys(chapters) as Chapter[]).map((chapter) => [
      chapter,
      { title: chapters[chapter], state: "waiting", detail: "" },
    ]),
  );

  constructor(private readonly onChange: (chapter: Chapter, step: TourStep) => void) {}

  all(): readonly TourStep[] {
    return [...this.steps.values()];
  }

  begin(chapter: Chapter): void {
    this.set(chapter, { state: "running" });
  }

  tell(chapter: Chapter, detail: string): void {
    this.set(chapter, { detail });
  }

  end(chapter: Chapter, detail?: string): void {
    this.set(chapter, { state: "done", ...(detail === undefined ? {} : { detail }) });
  }

  /** What runs has failed. */
  fail(): void {
    for (const [chapter, step] of this.steps)
      if (step.state === "running") this.set(chapter, { state: "failed" });
  }

  private set(chapter: Chapter, change: Partial<TourStep>): void {
    const step = { ...(this.steps.get(chapter) ?? { title: "", state: "waiting", detail: "" }), ...change };
    this.steps.set(chapter, step);
    this.onChange(chapter, step);
  }
}
