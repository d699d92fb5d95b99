/**
 * What is known of one value. Three-valued on purpose: a value that only the update will show (`unknown`) is neither
 * given nor missing, and a rule that needs it must say so instead of passing.
 */
export type Fact<T> = Known<T> | Unknown | Absent;

export interface Known<T> {
  readonly state: "known";
  readonly value: T;
}

/** `why` completes the sentence "this value …". */
export interface Unknown {
  readonly state: "unknown";
  readonly why: string;
}

export interface Absent {
  readonly state: "absent";
}

/** The usual unknown: an output of a resource that does not exist yet. */
export const notYetKnown: Unknown = { state: "unknown", why: "is not known before the update" };

export const absent: Absent = { state: "absent" };

export function known<T>(value: T): Known<T> {
  return { state: "known", value };
}

export function unknown(why: string): Unknown {
  return { state: "unknown", why };
}

/** Applies `read` to a known value; an unknown and an absent one stay what they are. */
export function chain<T, U>(fact: Fact<T>, read: (value: T) => Fact<U>): Fact<U> {
  return fact.state === "known" ? read(fact.value) : fact;
}
