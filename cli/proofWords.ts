import { type Evidence } from "../policy/evidence/evidence";
import { type Missing } from "../policy/network/network";
import { pathRule } from "../policy/evidence/pathRule";
import { arrivingWords, missingWords, packetWords } from "../policy/evidence/words";
import { type RecheckLine } from "../policy/evidence/recheck";
import { type Answer } from "../policy/proof/answer";
import { type Breach, type Hop } from "../policy/proof/verdict";

/** Codes of ECMA-48, 8.3.117: as other commands use them. */
const colours = { red: "31", green: "32", yellow: "33", faint: "2", bold: "1" } as const;

/** Puts a colour on words, or leaves them. */
export type Paint = (words: string, colour: keyof typeof colours) => string;

export function painter(coloured: boolean): Paint {
  return (words, colour) => (coloured ? `\u001b[${colours[colour]}m${words}\u001b[0m` : words);
}

const verdictColours = {
  proved: "green",
  reachable: "green",
  refuted: "red",
  unreachable: "red",
  undetermined: "yellow",
} as const;

/** Beyond so many sets of packets of a pair of zones, the rest is counted. */
const shownPackets = 3;

/** Beyond so many gaps of the input, only their names are told. */
const shownGaps = 6;

/** Beyond so many reasons why nothing passes, the rest is counted. */
const shownBlocks = 8;

/** A path drawn hop by hop: where the packet is, what lets it on, and the packet wherever it changes. */
export function pathLines(path: readonly Hop[], paint: Paint): readonly string[] {
  return path.flatMap((hop, index) => {
    const isLast = index === path.length - 1;
    const packet = packetWords(hop.packet);
    const before = path[index - 1];
    const isNew = before === undefined || packetWords(before.packet) !== packet;
    const mark = hop.uncertain === true ? "?" : "●";
    const place = hop.property === undefined ? hop.resource : `${hop.resource} ${hop.property}`;
    const rail = isLast ? " " : "│";
    return [
      `  ${mark} ${paint(hop.node, "bold")}`,
      `  ${rail}   ${place}: ${hop.admittedBy}${hop.uncertain === true ? paint(" (not known whether)", "yellow") : ""}`,
      ...(isNew ? [`  ${rail}   ${paint(packet, "faint")}`] : []),
    ];
  });
}

function fixLines(path: readonly Hop[]): readonly string[] {
  const fixes = path.flatMap(({ resource, fix }) =>
    fix === undefined ? [] : [`  fix  ${resource}: ${fix}`],
  );
  return [...new Set(fixes)];
}

function breachLines({ from, to, verdict, path, missing }: Breach, paint: Paint): readonly string[] {
  const may = verdict === "refuted" ? "can send to" : "may send to";
  return [
    paint(`✗ ${from} ${may} ${to}, which the contract does not allow:`, verdictColours[verdict]),
    ...pathLines(path, paint),
    ...fixLines(path),
    ...(missing === undefined ? [] : [`  missing  ${missingWords(missing)}`]),
    "",
  ];
}

/** Evidence for people: what is wrong first, then what may pass, how far it is from open, and the verdict last. */
export function evidenceLines(evidence: Evidence, paint: Paint): readonly string[] {
  const { breaches, rules, faults, missing, pairs, buildNetwork, input, verdict, exemptions } = evidence;
  const findings = rules
    .filter(({ id }) => id !== pathRule)
    .flatMap(({ id, findings: found }) =>
      found.filter(({ exemption }) => exemption === undefined).map((finding) => ({ id, ...finding })),
    );
  const gateways = buildNetwork.gateways?.join(", ") ?? "any customer gateway";
  return [
    `Build network: ${buildNetwork.blocks.join(", ") || "none"} behind ${gateways} (${buildNetwork.declaredBy})`,
    "",
    ...breaches.flatMap((breach) => breachLines(breach, paint)),
    ...findings.flatMap(({ id, verdict: of, resource, property, found, reason, fix }) => [
      paint(
        `✗ ${id}: ${property === undefined ? resource : `${resource} ${property}`} is ${found}`,
        of === "refused" ? "red" : "yellow",
      ),
      `  why  ${reason}`,
      `  fix  ${fix}`,
      "",
    ]),
    ...faults.flatMap((fault) => [paint(`✗ ${fault}`, "red"), ""]),
    ...gapLines(missing.filter(({ neededBy }) => neededBy === "input")).map((line) => paint(line, "yellow")),
    ...(pairs.length === 0 ? [] : ["What can pass:"]),
    ...pairs.map(({ from, to, packets, allowed }) => {
      const line = `  ${allowed ? "✓" : "✗"} ${from} → ${to}: ${packetsWords(packets.map((match) => arrivingWords(to, match)))}`;
      return allowed ? line : paint(line, "red");
    }),
    ...marginLines(evidence, paint),
    "",
    ...exemptions.map(
      ({ rule, urn, owner, until }) =>
        `Exempt until ${until}: ${rule} of ${urn.split("::").at(-1) ?? urn} (${owner})`,
    ),
    `${paint(`${input.name}: ${verdict}`, verdictColours[verdict])}. Packets ${evidence.packets}; ${rulesWords(evidence)}; ${input.resources} resources.`,
  ];
}

