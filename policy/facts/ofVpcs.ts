import { type ResourceFacts, StackFacts } from "./resource";

const vpcTypes: ReadonlySet<string> = new Set(["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"]);

/** Properties by which a resource says in which VPC it is, or in what of a VPC. */
const places = [
  ...["vpcId", "peerVpcId", "hostVpcId", "vpcs", "vpcConfig", "resourceId"],
  ...["subnetId", "subnetIds", "subnets", "subnetMappings", "vpcZoneIdentifiers", "ipAddresses"],
  ...["networkInterfaces", "networkInterface", "networkInterfaceId", "instance", "instanceId", "eniId"],
  ...["vpcSecurityGroupIds", "securityGroupId", "networkAclId", "routeTableId"],
  ...["loadBalancerArn", "targetGroupArn", "listenerArn"],
  ...["vpnGatewayId", "vpnConnectionId", "firewallRuleGroupId", "bucket"],
] as const;

const bucketPolicy = "aws:s3/bucketPolicy:BucketPolicy";
/** Ids by which a bucket's policy says from where a call must come. */
const placesInPolicy = /\bvpce?-[0-9a-z]+/g;

/**
 * What does nothing but by what uses it: it is where its users are. A type, its users' type and the property by which they name it. A bucket is
 * nobody's but by its policy: held to the endpoints of a VPC, it serves that VPC.
 */
const users = new Map<string, readonly (readonly [type: string, property: string])[]>([
  ["aws:ec2/customerGateway:CustomerGateway", [["aws:ec2/vpnConnection:VpnConnection", "customerGatewayId"]]],
  [
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
    [
      [
        "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
        "firewallRuleGroupId",
      ],
    ],
  ],
  [
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList",
    [["aws:route53/resolverFirewallRule:ResolverFirewallRule", "firewallDomainListId"]],
  ],
  ["aws:s3/bucket:Bucket", [[bucketPolicy, "bucket"]]],
]);

/** Where resources are, through whatever they are in. */
class Whereabouts {
  private readonly byId = new Map<string, ResourceFacts[]>();
  private readonly byUrn = new Map<string, ResourceFacts>();
  private readonly found = new Map<string, ReadonlySet<ResourceFacts>>();

  constructor(private readonly stack: StackFacts) {
    for (const resource of stack.resources) {
      this.byUrn.set(resource.urn, resource);
      for (const name of ["id", "arn"]) {
        const id = resource.props.text(name);
        if (id.state === "known") this.byId.set(id.value, [...(this.byId.get(id.value) ?? []), resource]);
      }
    }
  }

  /** The VPCs that a resource is in; empty: in none that the facts have. */
  vpcsOf(resource: ResourceFacts): ReadonlySet<ResourceFacts> {
    const known = this.found.get(resource.urn);
    if (known !== undefined) return known;
    // Resources that name each other in a circle.
    this.found.set(resource.urn, new Set());
    const all = new Set(this.within(resource).flatMap((one) => [...this.vpcsOf(one)]));
    if (vpcTypes.has(resource.type)) all.add(resource);
    this.found.set(resource.urn, all);
    return all;
  }

  private within(resource: ResourceFacts): readonly ResourceFacts[] {
    if (vpcTypes.has(resource.type)) return [];
    const using = users.get(resource.type);
    if (using !== undefined)
      return using.flatMap(([type, property]) => this.usersOf(resource, type, property));
    const policy = resource.type === bucketPolicy ? resource.props.text("policy") : undefined;
    // A policy without such an id is where its bucket is, and that is nowhere but by its policy.
    if (policy !== undefined) {
      const ids = policy.state === "known" ? (policy.value.match(placesInPolicy) ?? []) : [];
      return ids.flatMap((id) => this.byId.get(id) ?? []);
    }
    return places.flatMap((property) => this.named(resource, property));
  }

  private named(resource: ResourceFacts, property: string): readonly ResourceFacts[] {
    const value = resource.props.get(property);
    const byText =
      value.state === "known" ? textsIn(value.value).flatMap((text) => this.byId.get(text) ?? []) : [];
    const bySource = resource.sources(property).flatMap(({ urn }) => this.byUrn.get(urn) ?? []);
    return [...new Set([...byText, ...bySource])];
  }

  private usersOf(resource: ResourceFacts, type: string, property: string): readonly ResourceFacts[] {
    return this.stack.ofType(type).filter((user) => this.named(user, property).includes(resource));
  }
}

/**
 * A stack without what lies in other VPCs only, or serves others only: an account has more than the one that is judged. What is in no VPC, or in one
 * that the facts do not have, stays.
 * @param vpcs ids, names or URNs
 */
export function ofVpcs(stack: StackFacts, vpcs: readonly string[]): StackFacts {
  const whereabouts = new Whereabouts(stack);
  const isJudged = ({ urn, name, props }: ResourceFacts): boolean => {
    const id = props.text("id");
    return vpcs.some((vpc) => vpc === urn || vpc === name || (id.state === "known" && vpc === id.value));
  };
  return new StackFacts(
    stack.resources.filter((resource) => {
      const all = [...whereabouts.vpcsOf(resource)];
      return all.length === 0 || all.some(isJudged);
    }),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
