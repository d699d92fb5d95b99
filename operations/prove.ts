import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildNetworkOptions } from "../infra/settings/ruleOptions";
import contractFile from "../policy/contract.json";
import { check } from "../policy/checker/check";
import { hashOf } from "../policy/evidence/canonical";
import { type Evidence, type RunFacts } from "../policy/evidence/evidence";
import { evidenceOf } from "../policy/evidence/makeEvidence";
import { evidenceProblem, recheck, type RecheckLine } from "../policy/evidence/recheck";
import { type Exemption, parseExemptions } from "../policy/judgement/exemptions";
import exemptionsFile from "../policy/exemptions.json";
import { judgeAll } from "../policy/judgement/judgeAll";
import { type BuildNetwork } from "../policy/proof/contract";
import { rules } from "../policy/registry";
import { UnusableInput } from "../policy/sources/unusableInput";
import { hashOfSources } from "./proof/hashes";
import { type ProofInput, reading } from "./proof/input";
import { jsonOf } from "./proof/stateInput";

/** Where the proof, its rules, its contract and its exemptions are. */
const ruleSources = ["policy"];

export interface ProveOptions {
  /** The project's folder. */
  readonly root: string;
  /** Instead of what the input declares. */
  readonly buildNetwork?: BuildNetwork;
  /** Ids of the VPCs that are judged; left out: all. */
  readonly vpcs?: readonly string[];
  /** Today, `2026-11-24`. */
  readonly today: string;
}

/** Judges an input: its evidence. Touches nothing. @throws UnusableInput */
export function proveInput(input: ProofInput, options: ProveOptions): Evidence {
  const buildNetwork = options.buildNetwork ?? input.buildNetwork;
  const vpcs = options.vpcs ?? input.vpcs;
  const ruleOptions = {
    ...input.ruleOptions,
    ...(buildNetwork !== undefined && buildNetworkOptions(buildNetwork)),
  };
  checkVpcs(input, vpcs);
  const judgement = judgeAll(input.stack, rules, {
    exemptions: exemptions(),
    today: options.today,
    ruleOptions,
    ...(buildNetwork !== undefined && { buildNetwork }),
    ...(vpcs !== undefined && { vpcs }),
  });
  return evidenceOf(judgement, runFacts(input, options.root));
}

function runFacts({ input, missing, positions }: ProofInput, root: string): RunFacts {
  return { tool: toolFacts(root), input, missing, positions };
}

function toolFacts(root: string): RunFacts["tool"] {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { version, node: process.version, rulesSha256: hashOfSources(root, ruleSources) };
}

function exemptions(): readonly Exemption[] {
  try {
    return parseExemptions(exemptionsFile);
  } catch (error) {
    throw error instanceof RangeError ? new UnusableInput(error.message) : error;
  }
}

/** A VPC that is not there would leave nothing to judge. @throws UnusableInput */
export function checkVpcs({ stack }: ProofInput, vpcs: readonly string[] | undefined): void {
  const known = stack.resources
    .filter(({ type }) => /^aws:ec2\/(vpc:Vpc|defaultVpc:DefaultVpc)$/.test(type))
    .flatMap(({ urn, name, props }) => {
      const id = props.text("id");
      return [{ urn, shown: id.state === "known" ? id.value : name }];
    });
  const wrong = vpcs?.find((vpc) => !known.some(({ urn, shown }) => vpc === urn || vpc === shown));
  if (wrong === undefined) return;
  const names = known.map(({ shown }) => shown).join(", ") || "none";
  throw new UnusableInput(`There is no VPC '${wrong}'. VPCs of the input: ${names}.`);
}

export interface Recheck {
  readonly evidence: Evidence;
  readonly lines: readonly RecheckLine[];
  /** True: a yes. */
  readonly holds: boolean;
}

/**
 * Looks at a stored evidence file again.
 * @param input what it should be of; left out: not compared
 * @throws UnusableInput if it is no evidence
 */
export function recheckFile(
  file: string,
  input: ProofInput | undefined,
  { root, today }: Pick<ProveOptions, "root" | "today">,
): Recheck {
  const evidence = readEvidence(file);
  const lines = recheck(evidence, {
    check,
    today,
    expected: {
      contractSha256: hashOf(contractFile),
      rulesSha256: toolFacts(root).rulesSha256,
      ruleIds: rules.map(({ id }) => id),
      ...(input !== undefined && { inputSha256: input.input.sha256 }),
    },
  });
  return { evidence, lines, holds: lines.every(({ holds, isNote }) => holds || isNote === true) };
}

/** @throws UnusableInput */
export function readEvidence(file: string): Evidence {
  const value = jsonOf(
    file,
    reading(file, () => readFileSync(file, "utf8")),
  );
  const problem = evidenceProblem(value);
  if (problem !== undefined) throw new UnusableInput(`${file} is no evidence: ${problem}.`);
  return value as Evidence;
}
