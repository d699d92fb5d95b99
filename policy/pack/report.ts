import { type RuleResult, type RuleStatus } from "../judgement/judgement";
import { type Finding, type Rule } from "../rule";

/** A finding under the name of its rule. */
export interface RuleFinding {
  readonly rule: Rule;
  readonly finding: Finding;
}

/** How a rule ended, and how many resources of the stack it had something to say of. */
export interface RuleTally {
  readonly name: string;
  readonly status: RuleStatus;
  readonly checked: number;
  /** Why it does not apply. */
  readonly reason?: string;
  /** Last day of its exemption. */
  readonly until?: string;
}

/** What a run of the pack leaves behind, for `overflow` and for a security review. No clock: the same stack gives the same text. */
export interface PolicyReport {
  readonly schema: 1;
  /** From the caller, unchanged: shows that this report is of this run. */
  readonly nonce: string | undefined;
  readonly pack: string;
  readonly version: string;
  /** True at preview. Left out if the engine does not say: 3.259 does not tell a pack that lies on disk. */
  readonly dryRun?: boolean;
  readonly resourcesSeen: number;
  /** Those that are not exempt. */
  readonly findings: readonly ReportFinding[];
  /** Exemptions that do not hold, and rules that were switched off. */
  readonly faults: readonly string[];
  readonly rules: readonly RuleTally[];
}

export interface ReportFinding {
  readonly rule: string;
  readonly level: "mandatory";
  readonly verdict: Finding["verdict"];
  readonly control: string;
  readonly urn: string;
  readonly resource: string;
  readonly property?: string;
  readonly found: string;
  readonly message: string;
  readonly fix: string;
  /** What an exemption of it would be bound to. */
  readonly factsHash: string;
}

/** Tells findings apart; the same fault seen in the inputs and in the result is one. */
export function keyOf({ rule, finding }: RuleFinding): string {
  return [finding.resource.urn, finding.property ?? "", rule.id, finding.found].join("\n");
}

/** One sentence each: what was found, why it matters. */
export function messageOf({ rule, finding }: RuleFinding): string {
  const { resource, property, found, reason } = finding;
  return `${resource.name}${property === undefined ? "" : `: ${property}`} is ${found}. ${reason} (${rule.control.id})`;
}

/** What a user reads under the rule's title when Pulumi refuses a resource. */
export function consoleText({ rule, finding }: RuleFinding): string {
  const { resource, property, found, reason, fix } = finding;
  return [
    `  resource  ${resource.name}  (${resource.type})`,
    `  found     ${property === undefined ? found : `${property} = ${found}`}`,
    `  why       ${reason} [${rule.control.id}: ${rule.control.statement}]`,
    `  fix       ${fix}`,
  ].join("\n");
}

/** The findings of a report, in the order of resource, property, rule; without exempt ones. */
export function reportFindings(results: readonly RuleResult[]): readonly ReportFinding[] {
  const all = results.flatMap(({ rule, findings }) => findings.map((finding) => ({ rule, finding })));
  const open = all.filter(({ finding }) => finding.exemption === undefined);
  const byKey = new Map(open.map((item) => [keyOf(item), item]));
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => ({
      rule: item.rule.id,
      level: "mandatory",
      verdict: item.finding.verdict,
      control: item.rule.control.id,
      urn: item.finding.resource.urn,
      resource: item.finding.resource.name,
      ...(item.finding.property !== undefined && { property: item.finding.property }),
      found: item.finding.found,
      message: messageOf(item),
      fix: item.finding.fix,
      factsHash: item.finding.factsHash,
    }));
}

export function resultOf({ rule, status, checked, reason, until }: RuleResult): RuleTally {
  return {
    ...{ name: rule.id, status, checked },
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until }),
  };
}

export function reportText(report: PolicyReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
