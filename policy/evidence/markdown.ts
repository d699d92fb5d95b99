import { type Breach, type Hop, type ProofVerdict } from "../proof/verdict";
import { type Evidence, type EvidenceRule } from "./evidence";
import { code, table } from "./markdownTable";
import { pathRule } from "./pathRule";
import { arrivingWords, missingWords, packetWords, serviceWords } from "./words";

/** First sentence of the report. */
const verdictWords: Readonly<Record<ProofVerdict, string>> = {
  proved: "Proved: nothing passes that the contract does not let through, and every rule holds.",
  refuted: "Refuted: something passes, or a rule is broken. It must not be deployed.",
  undetermined: "Undetermined: a fact that matters is missing. It must not be deployed until it is there.",
};

/** Beyond so many sets of packets of a pair, the rest is counted. */
const shownPackets = 6;

/** A report that a reviewer reads in ten minutes: the answer first, then what it rests on. */
export function markdownOf(evidence: Evidence): string {
  const { input, verdict, tool, hashes } = evidence;
  return `${[
    `# Can anything get in or out? ${input.name}`,
    "",
    `**${verdictWords[verdict]}**`,
    "",
    ...table(
      ["", ""],
      [
        ["judged", `${input.kind} ${code(input.name)}, ${input.resources} resources`],
        ["by", `overflow ${tool.version}, Node.js ${tool.node}`],
        ["packets", evidence.packets],
        ["rules", tally(evidence.rules)],
        ["build network", buildNetworkWords(evidence)],
        ["input SHA-256", code(input.sha256)],
        ["rules' sources SHA-256", code(tool.rulesSha256)],
        ["network SHA-256", code(hashes.network)],
        ["contract SHA-256", code(hashes.contract)],
        ["certificate SHA-256", hashes.certificate === undefined ? "none" : code(hashes.certificate)],
      ],
    ),
    ...breachesPart(evidence),
    ...findingsPart(evidence),
    ...missingPart(evidence),
    ...contractPart(evidence),
    ...zonesPart(evidence),
    ...marginsPart(evidence),
    ...exemptionsPart(evidence),
    ...rulesPart(evidence),
    ...checkPart(evidence),
  ].join("\n")}\n`;
}

function buildNetworkWords({ buildNetwork: { blocks, gateways, declaredBy } }: Evidence): string {
  const behind = gateways === undefined ? "any customer gateway" : `gateways ${gateways.join(", ")}`;
  return `${blocks.length === 0 ? "no block" : blocks.join(", ")}, behind ${behind}; declared by ${declaredBy}`;
}

function tally(rules: readonly EvidenceRule[]): string {
  const counts = new Map<string, number>();
  for (const { status } of rules) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
}

function breachesPart({ breaches }: Evidence): readonly string[] {
  if (breaches.length === 0) return [];
  return ["## What passes that must not", "", ...breaches.flatMap(breachLines)];
}

function breachLines({ from, to, verdict, path, missing }: Breach): readonly string[] {
  return [
    `### From ${from} to ${to}${verdict === "undetermined" ? " (undetermined)" : ""}`,
    "",
    ...table(
      ["", "at", "let on by", "packet"],
      path.map((hop, index) => [`${index + 1}`, hop.resource, hopWords(hop), packetWords(hop.packet)]),
    ),
    ...path.flatMap((hop, index) =>
      hop.fix === undefined ? [] : [`- To close it at hop ${index + 1}, ${hop.resource}: ${hop.fix}`],
    ),
    ...(missing === undefined ? [] : [`- Missing: ${missingWords(missing)}`]),
    "",
  ];
}

function hopWords({ property, admittedBy, uncertain }: Hop): string {
  return `${property === undefined ? "" : `${code(property)}: `}${admittedBy}${uncertain ? " (not known whether)" : ""}`;
}

function findingsPart({ rules, faults }: Evidence): readonly string[] {
  const rows = rules.flatMap(({ id, findings }) =>
    findings
      .filter(({ exemption }) => exemption === undefined && id !== pathRule)
      .map(({ resource, property, found, reason, fix }) => [
        code(id),
        property === undefined ? resource : `${resource}: ${code(property)}`,
        found,
        reason,
        fix,
      ]),
  );
  return [
    ...(rows.length === 0
      ? []
      : ["## Broken rules", "", ...table(["rule", "where", "found", "why it matters", "fix"], rows)]),
    ...(faults.length === 0
      ? []
      : ["## Exemptions that do not hold", "", ...faults.map((fault) => `- ${fault}`), ""]),
  ];
}

