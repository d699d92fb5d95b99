import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Settings, type SubnetRole } from "./settings/schema";

export interface IsolatedVpcArgs {
  /** Blocks and zones; `parseSettings` has checked that they fit. */
  readonly network: Settings["network"];
}

/** Subnets of one role, in the order of the zones, and the route table they share. */
export interface RoleSubnets {
  readonly subnets: readonly aws.ec2.Subnet[];
  readonly subnetIds: pulumi.Output<string>[];
  readonly routeTableId: pulumi.Output<string>;
}

/**
 * A VPC with no way to the internet: no internet gateway of any kind, no NAT, no default route, no public address, IPv4
 * only. Its route tables start empty; the link and the gateway endpoints add the few routes there are.
 *
 * ```
 *   zone a       zone b       route table, one a role
 *   workers-a    workers-b    build network by the link, S3
 *   scaler-a     scaler-b     build network by the link, DynamoDB
 *   endpoints-a  endpoints-b  nothing but the VPC itself
 * ```
 */
export class IsolatedVpc extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly roles: Readonly<Record<SubnetRole, RoleSubnets>>;
  /** The VPC's default group, emptied: what forgets to name a group talks to nobody. */
  readonly emptyGroupId: pulumi.Output<string>;

  constructor(name: string, { network }: IsolatedVpcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:IsolatedVpc", name, {}, opts);
    const parent = { parent: this };
    const vpc = new aws.ec2.Vpc(
      name,
      {
        cidrBlock: network.vpc,
        // Both are needed for private names of interface endpoints; host names are off by default.
        enableDnsSupport: true,
        enableDnsHostnames: true,
        assignGeneratedIpv6CidrBlock: false,
        tags: { Name: name },
      },
      parent,
    );
    // Without ingress and egress it removes the rules that AWS puts there (allow all between members, allow all out).
    const emptyGroup = new aws.ec2.DefaultSecurityGroup(`${name}-empty`, { vpcId: vpc.id }, parent);

    const subnetsOf = (role: SubnetRole): RoleSubnets => {
      const label = `${name}-${role}`;
      const table = new aws.ec2.RouteTable(label, { vpcId: vpc.id, tags: { Name: label } }, parent);
      const subnets = network.zones.map((zone, index) => {
        const subnetName = `${label}-${zone}`;
        const subnet = new aws.ec2.Subnet(
          subnetName,
          {
            vpcId: vpc.id,
            availabilityZone: zone,
            // One block a zone is checked by the settings; `""` is refused by the provider.
            cidrBlock: network.subnets[role][index] ?? "",
            mapPublicIpOnLaunch: false,
            assignIpv6AddressOnCreation: false,
            tags: { Name: subnetName },
          },
          parent,
        );
        const link = { subnetId: subnet.id, routeTableId: table.id };
        new aws.ec2.RouteTableAssociation(subnetName, link, parent);
        return subnet;
      });
      return { subnets, subnetIds: subnets.map((subnet) => subnet.id), routeTableId: table.id };
    };

    this.vpcId = vpc.id;
    this.emptyGroupId = emptyGroup.id;
    this.roles = {
      workers: subnetsOf("workers"),
      endpoints: subnetsOf("endpoints"),
      scaler: subnetsOf("scaler"),
    };
    this.registerOutputs({ vpcId: this.vpcId, emptyGroupId: this.emptyGroupId });
  }
}
