import { judgeStack, optionsOf } from "../../../policy/judgement/judge";
import { rules } from "../../../policy/registry";
import { type Declared, factsOfDeclared } from "../../../policy/sources/declared";
import { own } from "../escapes/own";
import { unknownText } from "../stack";
import { type ProviderTypes } from "./providerTypes";

/** What names other resources is made from ours, so that rules follow it. */
const references: Readonly<Record<string, string>> = {
  vpcId: own.vpc,
  subnetId: own.workersSubnet,
  securityGroupId: own.workersGroup,
  networkAclId: own.workersAcl,
  routeTableId: own.workersTable,
  vpnGatewayId: own.vpnGateway,
  customerGatewayId: own.device,
  loadBalancerArn: own.balancer,
  targetGroupArn: own.targetGroup,
  firewallRuleGroupId: own.firewallGroup,
  zoneId: own.zone,
  role: own.workerRole,
};

/** Properties that stand instead of others: a sample without them shows whether the others are read. */
const alternatives: readonly (readonly string[])[] = [
  [],
  ["networkInterfaces", "primaryNetworkInterface", "launchTemplate"],
  ["destinationPrefixListId", "prefixListId"],
];

/** Looks at names only, wherever they stand: what it reads is not judged by it. */
const namesOnly = "no-outside-reference";

/**
 * Properties of a type that no rule reads, of a resource of it beside our own. What stands inside of an unread one is left out.
 * @param token `aws:ec2/vpc:Vpc`
 */
export function unread(
  declared: readonly Declared[],
  types: ProviderTypes,
  token: string,
): readonly string[] {
  const [read, all] = [new Set<string>(), new Set<string>()];
  const values = Object.fromEntries(Object.keys(references).map((name) => [name, unknownText]));
  for (const without of alternatives) {
    const sample = types.sample(token, values, new Set(without));
    const resource: Declared = {
      ...{ urn: `urn:pulumi:local::overflow::${token}::it`, type: token, name: "it", inputs: sample.props },
      provider: "pulumi:providers:aws",
      sources: Object.fromEntries(Object.entries(references).map(([name, urn]) => [name, [urn]])),
    };
    const stack = factsOfDeclared([...declared, resource]);
    for (const rule of rules) if (rule.id !== namesOnly) judgeStack(rule, stack, optionsOf(rule, {}));
    sample.read.forEach((path) => read.add(path));
    sample.all.forEach((path) => all.add(path));
  }
  const isTag = /(?:^|\.)(?:tags|tagsAll|region|description|namePrefix)$/;
  return [...all]
    .filter((path) => !read.has(path) && !isTag.test(path))
    .filter((path) => !path.includes(".") || read.has(path.slice(0, path.lastIndexOf("."))));
}
