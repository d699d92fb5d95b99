import { type Problem, show } from "./problem";

/** Where a value stands while it is read: its path, the stack file, and where problems go. */
export interface At {
  readonly path: string;
  readonly file: string;
  readonly problems: Problem[];
}

/**
 * One setting: what it means, what it may be, and how it is read. The readers, the messages and docs/settings.md all
 * come from this one description.
 */
export interface Field<T> {
  /** What it means, one sentence without a full stop. */
  readonly about: string;
  /** What is allowed, in words. */
  readonly allowed: string;
  /** A value as it is written in the stack file. */
  readonly example: string;
  /** Fields within, by key (`*`: any name), for the reference table; absent for a plain value. */
  readonly inner?: Readonly<Record<string, Field<unknown>>>;
  /** @returns undefined if the value is wrong; then it has reported why to `at.problems` */
  read(raw: unknown, at: At): T | undefined;
}

/** A length of time: written `60m`, held in seconds under the key plus `Seconds`. */
export interface DurationField extends Field<number> {
  readonly unit: "Seconds";
}

/** The value that a field reads. */
export type Value<F> = F extends Field<infer T> ? T : never;

/** A field for one plain value; `parse` answers undefined for what is not allowed. */
export function value<T>(
  about: string,
  allowed: string,
  example: string,
  parse: (raw: unknown) => T | undefined,
): Field<T> {
  return {
    about,
    allowed,
    example,
    read(raw, at) {
      const parsed = raw === undefined || raw === null ? undefined : parse(raw);
      if (parsed === undefined) at.problems.push(wrong(at, raw, allowed, example));
      return parsed;
    },
  };
}

/** The problem of a value that is missing or not allowed. */
export function wrong(at: At, raw: unknown, allowed: string, example: string): Problem {
  const verb = raw === undefined || raw === null ? "add" : "change";
  const key = at.path.split(".").at(-1) ?? at.path;
  return {
    path: at.path,
    got: show(raw),
    allowed,
    fix: `${verb} it in ${at.file}, e.g. ${key.endsWith("]") ? example : `${key}: ${example}`}`,
  };
}
