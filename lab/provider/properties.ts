import { isList, isProps, type Props, type Value } from "./values";

/*
 * Typed readers of one property. An absent property is undefined (or empty, for lists and maps); a property of another
 * type is an error that names it. Numbers and flags may come as text, since Pulumi's schema declares some so.
 */

class PropertyTypeError extends Error {
  constructor(key: string, value: Value, allowed: string) {
    super(`Property "${key}" is ${JSON.stringify(value)}; it must be ${allowed}.`);
    this.name = "PropertyTypeError";
  }
}

export function text(props: Props, key: string): string | undefined {
  const value = props[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "object") throw new PropertyTypeError(key, value, "a text");
  return String(value);
}

/** @throws when the property is absent. */
export function needText(props: Props, key: string): string {
  const value = text(props, key);
  if (value === undefined) throw new Error(`Property "${key}" is missing; it must be a text.`);
  return value;
}

export function numeric(props: Props, key: string): number | undefined {
  const value = props[key];
  if (value === undefined || value === null || value === "") return undefined;
  const number = typeof value === "number" || typeof value === "string" ? Number(value) : NaN;
  if (Number.isNaN(number)) throw new PropertyTypeError(key, value, "a number");
  return number;
}

export function flag(props: Props, key: string): boolean | undefined {
  const value = props[key];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw new PropertyTypeError(key, value, "true or false");
}

function list(props: Props, key: string): readonly Value[] {
  const value = props[key];
  if (value === undefined || value === null) return [];
  if (!isList(value)) throw new PropertyTypeError(key, value, "a list");
  return value;
}

export function texts(props: Props, key: string): string[] {
  return list(props, key).map((item) => {
    if (typeof item === "object") throw new PropertyTypeError(key, item, "a list of texts");
    return String(item);
  });
}

export function blocks(props: Props, key: string): Props[] {
  return list(props, key).map((item) => {
    if (!isProps(item)) throw new PropertyTypeError(key, item, "a list of objects");
    return item;
  });
}

export function block(props: Props, key: string): Props | undefined {
  const value = props[key];
  if (value === undefined || value === null) return undefined;
  if (!isProps(value)) throw new PropertyTypeError(key, value, "an object");
  return value;
}

export function textMap(props: Props, key: string): Record<string, string> {
  const value = block(props, key) ?? {};
  return Object.fromEntries(
    Object.keys(value).flatMap((name) => {
      const item = text(value, name);
      return item === undefined ? [] : [[name, item]];
    }),
  );
}

/** Undefined for an empty list: most AWS calls refuse one. */
export function nonEmpty<T>(items: readonly T[]): T[] | undefined {
  return items.length === 0 ? undefined : [...items];
}
