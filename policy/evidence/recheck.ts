import { type Contract } from "../proof/contract";
import { hashOf } from "./canonical";
import { type Evidence } from "./evidence";
import { hashesOf } from "./makeEvidence";

/** One thing that was looked at again. */
export interface RecheckLine {
  readonly what: string;
  readonly holds: boolean;
  readonly found: string;
  /** True: worth knowing, no reason for a no. */
  readonly isNote?: true;
}

export interface RecheckOptions {
  /** `policy/checker`'s. */
  readonly check: (
    network: unknown,
    contract: unknown,
    certificate: unknown,
  ) => { readonly accepted: boolean; readonly reasons: readonly string[] };
  /** `2026-11-24`: exemptions that ended before are expired. */
  readonly today: string;
  /** What the evidence should say; left out: not compared. */
  readonly expected?: {
    /** Of the same input, proved again now. */
    readonly evidence?: Evidence;
    readonly contract?: Contract;
    /** A note only: a certificate holds whatever rules came later. */
    readonly rulesSha256?: string;
    /** Every rule that must have been judged. */
    readonly ruleIds?: readonly string[];
  };
}

const inside = "inside";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const lists = ["zones", "pairs", "breaches", "margins", "rules", "missing", "exemptions", "faults"];
const objects = ["tool", "input", "buildNetwork", "hashes", "contract", "network"];

/** What keeps a value from being evidence, or undefined. */
export function evidenceProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return "it is not a JSON object";
  if (value["schema"] !== 1) return `its schema is ${JSON.stringify(value["schema"])}, not 1`;
  if (!["proved", "refuted", "undetermined"].includes(String(value["verdict"]))) return "it has no verdict";
  const wrong =
    lists.find((key) => !Array.isArray(value[key])) ?? objects.find((key) => !isRecord(value[key]));
  if (wrong !== undefined) return `'${wrong}' is missing or of the wrong kind`;
  if (!(value["rules"] as readonly unknown[]).every(isRecord))
    return "'rules' holds something else than rules";
  if (!(value["exemptions"] as readonly unknown[]).every(isRecord))
    return "'exemptions' holds something else than exemptions";
  return undefined;
}

/**
 * Looks again at stored evidence: that nobody changed it, that its verdict follows from what it says, that its exemptions are in force, and, by the
 * checker, that its certificate proves its network. Every line must hold for a yes. The hashes are in the file itself: who changes it on purpose
 * makes them fit, and may put another network in. That it is of this input only the proof of this input shows, made again (`expected.evidence`).
 * @param evidence a value of which `evidenceProblem` finds nothing
 */
export function recheck(evidence: Evidence, options: RecheckOptions): readonly RecheckLine[] {
  return [
    ...hashLines(evidence),
    verdictLine(evidence),
    exemptionLine(evidence, options.today),
    certificateLine(evidence, options.check),
    ...expectedLines(evidence, options.expected ?? {}),
  ];
}

function hashLines(evidence: Evidence): readonly RecheckLine[] {
  const { network, contract, certificate, hashes, ...statement } = evidence;
  const found = hashesOf({ statement, network, contract, certificate });
  return (["network", "contract", "certificate", "statement"] as const).flatMap((part) => {
    if (found[part] === undefined && hashes[part] === undefined) return [];
    const holds = found[part] === hashes[part];
    return [
      {
        what: `hash of the ${part}`,
        holds,
        found: holds
          ? `is ${found[part] ?? ""}`
          : `is ${found[part] ?? "none"}, the file says ${hashes[part] ?? "none"}`,
      },
    ];
  });
}

const passing: ReadonlySet<unknown> = new Set(["PASS", "NOT-APPLICABLE", "EXEMPT"]);

