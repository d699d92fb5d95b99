import { type Breach, type Hop } from "../proof/verdict";
import {
  type Evidence,
  type EvidenceFinding,
  type EvidenceRule,
  type RunFacts,
  type SourcePosition,
} from "./evidence";
import { breachFingerprint, findingFingerprint } from "./fingerprint";
import { pathRule } from "./pathRule";
import { missingWords, packetWords } from "./words";

/** Where a finding is shown whose resource has no known place in a source file: code scanning wants a file. */
const projectFile: SourcePosition = { file: "Pulumi.yaml", line: 1 };

/** Ids of results that no rule of the registry makes. */
export const exemptionRule = "exemptions-hold";
export const inputRule = "input-is-whole";

/**
 * GitHub sorts by this number: above 9.0 is critical, 7.0 to 8.9 high, 4.0 to 6.9 medium.
 * Source: GitHub docs, "SARIF support for code scanning", `security-severity`.
 */
const securitySeverity = { critical: "9.5", high: "8.0", medium: "5.5" } as const;

interface Result {
  readonly ruleId: string;
  readonly text: string;
  readonly urn?: string | undefined;
  readonly resource?: string | undefined;
  readonly position?: SourcePosition | undefined;
  readonly fingerprint: string;
  readonly path?: readonly Hop[];
  readonly exemption?: EvidenceFinding["exemption"];
  readonly properties?: Readonly<Record<string, unknown>>;
}

/**
 * The findings as SARIF 2.1.0 (OASIS), for code scanning. Exempt findings are there, suppressed with their reason.
 * @param run where the resources of a path are declared
 */
export function sarifOf(evidence: Evidence, run: Pick<RunFacts, "positions">): object {
  const { tool, input, rules, verdict } = evidence;
  const descriptors = [...rules.map(ruleDescriptor), ...ownDescriptors];
  const indexOf = new Map(descriptors.map(({ id }, index) => [id, index]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            rules: descriptors,
            properties: { rulesSha256: tool.rulesSha256, node: tool.node },
          },
        },
        automationDetails: { id: `overflow/${input.kind}/${input.name}/` },
        columnKind: "utf16CodeUnits",
        properties: { verdict, inputSha256: input.sha256, networkSha256: evidence.hashes.network },
        results: resultsOf(evidence, run.positions).map((result) => ({
          ...sarifResult(result),
          ruleIndex: indexOf.get(result.ruleId),
        })),
      },
    ],
  };
}

function ruleDescriptor({ id, title, severity, frameworks, url, fix }: EvidenceRule) {
  const tags = [
    "security",
    ...frameworks.nist.map((control) => `NIST-800-53-r5/${control}`),
    ...frameworks.cis.map((control) => `CIS-AWS/${control}`),
    ...frameworks.slsa.map((control) => `SLSA/${control}`),
  ];
  return descriptor(id, title, fix, securitySeverity[severity], tags, url);
}

function descriptor(
  id: string,
  title: string,
  fix: string,
  severity: string,
  tags: readonly string[],
  url?: string,
) {
  return {
    id,
    shortDescription: { text: title },
    help: { text: fix },
    ...(url !== undefined && { helpUri: url }),
    defaultConfiguration: { level: "error" },
    properties: { tags, precision: "very-high", "security-severity": severity },
  };
}

const ownDescriptors = [
  descriptor(
    exemptionRule,
    "Every exemption is in force, used, and granted for the facts as they are.",
    "Remove the exemption, or have it granted again.",
    securitySeverity.high,
    ["security"],
  ),
  descriptor(
    inputRule,
    "The input is whole.",
    "Give what is missing; nothing is proved without it.",
    securitySeverity.high,
    ["security"],
  ),
];

function resultsOf(evidence: Evidence, positions: RunFacts["positions"]): readonly Result[] {
  const { rules, breaches, faults, missing } = evidence;
  return [
    ...breaches.map((breach) => breachResult(breach, positions)),
    // Its findings are the paths above.
    ...rules
      .filter(({ id }) => id !== pathRule)
      .flatMap((rule) => rule.findings.map((finding) => findingResult(rule, finding))),
    ...faults.map((fault) => ({ ruleId: exemptionRule, text: fault, fingerprint: fault })),
    ...missing
      .filter(({ neededBy }) => neededBy === "input")
      .map((fact) => ({ ruleId: inputRule, text: missingWords(fact), fingerprint: missingWords(fact) })),
  ];
}

function breachResult(breach: Breach, positions: RunFacts["positions"]): Result {
  const { from, to, verdict, path, missing } = breach;
  // The hop whose change closes the path is where a reader wants to be led.
  const place = path.find(({ fix, urn }) => fix !== undefined && urn !== undefined) ?? path.at(-1);
  const may = verdict === "refuted" ? "can" : "may";
  const example = path[0] === undefined ? "" : ` Example: ${packetWords(path[0].packet)}.`;
  return {
    ruleId: pathRule,
    text:
      `${from} ${may} send to ${to}, which the contract does not allow.${example}` +
      (missing === undefined ? "" : ` Undetermined: ${missingWords(missing)}`) +
      (place?.fix === undefined ? "" : ` Fix: ${place.fix}`),
    urn: place?.urn,
    resource: place?.resource,
    position: place?.urn === undefined ? undefined : positions.get(place.urn),
    fingerprint: breachFingerprint(breach),
    path,
    properties: { verdict, from, to },
  };
}

function findingResult({ id, control }: EvidenceRule, finding: EvidenceFinding): Result {
  const { urn, resource, property, verdict, found, reason, fix, exemption, position } = finding;
  const where = property === undefined ? resource : `${resource}: ${property}`;
  return {
    ruleId: id,
    text: `${where} is ${found}. ${reason} (${control}) Fix: ${fix}`,
    ...{ urn, resource, position, exemption },
    fingerprint: findingFingerprint(id, finding),
    properties: { verdict, factsHash: finding.factsHash },
  };
}

function sarifResult({
  ruleId,
  text,
  urn,
  resource,
  position,
  fingerprint,
  path,
  exemption,
  properties,
}: Result) {
  return {
    ruleId,
    level: "error",
    message: { text },
    locations: [location(urn, resource, position)],
    partialFingerprints: { "overflow/v1": fingerprint },
    ...(path !== undefined && path.length > 0 && { codeFlows: [codeFlow(path)] }),
    // Where one result has the list, all have: an empty one says "not suppressed" (SARIF 2.1.0, 3.27.23).
    suppressions:
      exemption === undefined
        ? []
        : [
            {
              kind: "external",
              status: "accepted",
              justification: `${exemption.reason} (${exemption.owner}, until ${exemption.until})`,
            },
          ],
    ...(properties !== undefined && { properties }),
  };
}

function location(
  urn: string | undefined,
  resource: string | undefined,
  position: SourcePosition | undefined,
) {
  const { file, line } = position ?? projectFile;
  return {
    physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line } },
    ...(urn !== undefined && {
      logicalLocations: [{ fullyQualifiedName: urn, name: resource, kind: "resource" }],
    }),
  };
}

function codeFlow(path: readonly Hop[]) {
  const locations = path.map(({ resource, urn, admittedBy, packet }) => ({
    location: {
      ...location(urn, resource, undefined),
      message: { text: `${resource}: ${admittedBy} (${packetWords(packet)})` },
    },
  }));
  return { threadFlows: [{ locations }] };
}
