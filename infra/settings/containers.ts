import { type At, type DurationField, type Field, type Value, wrong } from "./field";
import { nearest } from "./nearest";
import { show } from "./problem";

/** Fields by key. */
export type Shape = Readonly<Record<string, Field<unknown>>>;

/** What a group reads: a duration `tick` becomes `tickSeconds`, any other key stays as it is. */
export type GroupValue<S extends Shape> = {
  readonly [K in keyof S & string as S[K] extends DurationField ? `${K}Seconds` : K]: Value<S[K]>;
};

/** A field of fields: every key must be there, and no other may. */
export interface Group<S extends Shape> extends Field<GroupValue<S>> {
  readonly inner: S;
}

export function group<S extends Shape>(about: string, shape: S): Group<S> {
  const keys = Object.keys(shape);
  const allowed = `an object with the keys ${keys.join(", ")}`;
  const example = `{${keys.map((key) => `${key}: …`).join(", ")}}`;
  return {
    about,
    allowed,
    example,
    inner: shape,
    read(raw, at) {
      if (!isObject(raw)) {
        at.problems.push(wrong(at, raw, allowed, example));
        return undefined;
      }
      const read = readShape(shape, raw, at, (key) => `${at.path}.${key}`);
      return isWhole(read) ? read : undefined;
    },
  };
}

/** What could be read of a shape: undefined where a field is wrong. */
export type Partly<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Reads every field of a shape, and refuses keys that it does not know; an unknown key hides no value. */
export function readShape<S extends Shape>(
  shape: S,
  raw: Readonly<Record<string, unknown>>,
  at: At,
  pathOf: (key: string) => string,
): Partly<GroupValue<S>> {
  const known = Object.keys(shape);
  for (const key of Object.keys(raw)) {
    if (Object.hasOwn(shape, key)) continue;
    const meant = nearest(key, known);
    at.problems.push({
      path: pathOf(key),
      // An unknown key may hold anything, a secret too: its value is not repeated.
      got: "an unknown key",
      allowed: known.join(", "),
      fix:
        meant === undefined
          ? `remove it from ${at.file}`
          : `did you mean ${meant}? Rename or remove it in ${at.file}`,
    });
  }
  const entries = Object.entries(shape).map(([key, field]) => {
    const read = field.read(Object.hasOwn(raw, key) ? raw[key] : undefined, { ...at, path: pathOf(key) });
    return [isDuration(field) ? `${key}${field.unit}` : key, read] as const;
  });
  return Object.freeze(Object.fromEntries(entries)) as Partly<GroupValue<S>>;
}

/** True if every field could be read. */
export function isWhole<T extends object>(parts: Partly<T>): parts is T {
  return Object.values(parts).every((part) => part !== undefined);
}

/** A list of values of one kind. */
export function list<T>(about: string, of: Field<T>, min: number, max: number): Field<readonly T[]> {
  const allowed = `a list of ${min} to ${max}, each ${of.allowed}`;
  const example = `[${of.example}]`;
  return {
    about,
    allowed,
    example,
    read(raw, at) {
      if (!Array.isArray(raw) || raw.length < min || raw.length > max) {
        at.problems.push(wrong(at, raw, allowed, example));
        return undefined;
      }
      const items = raw.map((item: unknown, index) => of.read(item, { ...at, path: `${at.path}[${index}]` }));
      return items.some((item) => item === undefined) ? undefined : Object.freeze(items as T[]);
    },
  };
}

/** Values of one kind by a name that the user chooses. */
export function named<T>(
  about: string,
  name: { readonly pattern: RegExp; readonly allowed: string; readonly example: string },
  of: Field<T>,
  min: number,
  max: number,
): Field<Readonly<Record<string, T>>> {
  const allowed = `an object of ${min} to ${max} entries, each key ${name.allowed}`;
  const example = `{${name.example}: …}`;
  return {
    about,
    allowed,
    example,
    inner: { "*": of },
    read(raw, at) {
      const names = isObject(raw) ? Object.keys(raw) : [];
      if (!isObject(raw) || names.length < min || names.length > max) {
        at.problems.push(wrong(at, raw, allowed, example));
        return undefined;
      }
      const entries = names.map((key) => {
        const inside = { ...at, path: `${at.path}.${key}` };
        if (name.pattern.test(key)) return [key, of.read(raw[key], inside)] as const;
        at.problems.push({
          path: inside.path,
          got: `the name ${show(key)}`,
          allowed: name.allowed,
          fix: `rename it in ${at.file}, e.g. ${name.example}`,
        });
        return [key, undefined] as const;
      });
      if (entries.some(([, read]) => read === undefined)) return undefined;
      return Object.freeze(Object.fromEntries(entries)) as Readonly<Record<string, T>>;
    },
  };
}

function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

function isDuration(field: Field<unknown>): field is DurationField {
  return "unit" in field;
}
