/** What the live view of a tour shows; rendered anew at each change. */
export interface TourView {
  readonly elapsedSeconds: number;
  readonly steps: readonly TourStep[];
  readonly vms: readonly MachineView[];
  readonly inHouse: readonly MachineView[];
  /** Unclaimed requests by builder. */
  readonly pending: Readonly<Record<string, number>>;
  readonly finished: number;
  readonly filed: number;
  /** Latest last. */
  readonly events: readonly string[];
}

export interface TourStep {
  readonly title: string;
  readonly state: "waiting" | "running" | "done" | "failed";
  readonly detail: string;
}

export interface MachineView {
  readonly name: string;
  readonly state:
    "absent" | "waking" | "idle" | "building" | "draining" | "falling asleep" | "asleep" | "gone";
  /** What it builds, or "". */
  readonly building: string;
}

const marks: Readonly<Record<TourStep["state"], string>> = {
  waiting: "·",
  running: "▸",
  done: "✓",
  failed: "✗",
};
const stepColours: Readonly<Record<TourStep["state"], number>> = {
  waiting: 90,
  running: 36,
  done: 32,
  failed: 31,
};
const machineColours: Readonly<Record<MachineView["state"], number>> = {
  absent: 90,
  waking: 33,
  idle: 36,
  building: 32,
  draining: 35,
  "falling asleep": 35,
  asleep: 34,
  gone: 90,
};
const eventLines = 6;

/** A frame as lines, each at most `columns` wide, colours aside. */
export function frame(view: TourView, columns: number, colour: boolean): readonly string[] {
  const paint = (code: number, words: string): string =>
    colour ? `\u001b[${code}m${words}\u001b[0m` : words;
  const fit = (words: string): string => (words.length > columns ? `${words.slice(0, columns - 1)}…` : words);
  const steps = view.steps.map((step) =>
    paint(
      stepColours[step.state],
      fit(`${marks[step.state]} ${step.title}${step.detail === "" ? "" : ` · ${step.detail}`}`),
    ),
  );
  const machine = ({ name, state, building }: MachineView): string =>
    paint(machineColours[state], fit(`  ${name.padEnd(22)} ${state.padEnd(15)} ${building}`));
  const queue = Object.entries(view.pending)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([builder, count]) => `${builder} ${count}`)
    .join(" · ");
  const body =
    view.filed === 0
      ? []
      : [
          "",
          fit(
            `builds ${bar(view.finished, view.filed, Math.max(10, Math.min(40, columns - 30)))} ${view.finished}/${view.filed}`,
          ),
          fit(`queue  ${queue === "" ? "empty" : queue}`),
          "",
          ...view.inHouse.map(machine),
          ...view.vms.map(machine),
        ];
  const events = view.events.slice(-eventLines).map((event) => paint(90, fit(`  ${event}`)));
  return [
    fit(`overflow tour · ${clock(view.elapsedSeconds)}`),
    "",
    ...steps,
    ...body,
    ...(events.length === 0 ? [] : ["", ...events]),
  ];
}

/** `▇▇▇░░` of the given width. */
export function bar(done: number, of: number, width: number): string {
  const filled = of === 0 ? 0 : Math.round((Math.min(done, of) / of) * width);
  return "▇".repeat(filled) + "░".repeat(width - filled);
}

/** `m:ss`. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
