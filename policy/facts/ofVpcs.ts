import { type ResourceFacts, StackFacts } from "./resource";

const vpcTypes: ReadonlySet<string> = new Set(["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"]);

/** Properties by which a resource says in which VPC it is, or in what of a VPC. */
const places = [
  ...["vpcId", "peerVpcId", "hostVpcId", "vpcs", "vpcConfig", "resourceId"],
  ...["subnetId", "subnetIds", "subnets", "subnetMappings", "vpcZoneIdentifiers", "ipAddresses"],
  ...["networkInterfaces", "networkInterface", "networkInterfaceId", "instance", "instanceId", "eniId"],
  ...["vpcSecurityGroupIds", "securityGroupId", "networkAclId", "routeTableId"],
  ...["loadBalancerArn", "targetGroupArn", "listenerArn"],
] as const;

/**
 * A stack without what lies in other VPCs only: an account has more than the one that is judged. What is in no VPC, or in one that the facts do not
 * have, stays.
 * @param vpcs ids, names or URNs
 */
export function ofVpcs(stack: StackFacts, vpcs: readonly string[]): StackFacts {
  const byId = new Map<string, ResourceFacts[]>();
  const byUrn = new Map<string, ResourceFacts>();
  for (const resource of stack.resources) {
    byUrn.set(resource.urn, resource);
    for (const name of ["id", "arn"]) {
      const id = resource.props.text(name);
      if (id.state === "known") byId.set(id.value, [...(byId.get(id.value) ?? []), resource]);
    }
  }
  const found = new Map<string, ReadonlySet<ResourceFacts>>();
  /** The VPCs that a resource is in, through whatever it is in. */
  const vpcsOf = (resource: ResourceFacts): ReadonlySet<ResourceFacts> => {
    const known = found.get(resource.urn);
    if (known !== undefined) return known;
    // Resources that name each other in a circle.
    found.set(resource.urn, new Set());
    const all = new Set<ResourceFacts>(vpcTypes.has(resource.type) ? [resource] : []);
    for (const property of vpcTypes.has(resource.type) ? [] : places) {
      const value = resource.props.get(property);
      const named =
        value.state === "known" ? textsIn(value.value).flatMap((text) => byId.get(text) ?? []) : [];
      const sources = resource.sources(property).flatMap(({ urn }) => byUrn.get(urn) ?? []);
      for (const one of new Set([...named, ...sources])) for (const vpc of vpcsOf(one)) all.add(vpc);
    }
    found.set(resource.urn, all);
    return all;
  };
  const isJudged = ({ urn, name, props }: ResourceFacts): boolean => {
    const id = props.text("id");
    return vpcs.some((vpc) => vpc === urn || vpc === name || (id.state === "known" && vpc === id.value));
  };
  return new StackFacts(
    stack.resources.filter((resource) => {
      const all = [...vpcsOf(resource)];
      return all.length === 0 || all.some(isJudged);
    }),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
