import { type Policies, type PolicyResource, type ResourceValidationArgs } from "@pulumi/policy";
import { mergeProps } from "./facts/merge";
import { Props } from "./facts/props";
import { type ResourceFacts, StackFacts } from "./facts/resource";
import { judgeResource, judgeStack, optionsOf } from "./judge";
import { keyOf, consoleText, type RuleFinding, reportFindings, type PolicyReport } from "./report";
import { type Rule } from "./rule";

export const packName = "overflow";

/** Where the report goes and what it says of the run; all of it comes from outside. */
export interface Run {
  readonly version: string;
  readonly nonce: string | undefined;
  readonly dryRun: boolean | undefined;
  readonly publish: (report: PolicyReport) => void;
}

/** What is remembered between the resources of one run: their inputs, and what was found so far. */
class Ledger {
  readonly inputs = new Map<string, object>();
  private found = new Map<string, RuleFinding>();

  /** True if it is news: a fault in the inputs shows again in the result, and is told once. */
  add(item: RuleFinding): boolean {
    const key = keyOf(item);
    const isNew = !this.found.has(key);
    this.found.set(key, item);
    return isNew;
  }

  /** Ends a run: hands over its findings and forgets all of it. The process may serve a preview and its update. */
  close(): readonly RuleFinding[] {
    const all = [...this.found.values()];
    this.found = new Map();
    this.inputs.clear();
    return all;
  }
}

function declared({ urn, type, name, props, provider }: ResourceValidationArgs): ResourceFacts {
  return { urn, type, name, props: new Props(props), provider: provider?.type, sources: () => [] };
}

function settled(resource: PolicyResource, inputs: object | undefined): ResourceFacts {
  const { urn, type, name, provider } = resource;
  return {
    ...{ urn, type, name, provider: provider?.type },
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
    framework: {
      ...{ name: "NIST SP 800-53", version: "5", reference: nist.reference },
      specification: `${nist.title} (${rule.control.id})`,
    },
    ...(rule.options && { configSchema: configSchema(rule) }),
    validateResource(args: ResourceValidationArgs, report) {
      ledger.inputs.set(args.urn, args.props);
      const options = optionsOf(rule, args.getConfig());
      for (const finding of judgeResource(rule, declared(args), options)) {
        if (ledger.add({ rule, finding })) report(consoleText({ rule, finding }));
      }
    },
    validateStack(args, report) {
      const options = optionsOf(rule, args.getConfig());
      const stack = new StackFacts(args.resources.map((r) => settled(r, ledger.inputs.get(r.urn))));
      for (const finding of judgeStack(rule, stack, options)) {
        if (ledger.add({ rule, finding })) report(consoleText({ rule, finding }), finding.resource.urn);
      }
    },
  };
}

/**
 * The rules as policies: each judges a resource before it is created (`validateResource`: its inputs), and all of them
 * once the stack is declared (`validateStack`: inputs joined with outputs, and relations). The last one finds nothing:
 * it publishes the report, so that a caller can tell a pack that ran from one that did not.
 */
export function policiesFor(rules: readonly Rule[], run: Run): Policies {
  const ledger = new Ledger();
  return [
    ...rules.map((rule) => policyOf(rule, ledger)),
    {
      name: "report",
      description: "Leaves a report of what was judged and found.",
      enforcementLevel: "mandatory",
      validateStack({ resources }) {
        run.publish({
          ...{ schema: 1, nonce: run.nonce, pack: packName, version: run.version },
          ...(run.dryRun !== undefined && { dryRun: run.dryRun }),
          resourcesSeen: resources.length,
          findings: reportFindings(ledger.close()),
          rules: rules.map((rule) => ({
            name: rule.id,
            checked: resources.filter(({ type }) => rule.judges(type)).length,
          })),
        });
      },
    },
  ];
}
