import { controls } from "../controls";
import { refused, type Rule } from "../rule";
import { nameIn, opaqueTypes } from "../types";

const providerPrefix = "pulumi:providers:";
const fix = "Declare with the AWS provider what it would create, so that the policy can judge it.";

/** A provider other than AWS's own: whatever it serves, the policy cannot judge. */
export function isOtherProvider(type: string): boolean {
  return type.startsWith(providerPrefix) && type !== `${providerPrefix}aws`;
}

export const noOpaqueResource: Rule = {
  id: "no-opaque-resource",
  title: "No resource creates others out of the policy's sight.",
  control: controls.closedWorld,
  severity: "critical",
  frameworks: { nist: ["CM-7(5)", "CM-3"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/Welcome.html",
  cause: "A provider other than `aws`, a dynamic resource, a CloudFormation stack, a Cloud Control resource.",
  fix,
  judges: (type) => nameIn(opaqueTypes, type) !== undefined || isOtherProvider(type),
  check(resource) {
    const { type } = resource;
    const what = nameIn(opaqueTypes, type) ?? `the provider '${type.slice(providerPrefix.length)}'`;
    return [refused([resource], what, "What it does cannot be seen at preview.", fix)];
  },
};
