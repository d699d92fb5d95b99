import { createHash } from "node:crypto";
import { type ResourceFacts } from "../facts/resource";
import { type Finding } from "../rule";

/** A finding that a reviewer let through, for a time, for what it was found in. `policy/exemptions.json` lists all. */
export interface Exemption {
  readonly rule: string;
  readonly urn: string;
  /** Path in the resource, as the finding names it; left out: the resource itself. */
  readonly property?: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Its last day, `2027-01-31`. */
  readonly until: string;
  /** Hash of the facts it was granted for, as the finding shows it. */
  readonly facts: string;
}

/** Longest time that an exemption may run, in days from today: what nobody looks at for longer is no exemption but a rule. */
const longestDays = 366;

const dayMs = 86_400_000;

const fields = ["rule", "urn", "reason", "owner", "until", "facts"] as const;

/** A list of exemptions from a file's content. @throws RangeError naming the entry, the field and what is allowed */
export function parseExemptions(content: unknown): readonly Exemption[] {
  if (!Array.isArray(content)) throw new RangeError("policy/exemptions.json is not a list. Use [] for none.");
  return content.map((entry: unknown, index) => {
    const given = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
    const name = `policy/exemptions.json, entry ${index + 1}`;
    for (const field of fields) {
      const value = given[field];
      if (typeof value === "string" && value.trim() !== "") continue;
      throw new RangeError(
        `${name}: '${field}' is missing. Each entry has ${fields.join(", ")}, and property if the finding has one.`,
      );
    }
    const other = Object.keys(given).find(
      (key) => key !== "property" && !(fields as readonly string[]).includes(key),
    );
    if (other !== undefined) throw new RangeError(`${name}: '${other}' is no field of an exemption.`);
    if (Number.isNaN(dayOf(String(given["until"])))) {
      throw new RangeError(
        `${name}: until is '${String(given["until"])}'. Allowed: a day such as 2027-01-31.`,
      );
    }
    return entry as Exemption;
  });
}

function dayOf(text: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
}

/** What is wrong with an exemption on a day, whatever the stack is: none if it holds. */
export function faultOf(exemption: Exemption, today: string): string | undefined {
  const name = `The exemption of ${exemption.rule} for ${exemption.urn}`;
  const daysLeft = (dayOf(exemption.until) - dayOf(today)) / dayMs;
  if (daysLeft < 0) return `${name} ended on ${exemption.until}. Mend the stack, or have it reviewed again.`;
  if (daysLeft > longestDays)
    return `${name} runs until ${exemption.until}: the longest is ${longestDays} days from today.`;
  return undefined;
}

/** True if an exemption speaks of a finding; whether it was granted for these facts is another thing. */
export function isOf(exemption: Exemption, rule: string, finding: Finding): boolean {
  return (
    exemption.rule === rule &&
    exemption.urn === finding.resource.urn &&
    (exemption.property ?? "") === (finding.property ?? "")
  );
}

/**
 * Hash of what a finding was found in: the rule, the resource, the property's value. Where the value comes from other resources these stand
 * for it, so that it is the same before and after their ids are known; what was found for certain stands beside, so that another fault in the same
 * place is not covered. An exemption of what cannot be told is none of what it turns out to be.
 * @param resource undefined: the finding is of something that the stack does not declare
 */
export function factsHash(rule: string, finding: Finding, resource: ResourceFacts | undefined): string {
  const { property } = finding;
  const top = property?.split(/[.[]/)[0];
  const sources = top === undefined ? [] : (resource?.sources(top) ?? []).map(({ urn }) => urn).sort();
  const value = top === undefined || sources.length > 0 ? null : plain(resource?.props.get(top));
  const found = finding.verdict === "refused" ? finding.found : null;
  const facts = [rule, finding.resource.urn, finding.resource.type, property ?? null, sources, value, found];
  return `sha256:${createHash("sha256").update(JSON.stringify(facts)).digest("hex")}`;
}

/** A value with its keys in order, read past the traps that a policy's server puts on unknown values. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.keys(value)
    .sort()
    .map((key) => [key, plain(Object.getOwnPropertyDescriptor(value, key)?.value as unknown)]);
}