/** What the input lacks: what packets depend on stands first. A reviewer's folder of a few answers lacks dozens that only a whole proof needs. */
function gapLines(gaps: readonly Missing[]): readonly string[] {
  const rest = gaps.slice(shownGaps);
  return [
    ...gaps.slice(0, shownGaps).map((gap) => `? ${missingWords(gap)}`),
    ...(rest.length === 0
      ? []
      : [
          `? and ${rest.length} more: ${rest.map(({ resource }) => resource).join(", ")}`,
          "  'overflow describe' asks AWS for all of them; --markdown and --json name the command of each.",
        ]),
    ...(gaps.length === 0 ? [] : [""]),
  ];
}

/** Zones that are open or near to it, nearest first; the rest is counted. */
function marginLines({ margins }: Evidence, paint: Paint): readonly string[] {
  if (margins.length === 0) return [];
  const near = margins.filter(({ distance }) => distance !== "more than 3");
  const rest = margins.length - near.length;
  return [
    "",
    "Single changes until something passes that must not:",
    ...[...near]
      .sort((a, b) => Number(a.distance) - Number(b.distance))
      .map(({ from, to, distance, changes }) => {
        const line = `  ${distance}  ${from} → ${to}: ${distance === 0 ? "open now" : changes.map(({ change }) => change).join("; ")}`;
        return distance === 0 ? paint(line, "red") : distance === 1 ? paint(line, "yellow") : line;
      }),
    ...(rest === 0
      ? []
      : [`  more than 3: ${near.length === 0 ? "all" : "the other"} ${rest} pairs of zones`]),
  ];
}

function rulesWords({ rules }: Evidence): string {
  const counts = new Map<string, number>();
  for (const { status } of rules) counts.set(status, (counts.get(status) ?? 0) + 1);
  return `${rules.length} rules: ${[...counts].map(([status, count]) => `${count} ${status}`).join(", ")}`;
}

export function packetsWords(all: readonly string[]): string {
  const words = [...new Set(all)];
  const rest = words.length - shownPackets;
  return `${words.slice(0, shownPackets).join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}

/** An answer for people. */
export function answerLines(
  { verdict, path, returnPath, blockedBy, missing }: Answer,
  paint: Paint,
): readonly string[] {
  return [
    ...pathLines(path, paint),
    ...(returnPath === undefined || returnPath.length === 0
      ? []
      : ["  and the answers:", ...pathLines(returnPath, paint)]),
    ...blockLines(blockedBy, paint),
    ...(verdict === "unreachable" && blockedBy.length === 0
      ? ["  ✗ nothing is sent: the sender has no address of that family, or nobody has the address asked for"]
      : []),
    ...(missing === undefined ? [] : [`  missing  ${missingWords(missing)}`]),
    paint(verdict, verdictColours[verdict]),
  ];
}

/** Each reason once, at the place nearest to the target. */
function blockLines(blockedBy: Answer["blockedBy"], paint: Paint): readonly string[] {
  const reasons = blockedBy.filter(
    ({ by }, index) => blockedBy.findIndex((other) => other.by === by) === index,
  );
  const rest = reasons.length - shownBlocks;
  return [
    ...reasons.slice(0, shownBlocks).map(({ node, by }) => `  ✗ ${paint(node, "bold")}  ${by}`),
    ...(rest > 0 ? [`  and ${rest} more reasons, further from the target; --json shows all`] : []),
  ];
}

export function recheckLines(lines: readonly RecheckLine[], paint: Paint): readonly string[] {
  return lines.map(({ what, holds, found, isNote }) => {
    const mark = holds ? "✓" : isNote === true ? "!" : "✗";
    const line = `  ${mark} ${what}: ${found}`;
    return holds ? line : paint(line, isNote === true ? "yellow" : "red");
  });
}
