import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { groupsOf, type GroupName, type Peer, type Rule } from "./traffic";

export interface SecurityGroupsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly rules: readonly Rule[];
  /** Prefix list of the gateway endpoint that a rule of this group uses. */
  readonly prefixListIdOf: (service: "s3" | "dynamodb", group: GroupName) => pulumi.Input<string>;
}

const descriptions: Readonly<Record<string, string>> = {
  workers: "VMs that build, trust level",
  mirrors: "Mirrors of trust level",
  balancer: "Load balancer of the mirrors of trust level",
  scaler: "The scaler function",
  endpoints: "Interface endpoints of AWS services",
  resolver: "Resolver endpoint to the build network's DNS",
};

/**
 * The groups, and a rule for each line of the table of flows. `aws.ec2.SecurityGroup` drops AWS's "allow all out" when
 * it makes a group; the rules are resources of their own and never mixed with inline ones.
 */
export class SecurityGroups extends pulumi.ComponentResource {
  private readonly groups: ReadonlyMap<GroupName, aws.ec2.SecurityGroup>;

  constructor(name: string, args: SecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:SecurityGroups", name, {}, opts);
    const parent = { parent: this };
    this.groups = new Map(
      groupsOf(args.rules).map((own) => {
        const label = `${name}-${own}`;
        const description = describe(own);
        const tags = { Name: label };
        return [own, new aws.ec2.SecurityGroup(label, { vpcId: args.vpcId, description, tags }, parent)];
      }),
    );
    for (const rule of args.rules) {
      const [fromPort, toPort] = rule.ports;
      const Kind =
        rule.direction === "ingress" ? aws.vpc.SecurityGroupIngressRule : aws.vpc.SecurityGroupEgressRule;
      new Kind(
        `${name}-${rule.name}`,
        {
          securityGroupId: this.of(rule.group).id,
          ...this.peerOf(rule.peer, rule.group, args),
          ipProtocol: rule.protocol,
          fromPort,
          toPort,
          description: rule.why,
        },
        parent,
      );
    }
    this.registerOutputs({ groupIds: [...this.groups.values()].map((group) => group.id) });
  }

  /**
   * The group of a name.
   * @throws RangeError if no rule of the table is its
   */
  of(name: GroupName): aws.ec2.SecurityGroup {
    const group = this.groups.get(name);
    if (group === undefined) throw new RangeError(`no flow names the group ${name}`);
    return group;
  }

  private peerOf(peer: Peer, owner: GroupName, { prefixListIdOf }: SecurityGroupsArgs) {
    if ("group" in peer) return { referencedSecurityGroupId: this.of(peer.group).id };
    if ("block" in peer) return { cidrIpv4: peer.block };
    return { prefixListId: prefixListIdOf(peer.service, owner) };
  }
}

function describe(group: GroupName): string {
  const [kind = "", ...level] = group.split("-");
  return [descriptions[kind] ?? kind, level.join("-")].filter(Boolean).join(" ");
}
