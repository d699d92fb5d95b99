import {
  type Policies,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type StackValidationArgs,
} from "@pulumi/policy";
import { type Exemption } from "../judgement/exemptions";
import { mergeProps } from "../facts/merge";
import { peek, Props } from "../facts/props";
import { type ResourceFacts, StackFacts } from "../facts/resource";
import { judgeResource, judgeStack, optionsOf } from "../judgement/judge";
import { endsOf } from "../judgement/judgeAll";
import { Ledger } from "./ledger";
import { consoleText, type PolicyReport, reportFindings, resultOf } from "./report";
import { type Rule } from "../rule";

export const packName = "overflow";

/** Where the report goes and what it says of the run; all of it comes from outside. */
export interface Run {
  readonly version: string;
  readonly nonce: string | undefined;
  readonly dryRun: boolean | undefined;
  readonly exemptions: readonly Exemption[];
  /** Today, `2026-11-24`. */
  readonly today: string;
  readonly publish: (report: PolicyReport) => void;
}

function declared({ urn, type, name, props, provider, opts }: ResourceValidationArgs): ResourceFacts {
  return {
    ...{ urn, type, name, props: new Props(props), provider: provider?.type },
    ignoreChanges: opts.ignoreChanges,
    sources: () => [],
  };
}

function settled(resource: PolicyResource, inputs: object | undefined): ResourceFacts {
  const { urn, type, name, provider, opts } = resource;
  return {
    ...{ urn, type, name, provider: provider?.type },
    ignoreChanges: opts.ignoreChanges,
    ...(inputs !== undefined && { isGiven: (property) => peek(inputs, property).state !== "absent" }),
    props: new Props(mergeProps(inputs, resource.props)),
    sources: (property) =>
      (resource.propertyDependencies[property] ?? []).map((source) => ({
        urn: source.urn,
        type: source.type,
        name: source.name,
      })),
  };
}

function configSchema(rule: Rule) {
  const properties = Object.entries(rule.options ?? {}).map(([name, option]) => [
    name,
    {
      type: "array",
      items: { type: "string" },
      description: option.description,
      default: [...option.default],
    },
  ]);
  return { properties: Object.fromEntries(properties) as Record<string, { type: "array" }> };
}

function policyOf(rule: Rule, ledger: Ledger): Policies[number] {
  const { nist } = rule.control;
  return {
    name: rule.id,
    description: rule.title,
    enforcementLevel: "mandatory",
    severity: rule.severity,
    remediationSteps: rule.fix,
    ...(rule.url !== undefined && { url: rule.url }),
    framework: {
      ...{ name: "NIST SP 800-53", version: "5", reference: nist.reference },
      specification: `${nist.title} (${rule.control.id})`,
    },
    ...(rule.options && { configSchema: configSchema(rule) }),
    validateResource(args: ResourceValidationArgs, report) {
      ledger.inputs.set(args.urn, args.props);
      const options = ledger.begin(rule, () => optionsOf(rule, args.getConfig()));
      if (rule.check === undefined || !rule.judges(args.type)) return;
      for (const finding of judgeResource(rule, declared(args), options)) {
        if (ledger.add({ rule, finding })) report(consoleText({ rule, finding }));
      }
    },
    // The server reads all resources anew for each policy that has this: rules that judge resources one by one leave it to `closing`.
    ...(rule.relate !== undefined && {
      validateStack(args: StackValidationArgs, report: ReportViolation) {
        const options = ledger.begin(rule, () => optionsOf(rule, args.getConfig()));
        const stack = ledger.stack(() => factsOf(args.resources, ledger));
        for (const finding of judgeStack(rule, stack, options)) {
          if (ledger.add({ rule, finding })) report(consoleText({ rule, finding }), finding.resource.urn);
        }
      },
    }),
  };
}

function factsOf(resources: readonly PolicyResource[], ledger: Ledger): StackFacts {
  return new StackFacts(resources.map((resource) => settled(resource, ledger.inputs.get(resource.urn))));
}

/**
 * The last policy of a run: judges by each rule what the results show and the inputs did not, judges the exemptions, refuses a run in which a
 * rule was switched off, and publishes the report, so that a caller can tell a pack that ran from one that did not.
 */
function closing(rules: readonly Rule[], run: Run, ledger: Ledger): Policies[number] {
  return {
    name: "report",
    description: "Every rule ran, exemptions hold, and a report of what was judged and found is left.",
    enforcementLevel: "mandatory",
    validateStack({ resources }, report) {
      const stack = ledger.stack(() => factsOf(resources, ledger));
      for (const rule of rules.filter(({ relate }) => relate === undefined)) {
        for (const finding of judgeStack(rule, stack, ledger.optionsOf(rule))) {
          if (ledger.add({ rule, finding }))
            report(`${rule.id}: ${rule.title}\n${consoleText({ rule, finding })}`, finding.resource.urn);
        }
      }
      const judged = rules.map((rule) => ({ rule, found: ledger.findingsOf(rule) }));
      const { results, faults } = endsOf(stack, judged, run);
      const switchedOff = ledger
        .notRun(rules)
        .map(
          ({ id }) =>
            `The rule ${id} did not run: take its enforcementLevel out of the policy pack's configuration.`,
        );
      for (const fault of [...faults, ...switchedOff]) report(fault);
      ledger.close();
      run.publish({
        ...{ schema: 1, nonce: run.nonce, pack: packName, version: run.version },
        ...(run.dryRun !== undefined && { dryRun: run.dryRun }),
        resourcesSeen: resources.length,
        findings: reportFindings(results),
        faults: [...faults, ...switchedOff],
        rules: results.map(resultOf),
      });
    },
  };
}

/**
 * The rules as policies: each judges a resource before it is created (`validateResource`: its inputs), and all of them
 * once the stack is declared (`validateStack`: inputs joined with outputs, and relations).
 */
export function policiesFor(rules: readonly Rule[], run: Run): Policies {
  const ledger = new Ledger(run.exemptions);
  return [...rules.map((rule) => policyOf(rule, ledger)), closing(rules, run, ledger)];
}
