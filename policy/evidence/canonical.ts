import { createHash } from "node:crypto";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Takes a text part by part: that of a large network is longer than a string can be. */
export type Sink = (part: string) => void;

/** Characters of a part: enough that what is done with each costs little, few enough that it takes no memory to speak of. */
const partLength = 65_536;

/** Collects a text in parts. */
class Parts {
  private text = "";

  constructor(private readonly sink: Sink) {}

  add(text: string): void {
    this.text += text;
    if (this.text.length >= partLength) this.end();
  }

  end(): void {
    if (this.text !== "") this.sink(this.text);
    this.text = "";
  }
}

function partsOf(write: (parts: Parts) => void, sink: Sink): void {
  const parts = new Parts(sink);
  write(parts);
  parts.end();
}

function textOf(write: (sink: Sink) => void): string {
  const parts: string[] = [];
  write((part) => parts.push(part));
  return parts.join("");
}

/**
 * JSON without spaces, the keys of each object in the order of their code units: equal values give equal texts, however they were written.
 * @throws RangeError if it is longer than a string can be
 */
export function canonicalText(value: unknown): string {
  return textOf((sink) => {
    writeCanonical(value, sink);
  });
}

/** The canonical text, part by part. */
export function writeCanonical(value: unknown, sink: Sink): void {
  partsOf((parts) => {
    canonical(value, parts);
  }, sink);
}

function canonical(value: unknown, parts: Parts): void {
  if (Array.isArray(value)) {
    parts.add("[");
    for (let at = 0; at < value.length; at++) {
      if (at > 0) parts.add(",");
      canonical(value[at], parts);
    }
    parts.add("]");
  } else if (isRecord(value)) {
    let before = "{";
    for (const key of Object.keys(value).sort()) {
      if (value[key] === undefined) continue;
      parts.add(`${before}${JSON.stringify(key)}:`);
      canonical(value[key], parts);
      before = ",";
    }
    parts.add(before === "{" ? "{}" : "}");
  } else parts.add(JSON.stringify(value ?? null));
}

/** SHA-256 (FIPS 180-4) of the canonical text, in hexadecimal. */
export function hashOf(value: unknown): string {
  const hash = createHash("sha256");
  writeCanonical(value, (part) => hash.update(part));
  return hash.digest("hex");
}

/** Widest line that is not broken. */
const lineWidth = 160;

/**
 * JSON for readers: what fits is on one line, so that a node or a rule is one line where it can be. Ends with a line feed.
 * @throws RangeError if it is longer than a string can be
 */
export function readableText(value: unknown): string {
  return textOf((sink) => {
    writeReadable(value, sink);
  });
}

/** The readable text, part by part. */
export function writeReadable(value: unknown, sink: Sink): void {
  partsOf((parts) => {
    readable(value, "", parts);
    parts.add("\n");
  }, sink);
}

function readable(value: unknown, indent: string, parts: Parts): void {
  const short = onOneLine(value, lineWidth - indent.length);
  if (short !== undefined) {
    parts.add(short);
    return;
  }
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    value.forEach((item: unknown, at) => {
      parts.add(`${at === 0 ? "[" : ","}\n${inner}`);
      readable(item, inner, parts);
    });
    parts.add(`\n${indent}]`);
  } else if (isRecord(value)) {
    let before = "{";
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      parts.add(`${before}\n${inner}${JSON.stringify(key)}: `);
      readable(item, inner, parts);
      before = ",";
    }
    parts.add(`\n${indent}}`);
  }
}

/**
 * As `JSON.stringify` writes it, or undefined if that has more characters than there is room for; what is neither list nor object is
 * written whatever its length. Ends as soon as it is too long: a large object is asked for at every level.
 */
function onOneLine(value: unknown, room: number): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const isList = Array.isArray(value);
  let text = isList ? "[" : "{";
  for (const key of Object.keys(value)) {
    const item = (value as Readonly<Record<string, unknown>>)[key];
    if (item === undefined && !isList) continue;
    const name = isList ? "" : `${JSON.stringify(key)}:`;
    const left = room - text.length - name.length - 1;
    const inner = left < 0 ? undefined : onOneLine(item, left);
    if (inner === undefined || inner.length > left) return undefined;
    text += `${text.length === 1 ? "" : ","}${name}${inner}`;
  }
  text += isList ? "]" : "}";
  return text.length <= room ? text : undefined;
}
