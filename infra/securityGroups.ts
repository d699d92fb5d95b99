import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type GatewayService, type GroupName, type Peer, type Rule } from "./traffic";

export interface SecurityGroupsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly rules: readonly Rule[];
  /** Prefix lists of the gateway endpoints that rules name. */
  readonly prefixListIds: Readonly<Partial<Record<GatewayService, pulumi.Input<string>>>>;
}

const descriptions: Readonly<Record<GroupName, string>> = {
  workers: "VMs that build",
  scaler: "The scaler function",
  endpoints: "Interface endpoints of AWS services",
};

/**
 * The groups, and a rule for each line of the table of flows. `aws.ec2.SecurityGroup` drops AWS's "allow all out" when
 * it makes a group; the rules are resources of their own and never mixed with inline ones.
 *
 * @throws pulumi.ResourceError if a rule names a service without a gateway endpoint
 */
export class SecurityGroups extends pulumi.ComponentResource {
  readonly groups: Readonly<Record<GroupName, aws.ec2.SecurityGroup>>;

  constructor(name: string, args: SecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:SecurityGroups", name, {}, opts);
    const parent = { parent: this };
    const group = (own: GroupName) => {
      const label = `${name}-${own}`;
      const description = descriptions[own];
      return new aws.ec2.SecurityGroup(
        label,
        { vpcId: args.vpcId, description, tags: { Name: label } },
        parent,
      );
    };
    const groups = { workers: group("workers"), scaler: group("scaler"), endpoints: group("endpoints") };

    const peerOf = (peer: Peer) => {
      if ("group" in peer) return { referencedSecurityGroupId: groups[peer.group].id };
      if ("block" in peer) return { cidrIpv4: peer.block };
      const prefixListId = args.prefixListIds[peer.service];
      if (prefixListId !== undefined) return { prefixListId };
      throw new pulumi.ResourceError(
        `a rule names ${peer.service}, which has no gateway endpoint`,
        this,
        true,
      );
    };
    for (const rule of args.rules) {
      const [fromPort, toPort] = rule.ports;
      const Kind =
        rule.direction === "ingress" ? aws.vpc.SecurityGroupIngressRule : aws.vpc.SecurityGroupEgressRule;
      new Kind(
        `${name}-${rule.name}`,
        {
          securityGroupId: groups[rule.group].id,
          ...peerOf(rule.peer),
          ipProtocol: rule.protocol,
          fromPort,
          toPort,
          description: rule.why,
        },
        parent,
      );
    }
    this.groups = groups;
    this.registerOutputs({ groupIds: [groups.workers.id, groups.scaler.id, groups.endpoints.id] });
  }
}
