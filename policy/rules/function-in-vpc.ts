import { controls } from "../controls";
import { expectSet, expectUnset } from "../expect";
import { refused, type Rule, undetermined } from "../rule";

const property = "vpcConfig";
const fix = "Set vpcConfig with subnetIds and securityGroupIds of this stack.";
const reason = "A function outside the VPC reaches the whole internet.";

export const functionInVpc: Rule = {
  id: "function-in-vpc",
  title: "Every function runs in the VPC, in subnets and groups of its own.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
  cause: "A Lambda function without `vpcConfig`, without subnets or groups in it, or on a capacity provider.",
  fix,
  judges: (type) => type === "aws:lambda/function:Function",
  check(resource) {
    const elsewhere = expectUnset(
      resource,
      "capacityProviderConfig",
      resource.props.get("capacityProviderConfig"),
      "A capacity provider has a network of its own.",
      fix,
    );
    const config = resource.props.object(property);
    if (config.state === "unknown")
      return [...elsewhere, undetermined([resource, property], config, reason, fix)];
    if (config.state === "absent")
      return [...elsewhere, refused([resource, property], "not set", reason, fix)];
    // The ids themselves are outputs: unknown at the first preview. That there are some is what counts.
    const empty = ["subnetIds", "securityGroupIds"].flatMap((name) =>
      expectSet(resource, `${property}.${name}`, config.value.get(name), reason, fix),
    );
    const dualStack = expectUnset(
      resource,
      `${property}.ipv6AllowedForDualStack`,
      config.value.get("ipv6AllowedForDualStack"),
      "IPv6 addresses that AWS gives are public.",
      "Leave IPv6 out.",
    );
    return [...elsewhere, ...empty, ...dualStack];
  },
};
