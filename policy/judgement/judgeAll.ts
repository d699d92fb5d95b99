import { type Exemption, factsHash, faultOf, isOf } from "./exemptions";
import { ofVpcs } from "../facts/ofVpcs";
import { type StackFacts } from "../facts/resource";
import { isolationOf, type IsolationOptions } from "./isolation";
import { judgeStack, optionsOf } from "./judge";
import { type JudgedFinding, type Judgement, type RuleResult, type RuleStatus } from "./judgement";
import { marginsOf } from "../proof/margin";
import { type ProofVerdict } from "../proof/verdict";
import { type Finding, type Rule } from "../rule";
import { findingOf, isolatedNetwork } from "../rules/isolated-network";

export interface JudgeOptions extends IsolationOptions {
  readonly exemptions: readonly Exemption[];
  /** Today, `2026-11-24`: the core has no clock. */
  readonly today: string;
  /** Options of rules, by the rule's id. */
  readonly ruleOptions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Everything that is said of a stack: packets, every rule, exemptions, margins. Pure. @throws RangeError if an option of a rule is wrong */
export function judgeAll(stack: StackFacts, rules: readonly Rule[], options: JudgeOptions): Judgement {
  const isolation = isolationOf(stack, options);
  // Packets are followed through all VPCs; rules are asked of those that are judged.
  const scope = options.vpcs === undefined ? stack : ofVpcs(stack, options.vpcs);
  const judged = rules.map((rule) => {
    const found =
      rule.id === isolatedNetwork.id
        ? isolation.proof.breaches.map(findingOf)
        : judgeStack(rule, scope, optionsOf(rule, options.ruleOptions?.[rule.id] ?? {}));
    return { rule, found };
  });
  const { results, faults } = endsOf(scope, judged, options);
  return {
    verdict: verdictOf(results, faults),
    resources: stack.resources.length,
    proof: isolation.proof,
    rules: results,
    margins: marginsOf(isolation.network, isolation.contract),
    network: isolation.network,
    contract: isolation.contract,
    buildNetwork: isolation.buildNetwork,
    faults,
  };
}

export interface Found {
  readonly rule: Rule;
  readonly found: readonly Finding[];
}

/** How each rule ends, under the exemptions; and what is wrong with these. */
export function endsOf(
  stack: StackFacts,
  judged: readonly Found[],
  { exemptions, today }: Pick<JudgeOptions, "exemptions" | "today">,
): { readonly results: readonly RuleResult[]; readonly faults: readonly string[] } {
  const resources = new Map(stack.resources.map((resource) => [resource.urn, resource]));
  const used = new Set<Exemption>();
  // Those of other stacks are these stacks' affair.
  const stacks = new Set(exemptions.length === 0 ? [] : stack.resources.map(({ urn }) => stackOf(urn)));
  const own = exemptions.filter(({ urn }) => stacks.has(stackOf(urn)));
  const faults = own.flatMap((exemption) => faultOf(exemption, today) ?? []);
  const results = judged.map(({ rule, found }): RuleResult => {
    const findings = found.map((finding): JudgedFinding => {
      const hash = factsHash(rule.id, finding, resources.get(finding.resource.urn));
      // Several things may be wrong in one place, each with an exemption of its own.
      const all = own.filter((each) => isOf(each, rule.id, finding));
      const exemption = all.find(({ facts }) => facts === hash) ?? all[0];
      if (exemption === undefined) return { ...finding, factsHash: hash };
      used.add(exemption);
      if (rule.id === isolatedNetwork.id) {
        faults.push(
          `A way out of the network cannot be exempt (${exemption.urn}): close it, or change policy/contract.json.`,
        );
      } else if (exemption.facts !== hash) {
        faults.push(
          `The exemption of ${rule.id} for ${exemption.urn} was granted for other facts (now ${hash}). Have it reviewed again.`,
        );
      } else if (faultOf(exemption, today) === undefined) {
        const { reason, owner, until } = exemption;
        return { ...finding, factsHash: hash, exemption: { reason, owner, until } };
      }
      return { ...finding, factsHash: hash };
    });
    const types = stack.types.filter((type) => rule.judges(type));
    const checked = types.reduce((sum, type) => sum + stack.ofType(type).length, 0);
    return endOf(rule, findings, checked);
  });
  const unused = own
    .filter((exemption) => !used.has(exemption))
    .map(
      ({ rule, urn }) =>
        `The exemption of ${rule} for ${urn} is not used: nothing is found there. Take it out.`,
    );
  return { results, faults: [...faults, ...unused] };
}

/** `urn:pulumi:staging` of a URN. */
function stackOf(urn: string): string {
  return urn.split("::")[0] ?? urn;
}

/** Rules that forbid a kind of thing are named `no-…` (docs/evidence.md). */
function forbids({ id }: Rule): boolean {
  return id.startsWith("no-");
}

function endOf(rule: Rule, findings: readonly JudgedFinding[], checked: number): RuleResult {
  const open = findings.filter(({ exemption }) => exemption === undefined);
  const result = (status: RuleStatus, more: Partial<RuleResult> = {}): RuleResult => {
    return { rule, status, checked, ...more, findings };
  };
  if (open.some(({ verdict }) => verdict === "refused")) return result("FAIL");
  if (open.length > 0) return result("UNDETERMINED");
  const until = findings.flatMap(({ exemption }) => exemption?.until ?? []).sort()[0];
  if (until !== undefined) return result("EXEMPT", { until });
  // What such a rule forbids is not there: that is what it asks for.
  if (checked > 0 || forbids(rule)) return result("PASS");
  return result("NOT-APPLICABLE", { reason: "the stack has no resource that it judges" });
}

function verdictOf(results: readonly RuleResult[], faults: readonly string[]): ProofVerdict {
  if (faults.length > 0 || results.some(({ status }) => status === "FAIL")) return "refuted";
  return results.some(({ status }) => status === "UNDETERMINED") ? "undetermined" : "proved";
}
