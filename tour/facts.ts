import { type RunResult } from "../engine";
import { number, type StackResource, text } from "../reports/stackResource";
import { type PolicyRecord } from "./record";

/** What the policy said of a run. */
export function policyRecord({ policyReport }: RunResult): PolicyRecord {
  return {
    rules: policyReport?.rules.length ?? 0,
    resourcesSeen: policyReport?.resourcesSeen ?? 0,
    findings: policyReport?.findings.length ?? 0,
  };
}

/** What a VM of the pool is: instance type, and the disk that is paid for while it sleeps. */
export function templateFacts(resources: readonly StackResource[]): {
  readonly instanceType: string;
  readonly rootGib: number;
} {
  const template = resources.find(
    ({ type, inputs }) => type === "aws:ec2/launchTemplate:LaunchTemplate" && isPools(inputs),
  );
  const [device] = (template?.inputs["blockDeviceMappings"] ?? []) as readonly {
    ebs?: { volumeSize?: number };
  }[];
  return {
    instanceType: template === undefined ? "" : text(template, "instanceType"),
    rootGib: device?.ebs?.volumeSize ?? (template === undefined ? 0 : (number(template, "volumeSize") ?? 0)),
  };
}

/** A mirror's template tags what it makes, too, but with no pool. */
function isPools(inputs: StackResource["inputs"]): boolean {
  const specifications = (inputs["tagSpecifications"] ?? []) as readonly { readonly tags?: object }[];
  return specifications.some(({ tags }) => tags !== undefined && Object.hasOwn(tags, "overflow:pool"));
}
