import * as policySdk from "@pulumi/policy";
import { type PolicyResource, type ResourceValidationArgs, type StackValidationArgs } from "@pulumi/policy";
import { Props } from "../../policy/facts/props";
import { type ResourceFacts, StackFacts } from "../../policy/facts/resource";
import { judgeStack, optionsOf } from "../../policy/judgement/judge";
import { policiesFor } from "../../policy/pack/pack";
import { type PolicyReport } from "../../policy/pack/report";
import { type Rule } from "../../policy/rule";

/** What the pack's server puts around a resource's properties. Exported by @pulumi/policy 1.21, but not in its types. */
export const { unknownCheckingProxy } = policySdk as unknown as {
  readonly unknownCheckingProxy: (props: object) => object;
};

/** What the engine puts for a text that is not known yet. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const unknownFlag = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";
export const unknownList = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";
export const unknownNumber = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
export const unknownObject = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";

/** A resource of a test's stack. `sources`: property to the names of the resources its value comes from. */
export interface TestResource {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly sources: Readonly<Record<string, readonly string[]>>;
  readonly provider: string | undefined;
  readonly ignoreChanges?: readonly string[];
  readonly isExternal?: boolean;
}

export function resource(
  type: string,
  name: string,
  props: TestResource["props"] = {},
  {
    sources = {},
    provider = type.startsWith("aws:") ? "pulumi:providers:aws" : undefined,
  }: Partial<TestResource> = {},
): TestResource {
  return { type, name, props, sources, provider };
}

const urnOf = ({ type, name }: TestResource): string => `urn:pulumi:test::overflow::${type}::${name}`;

/** The engine drops what it does not find. */
function present<T>(items: readonly (T | undefined)[]): T[] {
  return items.filter((item) => item !== undefined);
}

/** Verdict, resource, property; what a case expects of each finding. */
export type Seen = readonly [verdict: string, resource: string, property?: string];

/** What a rule's pure checks find. */
export function findingsOf(
  rule: Rule,
  resources: readonly TestResource[],
  options: object = {},
): readonly Seen[] {
  const facts = new Map<string, ResourceFacts>();
  for (const item of resources) {
    if (facts.has(item.name)) throw new Error(`two resources named '${item.name}' in one case`);
    const sources = (property: string) =>
      present((item.sources[property] ?? []).map((name) => facts.get(name)));
    const { type, name, provider, ignoreChanges, isExternal } = item;
    facts.set(name, {
      ...{ urn: urnOf(item), type, name, provider, props: new Props(item.props), sources },
      ...(ignoreChanges && { ignoreChanges }),
      ...(isExternal !== undefined && { isExternal }),
    });
  }
  const stack = new StackFacts(facts.values());
  return judgeStack(rule, stack, optionsOf(rule, { ...options })).map(seen);
}

function seen({ verdict, resource: { name }, property }: ReturnType<typeof judgeStack>[number]): Seen {
  return property === undefined ? [verdict, name] : [verdict, name, property];
}

export interface PackRun {
  readonly messages: readonly {
    readonly policy: string;
    readonly message: string;
    readonly at: "resource" | "stack";
  }[];
  readonly report: PolicyReport;
}

/** Runs policies as the pack's server does: every resource's inputs first, each behind its proxy, then the stack. */
export function runPack(
  rules: readonly Rule[],
  resources: readonly TestResource[],
  { outputs = {}, config = {} }: { outputs?: Record<string, object>; config?: Record<string, object> } = {},
): PackRun {
  const messages: { policy: string; message: string; at: "resource" | "stack" }[] = [];
  const reports: PolicyReport[] = [];
  const publish = (report: PolicyReport): void => void reports.push(report);
  const policies = policiesFor(rules, {
    version: "1.2.3",
    nonce: "n-1",
    dryRun: true,
    exemptions: [],
    today: "2026-11-24",
    publish,
  });
  const provider = (item: TestResource) => item.provider && { provider: { type: item.provider } };
  for (const item of resources) {
    for (const policy of policies) {
      if (!("validateResource" in policy) || typeof policy.validateResource !== "function") continue;
      const { type, name, props } = item;
      const args = {
        ...{ urn: urnOf(item), type, name, ...provider(item) },
        props: unknownCheckingProxy(props),
        opts: { ignoreChanges: [] },
      };
      const getConfig = () => config[policy.name] ?? {};
      const note = (message: string): void =>
        void messages.push({ policy: policy.name, message, at: "resource" });
      void policy.validateResource({ ...args, getConfig } as unknown as ResourceValidationArgs, note);
    }
  }
  for (const policy of policies) {
    if (!("validateStack" in policy)) continue;
    const getConfig = () => config[policy.name] ?? {};
    const note = (message: string): void => void messages.push({ policy: policy.name, message, at: "stack" });
    const stack = { resources: policyResources(resources, outputs), getConfig, stackTags: new Map() };
    void policy.validateStack({ ...stack, notApplicable: refuseNotApplicable } as StackValidationArgs, note);
  }
  return { messages, report: reports[0]! };
}

function refuseNotApplicable(): never {
  throw new Error("no rule is expected to call notApplicable");
}

function policyResources(
  resources: readonly TestResource[],
  outputs: Record<string, object>,
): PolicyResource[] {
  const byName = new Map<string, PolicyResource>();
  for (const item of resources) {
    const { type, name } = item;
    const props = unknownCheckingProxy(outputs[name] ?? item.props);
    const provider = item.provider && { provider: { type: item.provider } };
    byName.set(name, {
      urn: urnOf(item),
      type,
      name,
      props,
      opts: { ignoreChanges: [] },
      ...provider,
      propertyDependencies: {},
    } as unknown as PolicyResource);
  }
  for (const item of resources) {
    for (const [property, names] of Object.entries(item.sources)) {
      byName.get(item.name)!.propertyDependencies[property] = present(names.map((name) => byName.get(name)));
    }
  }
  return [...byName.values()];
}
