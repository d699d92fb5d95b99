import { type Breach } from "../proof/verdict";
import { hashOf } from "./canonical";
import { type EvidenceFinding } from "./evidence";

/** Tells a finding again in a later run: rule, resource and place, not the words. */
export function findingFingerprint(rule: string, { urn, property }: EvidenceFinding): string {
  return hashOf([rule, urn, property ?? ""]);
}

/** Tells a path again: its zones, and what it passes through, not the example packet. */
export function breachFingerprint({ from, to, path }: Breach): string {
  return hashOf([from, to, path.map(({ node, urn, property }) => [node, urn ?? "", property ?? ""])]);
}
