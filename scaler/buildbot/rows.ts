import { MasterUnreadable } from "../ports";

/** Checks of the master's answers: a row that lacks a field, or has one of another type, makes the whole answer unreadable. */

export type Row = Readonly<Record<string, unknown>>;

/** The rows of a collection answer, `{"<collection>": [...], "meta": {...}}`. */
export function rowsOf(answer: unknown, collection: string): readonly Row[] {
  const rows = isRow(answer) ? answer[collection] : undefined;
  if (!Array.isArray(rows)) throw new MasterUnreadable(`the answer has no list '${collection}'`);
  return rows.map((row: unknown, index) => {
    if (!isRow(row)) throw new MasterUnreadable(`${collection}[${index}] is not an object`);
    return row;
  });
}

export function integer(row: Row, key: string): number {
  const value = row[key];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw wrong(row, key, "a whole number");
  return value;
}

/** A time that the master gives in Unix seconds, in milliseconds. */
export function timeMs(row: Row, key: string): number {
  const seconds = integer(row, key);
  if (seconds <= 0) throw wrong(row, key, "a time in Unix seconds");
  return seconds * 1000;
}

export function text(row: Row, key: string): string {
  const value = row[key];
  if (typeof value !== "string" || value === "") throw wrong(row, key, "a text");
  return value;
}

/** A text that may be missing: null, which the master gives for none. */
export function textOrNull(row: Row, key: string): string | null {
  const value = row[key];
  if (value !== null && typeof value !== "string") throw wrong(row, key, "a text or null");
  return value;
}

export function flag(row: Row, key: string): boolean {
  const value = row[key];
  if (typeof value !== "boolean") throw wrong(row, key, "true or false");
  return value;
}

export function list(row: Row, key: string): readonly unknown[] {
  const value = row[key];
  if (!Array.isArray(value)) throw wrong(row, key, "a list");
  return value as readonly unknown[];
}

export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(row: Row, key: string, allowed: string): MasterUnreadable {
  const got = key in row ? JSON.stringify(row[key]).slice(0, 80) : "nothing";
  return new MasterUnreadable(`'${key}' is not ${allowed}: got ${got}`);
}
