import { type JudgedFinding, type Judgement, type RuleResult } from "../judgement/judgement";
import { linesOf } from "../proof/contract";
import { type ProofVerdict, type ReachedPair } from "../proof/verdict";
import { hashOf } from "./canonical";
import {
  type Evidence,
  type EvidenceExemption,
  type EvidenceFinding,
  type EvidenceHashes,
  type EvidenceMissing,
  type EvidencePair,
  type EvidenceRule,
  type EvidenceZone,
  type RunFacts,
} from "./evidence";
import { pathRule } from "./pathRule";

/** The evidence of one run. Pure: equal judgements of equal inputs give equal evidence. */
export function evidenceOf(judgement: Judgement, run: RunFacts): Evidence {
  const { proof, network, contract, buildNetwork, margins, faults } = judgement;
  const statement = {
    schema: 1,
    verdict: verdictOf(judgement.verdict, run),
    packets: verdictOf(proof.verdict, run),
    tool: { name: "overflow", ...run.tool },
    input: run.input,
    buildNetwork,
    zones: zonesOf(judgement),
    pairs: proof.pairs.map((pair) => pairOf(pair, judgement)),
    breaches: proof.breaches,
    margins,
    rules: judgement.rules.map((result) => ruleOf(result, run)),
    missing: missingOf(judgement, run),
    exemptions: exemptionsOf(judgement.rules),
    faults,
  } as const;
  const { certificate } = proof;
  return {
    ...statement,
    hashes: hashesOf({ statement, network, contract, certificate }),
    contract,
    network,
    ...(certificate !== undefined && { certificate }),
  };
}

export function hashesOf(parts: {
  readonly statement: unknown;
  readonly network: unknown;
  readonly contract: unknown;
  readonly certificate: unknown;
}): EvidenceHashes {
  return {
    network: hashOf(parts.network),
    contract: hashOf(parts.contract),
    ...(parts.certificate !== undefined && { certificate: hashOf(parts.certificate) }),
    statement: hashOf(parts.statement),
  };
}

/** What is missing in the input may hide anything. */
function verdictOf(verdict: ProofVerdict, { missing }: RunFacts): ProofVerdict {
  return verdict === "proved" && missing.length > 0 ? "undetermined" : verdict;
}

function zonesOf({ network, proof }: Judgement): readonly EvidenceZone[] {
  const zones = new Set([
    ...network.starts.map(({ zone }) => zone),
    ...network.nodes.flatMap(({ zone }) => zone ?? []),
  ]);
  return [...zones].sort().map((zone) => ({
    zone,
    senders: network.starts.filter((start) => start.zone === zone).length,
    reached: proof.pairs.some(({ from, to }) => to === zone && from !== zone),
  }));
}

function pairOf(pair: ReachedPair, { proof, contract }: Judgement): EvidencePair {
  const { from, to } = pair;
  return {
    ...pair,
    allowed: !proof.breaches.some((breach) => breach.from === from && breach.to === to),
    why: linesOf(contract, from, to).map(({ why }) => why),
  };
}

function ruleOf(
  { rule, status: ended, checked, reason: why, until, findings }: RuleResult,
  run: RunFacts,
): EvidenceRule {
  // Nothing that it judges is there; but then answers are missing that may hold some.
  const isBlind = checked === 0 && findings.length === 0 && run.missing.length > 0;
  const status = isBlind ? "UNDETERMINED" : ended;
  const reason = isBlind ? "answers are missing in which there may be what it judges" : why;
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    control: rule.control.id,
    frameworks: rule.frameworks ?? { nist: [rule.control.nist.reference], cis: [], slsa: [] },
    ...(rule.url !== undefined && { url: rule.url }),
    fix: rule.fix,
    status,
    checked,
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until }),
    findings: findings.map((finding) => findingOf(finding, run)),
  };
}

function findingOf(finding: JudgedFinding, { positions }: RunFacts): EvidenceFinding {
  const { resource, property, verdict, found, reason, fix, factsHash, exemption } = finding;
  const position = positions.get(resource.urn);
  return {
    urn: resource.urn,
    type: resource.type,
    resource: resource.name,
    ...(property !== undefined && { property }),
    ...{ verdict, found, reason, fix, factsHash },
    ...(position !== undefined && { position }),
    ...(exemption !== undefined && { exemption }),
  };
}

function missingOf({ proof, rules }: Judgement, run: RunFacts): readonly EvidenceMissing[] {
  return [
    ...run.missing.map(({ resource, property, why, settle }) => ({
      ...{ resource, ...(property !== undefined && { property }), why, settle, neededBy: "input" },
    })),
    ...proof.breaches.flatMap(({ missing }) =>
      missing === undefined ? [] : [{ ...missing, neededBy: "packets" }],
    ),
    ...rules.flatMap(({ rule, findings }) =>
      findings
        .filter(
          ({ verdict, exemption }) =>
            verdict === "undetermined" && exemption === undefined && rule.id !== pathRule,
        )
        .map(({ resource, property, found, fix }) => ({
          resource: resource.name,
          ...(property !== undefined && { property }),
          why: found.replace(/^undetermined: it /, ""),
          settle: fix,
          neededBy: rule.id,
        })),
    ),
  ];
}

function exemptionsOf(rules: readonly RuleResult[]): readonly EvidenceExemption[] {
  return rules.flatMap(({ rule, findings }) =>
    findings.flatMap(({ resource, property, factsHash, exemption }) =>
      exemption === undefined
        ? []
        : [
            {
              rule: rule.id,
              urn: resource.urn,
              ...(property !== undefined && { property }),
              ...exemption,
              factsHash,
            },
          ],
    ),
  );
}
