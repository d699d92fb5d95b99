import { type StackFacts } from "./facts/resource";
import { mergeProps } from "./facts/merge";
import { unknownMarks } from "./facts/props";
import { factsHash, isOf } from "./judgement/exemptions";
import { judgeStack, optionsOf } from "./judgement/judge";
import { judgeAll, type JudgeOptions } from "./judgement/judgeAll";
import { type Judgement } from "./judgement/judgement";
import { rules } from "./registry";
import { consoleText, type PolicyReport, reportFindings, resultOf } from "./pack/report";
import { isolatedNetwork } from "./rules/isolated-network";
import { type Declared, factsOfDeclared } from "./sources/declared";

/**
 * What a program is let register: exactly what was proved. The program derives it from its settings before anything is registered, so neither a
 * forgotten policy pack nor a skipped preview can open the network.
 */
export class Gate {
  private readonly proved: ReadonlyMap<string, Declared>;
  /** The proved resources with what was learnt since: values that are known now, and what the engine answered. */
  private readonly learnt: Map<string, Declared>;

  private constructor(
    declared: readonly Declared[],
    private readonly options: JudgeOptions,
  ) {
    this.proved = new Map(declared.map((resource) => [resource.urn, resource]));
    this.learnt = new Map(this.proved);
  }

  /** @throws GateRefusal if the resources are not proved, or any rule is broken or undetermined */
  static open(declared: readonly Declared[], options: JudgeOptions): Gate {
    const stack: StackFacts = factsOfDeclared(declared);
    const judgement = judgeAll(stack, rules, options);
    if (judgement.verdict !== "proved") throw new GateRefusal(judgement);
    return new Gate(declared, options);
  }

  /** Why a registration is not what was proved; undefined: it is. */
  refusalOf(registration: Declared): string | undefined {
    const { urn, type, name } = registration;
    const proved = this.proved.get(urn);
    const difference =
      proved === undefined
        ? "it is not among the resources that were proved"
        : (differenceOf(proved, registration) ?? this.faultOf(registration));
    if (difference === undefined) return undefined;
    return (
      `The gate refuses ${name} (${type}): ${difference}. ` +
      "Declare it in declareEnvironment (infra/environment.ts) from the settings alone, so that it is proved before it is registered."
    );
  }

  /** Notes what the engine answered to a registration that was let through: ids that later ones may name. */
  learn(registration: Declared, answers: Readonly<Record<string, unknown>>): void {
    const inputs = mergeProps(registration.inputs, answers) as Declared["inputs"];
    this.learnt.set(registration.urn, { ...registration, inputs });
  }

  /**
   * What rules find in a registration's values, as far as they are known by now: where a value comes from was proved, and not that it is what that
   * resource gives. The way of packets is not asked again: it was proved for whatever those values are.
   */
  private faultOf(registration: Declared): string | undefined {
    const { urn, type } = registration;
    const stack = factsOfDeclared(
      [...this.learnt.values()].map((each) => (each.urn === urn ? registration : each)),
    );
    const { exemptions, ruleOptions = {} } = this.options;
    const resource = stack.resources.find((each) => each.urn === urn);
    for (const rule of rules) {
      if (rule.id === isolatedNetwork.id || !rule.judges(type)) continue;
      const finding = judgeStack(rule, stack, optionsOf(rule, ruleOptions[rule.id] ?? {})).find(
        (each) =>
          each.resource.urn === urn &&
          !exemptions.some(
            (exemption) =>
              isOf(exemption, rule.id, each) && exemption.facts === factsHash(rule.id, each, resource),
          ),
      );
      if (finding === undefined) continue;
      const { property, found, reason } = finding;
      return `${property === undefined ? "it" : `its ${property}`} is ${found} (${rule.id}): ${reason}`;
    }
    return undefined;
  }
}

/** The stack was not proved; nothing was registered. */
export class GateRefusal extends Error {
  override readonly name = "GateRefusal";

  constructor(readonly judgement: Judgement) {
    super(refusalText(judgement));
  }

  /** The same as the policy pack's report, which does not come: the program ends before anything is registered. */
  report(nonce: string | undefined): PolicyReport {
    const { rules: results, faults } = this.judgement;
    return {
      ...{ schema: 1, nonce, pack: "gate", version: "1", resourcesSeen: this.judgement.resources },
      findings: reportFindings(results),
      faults,
      rules: results.map(resultOf),
    };
  }
}

function refusalText({ verdict, rules: results, faults }: Judgement): string {
  const open = results.flatMap(({ rule, findings }) =>
    findings.filter(({ exemption }) => exemption === undefined).map((finding) => ({ rule, finding })),
  );
  return [
    `The stack is not proved closed (${verdict}): nothing was registered.`,
    ...open.map((item) => {
      const { type, name } = item.finding.resource;
      return `policy ${item.rule.id}, ${type} ${name}: ${item.rule.title}\n${consoleText(item)}`;
    }),
    ...faults,
  ].join("\n\n");
}

/** What a registration has that its proved twin has not. What was unknown then may be any value now, if it comes from the same resources. */
function differenceOf(proved: Declared, actual: Declared): string | undefined {
  if ((actual.ignoreChanges ?? []).join() !== (proved.ignoreChanges ?? []).join())
    return "its ignoreChanges differ";
  if (actual.provider !== proved.provider || actual.providerUrn !== proved.providerUrn)
    return "its provider is another";
  if (actual.retainOnDelete !== proved.retainOnDelete) return "its retainOnDelete differs";
  for (const property of new Set([...Object.keys(proved.inputs), ...Object.keys(actual.inputs)])) {
    if (!matches(proved.inputs[property], actual.inputs[property])) return `its ${property} is another`;
    const allowed = new Set(proved.sources[property]);
    const other = (actual.sources[property] ?? []).find((urn) => !allowed.has(urn));
    if (other !== undefined) return `its ${property} comes from ${other}`;
  }
  return undefined;
}

function matches(proved: unknown, actual: unknown): boolean {
  if (unknownMarks.has(proved)) return true;
  if (Array.isArray(proved) || Array.isArray(actual)) {
    return (
      Array.isArray(proved) &&
      Array.isArray(actual) &&
      proved.length === actual.length &&
      proved.every((value, index) => matches(value, actual[index]))
    );
  }
  if (typeof proved !== "object" || typeof actual !== "object" || proved === null || actual === null)
    return (proved ?? null) === (actual ?? null);
  const [one, other] = [proved as Record<string, unknown>, actual as Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) =>
    matches(one[key], other[key]),
  );
}