function verdictLine(evidence: Evidence): RecheckLine {
  const { verdict, packets, breaches, faults, missing, rules, certificate } = evidence;
  const broken = rules.filter(({ status }) => !passing.has(status)).map(({ id }) => id);
  const against = [
    ...(verdict === "proved" ? [] : [`the verdict is ${verdict}`]),
    ...(packets === "proved" ? [] : [`packets are ${packets}`]),
    ...(breaches.length === 0 ? [] : [`${breaches.length} path(s) break the contract`]),
    ...(broken.length === 0 ? [] : [`rules that do not hold: ${broken.join(", ")}`]),
    ...(rules.length === 0 ? ["no rule was judged"] : []),
    ...(faults.length === 0 ? [] : [`${faults.length} exemption(s) do not hold`]),
    ...(missing.length === 0 ? [] : [`${missing.length} fact(s) are missing`]),
    ...(certificate === undefined ? ["there is no certificate"] : []),
  ];
  return {
    what: "verdict",
    holds: against.length === 0,
    found: against.length === 0 ? "proved, and all parts say so" : against.join("; "),
  };
}

function exemptionLine({ exemptions }: Evidence, today: string): RecheckLine {
  const expired = exemptions.filter(({ until }) => until < today);
  return {
    what: "exemptions",
    holds: expired.length === 0,
    found:
      expired.length === 0
        ? `${exemptions.length} in force on ${today}`
        : `expired: ${expired.map(({ rule, urn, until }) => `${rule} of ${urn} (${until})`).join(", ")}`,
  };
}

function certificateLine(
  { network, contract, certificate }: Evidence,
  check: RecheckOptions["check"],
): RecheckLine {
  const what = "certificate";
  if (certificate === undefined)
    return { what, holds: false, found: "there is none: packets were not proved" };
  const { accepted, reasons } = check(network, contract, certificate);
  return {
    what,
    holds: accepted,
    found: accepted ? "the checker confirms it" : `the checker refuses it: ${reasons.slice(0, 3).join("; ")}`,
  };
}

function expectedLines(
  evidence: Evidence,
  expected: NonNullable<RecheckOptions["expected"]>,
): readonly RecheckLine[] {
  const { tool, rules } = evidence;
  const judged = new Set(rules.map(({ id }) => id));
  const left = expected.ruleIds?.filter((id) => !judged.has(id)) ?? [];
  const isOld = expected.rulesSha256 !== undefined && expected.rulesSha256 !== tool.rulesSha256;
  return [
    ...(expected.evidence === undefined ? [] : [againLine(evidence, expected.evidence)]),
    ...(expected.contract === undefined ? [] : [contractLine(evidence, expected.contract)]),
    ...(expected.ruleIds === undefined
      ? []
      : [
          line("rules", left, left.length === 0 ? "every rule was judged" : `not judged: ${left.join(", ")}`),
        ]),
    ...(isOld
      ? [
          {
            what: "rules' sources",
            holds: false,
            found: `are other ones today: ${tool.rulesSha256}, now ${expected.rulesSha256 ?? ""}`,
            isNote: true as const,
          },
        ]
      : []),
  ];
}

const line = (what: string, against: readonly unknown[], found: string): RecheckLine => ({
  ...{ what, holds: against.length === 0, found },
});

/** All but the tool, whose version may be another. */
function againLine(stored: Evidence, now: Evidence): RecheckLine {
  const parts = new Set([...Object.keys(stored), ...Object.keys(now)] as (keyof Evidence)[]);
  const differing = [...parts].filter(
    (part) => part !== "tool" && part !== "hashes" && hashOf(stored[part]) !== hashOf(now[part]),
  );
  const found = differing.length === 0 ? "says the same" : `says something else of: ${differing.join(", ")}`;
  return line("the input, proved again", differing, found);
}

/** Today's contract, and where some VPCs are judged alone lines for what is beside them and not asked: none of these may speak of `inside`. */
function contractLine({ contract, input }: Evidence, today: Contract): RecheckLine {
  const own = contract.allow.slice(0, today.allow.length);
  const more = contract.allow.slice(today.allow.length);
  const isToday = hashOf({ ...contract, allow: own }) === hashOf(today);
  const areBeside =
    more.length === 0 ||
    (input.vpcs !== undefined && more.every(({ from, to }) => from !== inside && to !== inside));
  const wrong = isToday && areBeside ? [] : ["contract"];
  return line("contract", wrong, wrong.length === 0 ? "the same as now" : "is not the present one");
}
