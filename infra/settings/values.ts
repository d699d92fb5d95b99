import { orNone } from "./choice";
import { parseAddress, parseCidr } from "../cidr";
import { type DurationField, type Field, value } from "./field";

/** Text that matches a pattern. */
export function text(about: string, pattern: RegExp, allowed: string, example: string): Field<string> {
  return value(about, allowed, example, (raw) =>
    typeof raw === "string" && pattern.test(raw) ? raw : undefined,
  );
}

/** Pulumi hands top-level values over as text, values inside objects as they are: both spellings are read. */
export function boolean(about: string): Field<boolean> {
  return value(about, "true or false", "true", (raw) =>
    raw === true || raw === "true" ? true : raw === false || raw === "false" ? false : undefined,
  );
}

/** A whole number within bounds, both included. */
export function whole(about: string, min: number, max: number, example: number): Field<number> {
  return value(about, `a whole number from ${min} to ${max}`, String(example), (raw) => {
    const number = numberOf(raw);
    return number !== undefined && Number.isInteger(number) && number >= min && number <= max
      ? number
      : undefined;
  });
}

/** One of a few numbers, e.g. those that an AWS API takes. */
export function oneOf(about: string, numbers: readonly number[], example: number): Field<number> {
  return value(about, `one of ${numbers.join(", ")}`, String(example), (raw) =>
    numbers.find((number) => number === numberOf(raw)),
  );
}

/** An amount of US dollars greater than zero. */
export function dollars(about: string, example: number): Field<number> {
  return value(about, "US dollars, more than 0", String(example), dollarsOf);
}

/** Dollars, or the word `none`, read as null. */
export function dollarsOrNone(about: string, example: number): Field<number | null> {
  return orNone(dollars(about, example));
}

/** A count of days from 1, or the word `none`, read as null. */
export function daysOrNone(about: string, most: number, example: number): Field<number | null> {
  return orNone(whole(about, 1, most, example));
}

function dollarsOf(raw: unknown): number | undefined {
  const number = numberOf(raw);
  return number !== undefined && number > 0 ? number : undefined;
}

function numberOf(raw: unknown): number | undefined {
  if (typeof raw === "number") return Number.isFinite(raw) ? raw : undefined;
  return typeof raw === "string" && /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : undefined;
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Seconds of `20s`, `60m` or `1h`; undefined for anything else. */
function parseDuration(duration: string): number | undefined {
  const match = /^(\d+)([smh])$/.exec(duration);
  const unit = secondsOf[match?.[2] ?? ""];
  return unit === undefined ? undefined : Number(match?.[1]) * unit;
}

/** A length of time within bounds, both included, e.g. `60m`. */
export function duration(about: string, min: string, max: string, example: string): DurationField {
  const [least = 0, most = 0] = [min, max].map(parseDuration);
  const field = value(about, `a time from ${min} to ${max}, written like 20s, 60m, 1h`, example, (raw) => {
    const seconds = typeof raw === "string" ? parseDuration(raw) : undefined;
    return seconds !== undefined && seconds >= least && seconds <= most ? seconds : undefined;
  });
  return { ...field, unit: "Seconds" };
}

/** An IPv4 block whose prefix length lies within bounds, both included. */
export function cidr(about: string, shortest: number, longest: number, example: string): Field<string> {
  const lengths = shortest === longest ? `/${shortest}` : `/${shortest} to /${longest}`;
  return value(about, `an IPv4 block ${lengths}, no bits set behind the prefix`, example, (raw) => {
    const block = typeof raw === "string" ? parseCidr(raw) : undefined;
    return block !== undefined && block.prefix >= shortest && block.prefix <= longest
      ? String(raw)
      : undefined;
  });
}

/** One IPv4 address. */
export function address(about: string, example: string): Field<string> {
  return value(about, "an IPv4 address", example, (raw) =>
    typeof raw === "string" && parseAddress(raw) !== undefined ? raw : undefined,
  );
}

/** A TCP port. */
export function port(about: string, example: number): Field<number> {
  return whole(about, 1, 65_535, example);
}
