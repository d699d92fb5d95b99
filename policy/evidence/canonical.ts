import { createHash } from "node:crypto";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON without spaces, the keys of each object in the order of their code units: equal values give equal texts, however they were written. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item ?? null)).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  const entries = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`);
  return `{${entries.join(",")}}`;
}

/** SHA-256 (FIPS 180-4) of the canonical text, in hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalText(value)).digest("hex");
}

/** Widest line that is not broken. */
const lineWidth = 160;

/** JSON for readers: what fits is on one line, so that a node or a rule is one line where it can be. Ends with a line feed. */
export function readableText(value: unknown): string {
  return `${readable(value, "")}\n`;
}

function readable(value: unknown, indent: string): string {
  const short = JSON.stringify(value);
  if (indent.length + short.length <= lineWidth || typeof value !== "object" || value === null) return short;
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => inner + readable(item, inner)).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{\n${entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${readable(item, inner)}`).join(",\n")}\n${indent}}`;
}
