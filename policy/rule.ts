import { type Control } from "./controls";
import { type Fact, type Unknown } from "./facts/fact";
import { type ResourceFacts, type ResourceName, type StackFacts } from "./facts/resource";

/**
 * `refused`: the rule is broken. `undetermined`: the rule cannot tell, because a value that matters is not known; it
 * blocks like a refusal.
 */
export type Verdict = "refused" | "undetermined";

/** One reason not to create a resource. */
export interface Finding {
  readonly resource: ResourceName;
  /** Path inside the resource, e.g. `routes[0].cidrBlock`; none if the resource itself is the fault. */
  readonly property?: string;
  readonly verdict: Verdict;
  /** What was found. Only values of the properties that rules judge are shown: none of these holds a secret. */
  readonly found: string;
  /** Why that matters here. */
  readonly reason: string;
  /** What to change. */
  readonly fix: string;
}

/** Texts that an operator may set for one rule in the file of `--policy-pack-config`. */
export interface RuleOption {
  readonly description: string;
  readonly default: readonly string[];
  /** @throws RangeError naming the value and what is allowed. */
  readonly check: (values: readonly string[]) => void;
}

export type OptionValues = Readonly<Record<string, readonly string[]>>;

/** Where frameworks ask for what a rule holds. Ids as each framework writes them; empty: it does not. */
export interface Frameworks {
  /** NIST SP 800-53 revision 5, e.g. `SC-7(5)`. */
  readonly nist: readonly string[];
  /** CIS AWS Foundations Benchmark 5.0.0, e.g. `5.3`. */
  readonly cis: readonly string[];
  /** SLSA 1.0, e.g. `Build L3: Isolated`. */
  readonly slsa: readonly string[];
}

/** A rule: one file in `rules/`, whose name is the rule's `id`. Its checks are pure. */
export interface Rule {
  readonly id: string;
  /** What holds where the rule holds, in one sentence. */
  readonly title: string;
  readonly control: Control;
  readonly severity: "critical" | "high" | "medium";
  readonly frameworks?: Frameworks;
  /** The page of AWS (or of the framework) that says why. */
  readonly url?: string;
  /** For the catalogue: what triggers the rule. */
  readonly cause: string;
  /** What to change, unless a finding says it more exactly. */
  readonly fix: string;
  readonly options?: Readonly<Record<string, RuleOption>>;
  /** Whether the rule has anything to say of resources of this type. */
  readonly judges: (type: string) => boolean;
  /** Judges one resource by its own properties; runs before the resource is created, and again on the result. */
  readonly check?: (resource: ResourceFacts, options: OptionValues) => readonly Finding[];
  /** Judges how resources relate, once all are declared. */
  readonly relate?: (stack: StackFacts, options: OptionValues) => readonly Finding[];
}

type Place = readonly [resource: ResourceName, property?: string];

function finding(
  [resource, property]: Place,
  verdict: Verdict,
  found: string,
  reason: string,
  fix: string,
): Finding {
  const { urn, type, name } = resource;
  return { resource: { urn, type, name }, ...(property && { property }), verdict, found, reason, fix };
}

export function refused(place: Place, found: string, reason: string, fix: string): Finding {
  return finding(place, "refused", found, reason, fix);
}

export function undetermined(place: Place, fact: Unknown, reason: string, fix: string): Finding {
  const advice = `Give a value that is known at preview. ${fix}`;
  return finding(place, "undetermined", `undetermined: it ${fact.why}`, reason, advice);
}

/** A value as a finding shows it. */
export function shown(fact: Fact<string | number | boolean>): string {
  if (fact.state === "absent") return "not set";
  if (fact.state === "unknown") return `undetermined: it ${fact.why}`;
  return typeof fact.value === "string" ? `"${fact.value.slice(0, 100)}"` : String(fact.value);
}

/** `judges` for a fixed list of types. */
export function ofTypes(...types: readonly string[]): (type: string) => boolean {
  const listed = new Set(types);
  return (type) => listed.has(type);
}
