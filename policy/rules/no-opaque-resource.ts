import { controls } from "../controls";
import { expectUnset } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, refused, type Rule } from "../rule";
import { nameIn, opaqueTypes } from "../types";

const providerPrefix = "pulumi:providers:";
const awsProvider = `${providerPrefix}aws`;
const fix = "Declare with the AWS provider what it would create, so that the policy can judge it.";

/** A provider other than AWS's own: whatever it serves, the policy cannot judge. */
export function isOtherProvider(type: string): boolean {
  return type.startsWith(providerPrefix) && type !== awsProvider;
}

/** A provider whose plugin somebody else wrote does what that one likes. Source: Pulumi docs, "pluginDownloadURL". */
function pluginFrom(provider: ResourceFacts): readonly Finding[] {
  const property = "pluginDownloadURL";
  const inner = provider.props.object("__internal");
  const reason = "A plugin from elsewhere is not the AWS provider that the policy knows.";
  return [provider.props, ...(inner.state === "known" ? [inner.value] : [])].flatMap((props) =>
    expectUnset(provider, property, props.get(property), reason, "Leave it out."),
  );
}

export const noOpaqueResource: Rule = {
  id: "no-opaque-resource",
  title: "No resource creates others out of the policy's sight.",
  control: controls.closedWorld,
  severity: "critical",
  frameworks: { nist: ["CM-7(5)", "CM-3"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/Welcome.html",
  cause:
    "A provider other than `aws`, or whose plugin comes from elsewhere, a dynamic resource, a CloudFormation stack, a Cloud Control resource.",
  fix,
  judges: (type) => nameIn(opaqueTypes, type) !== undefined || isOtherProvider(type) || type === awsProvider,
  check(resource) {
    const { type } = resource;
    if (type === awsProvider) return pluginFrom(resource);
    const what = nameIn(opaqueTypes, type) ?? `the provider '${type.slice(providerPrefix.length)}'`;
    return [refused([resource], what, "What it does cannot be seen at preview.", fix)];
  },
};
