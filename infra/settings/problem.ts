/** One thing that is wrong with the settings, complete enough to mend it without reading code. */
export interface Problem {
  /** Path of the option as `pulumi config set --path` takes it, e.g. `overflow:pools.linux64.maximum`. */
  readonly path: string;
  /** What stands there, as JSON; `nothing` if it is missing. */
  readonly got: string;
  /** What may stand there, in words. */
  readonly allowed: string;
  /** The change to make. */
  readonly fix: string;
}

/** Longest text of a wrong value that a message repeats, in characters. */
const longestValue = 80;

/** A wrong value for a message: its JSON, cut where it is long. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** All problems as one message; `file` is the stack file they are in, e.g. `Pulumi.staging.yaml`. */
export function renderProblems(file: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 setting is" : `${problems.length} settings are`;
  const entries = problems.map(({ path, got, allowed, fix }) =>
    [`  ${path}`, `    got      ${got}`, `    allowed  ${allowed}`, `    fix      ${fix}`].join("\n"),
  );
  return [`${file}: ${count} wrong; nothing was changed.`, ...entries].join("\n");
}