function missingPart({ missing }: Evidence): readonly string[] {
  if (missing.length === 0)
    return ["## What is missing", "", "Nothing: every fact that matters is known.", ""];
  return [
    "## What is missing",
    "",
    ...table(
      ["fact", "why", "what settles it", "needed by"],
      missing.map(({ resource, property, why, settle, neededBy }) => [
        property === undefined ? resource : `${resource}: ${code(property)}`,
        why,
        settle,
        neededBy,
      ]),
    ),
  ];
}

function contractPart({ contract }: Evidence): readonly string[] {
  return [
    "## The contract",
    "",
    "What may pass; nothing else may.",
    "",
    ...table(
      ["from", "to", "what", "why"],
      contract.allow.map(({ from, to, packets, why }) => [
        from,
        to,
        packets === undefined ? "anything" : serviceWords(packets),
        why,
      ]),
    ),
  ];
}

function zonesPart({ zones, pairs }: Evidence): readonly string[] {
  return [
    "## What can pass",
    "",
    ...table(
      ["from", "to", "allowed", "what"],
      pairs.map(({ from, to, packets, allowed }) => [
        from,
        to,
        allowed ? "yes" : "**no**",
        packetsWords(packets.map((match) => arrivingWords(to, match))),
      ]),
    ),
    `Zones that nothing reaches from elsewhere: ${
      zones
        .filter(({ reached }) => !reached)
        .map(({ zone }) => zone)
        .join(", ") || "none"
    }.`,
    "",
  ];
}

function packetsWords(all: readonly string[]): string {
  const words = [...new Set(all)];
  const rest = words.length - shownPackets;
  return `${words.slice(0, shownPackets).join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}

function marginsPart({ margins }: Evidence): readonly string[] {
  if (margins.length === 0) return [];
  const near = margins.filter(({ distance }) => distance !== "more than 3");
  const far = margins.filter(({ distance }) => distance === "more than 3");
  return [
    "## How far it is from open",
    "",
    "The smallest number of single changes after which something passes that the contract does not allow. One is a review item.",
    "",
    ...(near.length === 0
      ? []
      : table(
          ["from", "to", "changes", "which"],
          [...near]
            .sort((a, b) => Number(a.distance) - Number(b.distance))
            .map(({ from, to, distance, changes }) => [
              from,
              to,
              distance === 1 ? "**1**" : String(distance),
              distance === 0
                ? "open now"
                : changes.map(({ kind, change }) => `${change} (${kind})`).join("; "),
            ]),
        )),
    ...(far.length === 0
      ? []
      : [`More than 3: ${far.map(({ from, to }) => `${from} to ${to}`).join(", ")}.`, ""]),
  ];
}

function exemptionsPart({ exemptions }: Evidence): readonly string[] {
  if (exemptions.length === 0) return [];
  return [
    "## Exemptions",
    "",
    ...table(
      ["rule", "resource", "reason", "owner", "until"],
      exemptions.map(({ rule, urn, property, reason, owner, until }) => [
        code(rule),
        property === undefined ? urn : `${urn}: ${property}`,
        ...[reason, owner, until],
      ]),
    ),
  ];
}

function rulesPart({ rules }: Evidence): readonly string[] {
  return [
    "## Rules",
    "",
    ...table(
      ["rule", "what holds", "severity", "control", "NIST SP 800-53 r5", "end", "judged"],
      rules.map(({ id, title, severity, control, frameworks, status, reason, until, checked }) => [
        code(id),
        title,
        severity,
        control,
        frameworks.nist.join(", "),
        `${status}${reason === undefined ? "" : `: ${reason}`}${until === undefined ? "" : ` until ${until}`}`,
        String(checked),
      ]),
    ),
  ];
}

function checkPart({ certificate }: Evidence): readonly string[] {
  return [
    "## How to check this",
    "",
    certificate === undefined
      ? "Packets are not proved, so there is no certificate. Follow the path above in the resources that it names."
      : "`overflow prove --check evidence.json` compares the hashes and has `policy/checker` confirm the certificate: " +
        "about 250 lines that share no code with the prover. They confirm that every start is in the reached set, that no step leads out of it, " +
        "and that what arrives in a zone is in the contract.",
  ];
}
