import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type SubnetKey } from "./subnetKeys";

export interface IsolatedVpcArgs {
  readonly block: string;
  readonly zones: readonly string[];
  /** Blocks by kind of subnets, in the order of the zones; `parseSettings` has checked that they fit. */
  readonly subnetBlocks: Readonly<Record<SubnetKey, readonly string[]>>;
}

/** Subnets of one kind, in the order of the zones, and the route table they share. */
export interface KindOfSubnets {
  readonly subnets: readonly aws.ec2.Subnet[];
  readonly subnetIds: pulumi.Output<string>[];
  readonly routeTableId: pulumi.Output<string>;
}

/**
 * A VPC with no way to the internet: no internet gateway of any kind, no NAT, no default route, no public address, IPv4
 * only. Its route tables start empty; the link and the gateway endpoints add the few routes there are.
 *
 * ```
 *   zone a           zone b           route table, one a kind
 *   workers-try-a    workers-try-b    build network by the link, S3 (one endpoint a trust level)
 *   mirrors-a        mirrors-b        build network by the link, S3
 *   scaler-a         scaler-b         build network by the link, DynamoDB
 *   endpoints-a      endpoints-b      nothing but the VPC itself (build network, if a resolver forwards)
 * ```
 */
export class IsolatedVpc extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly defaultNetworkAclId: pulumi.Output<string>;
  readonly subnets: ReadonlyMap<SubnetKey, KindOfSubnets>;
  /** The VPC's default group, emptied: what forgets to name a group talks to nobody. */
  readonly emptyGroupId: pulumi.Output<string>;

  constructor(name: string, args: IsolatedVpcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:IsolatedVpc", name, {}, opts);
    const parent = { parent: this };
    const vpc = new aws.ec2.Vpc(
      name,
      {
        cidrBlock: args.block,
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

    // Every subnet of ours has a table of its own; one that somebody adds gets the main one, which leads nowhere.
    new aws.ec2.DefaultRouteTable(
      `${name}-empty`,
      { defaultRouteTableId: vpc.defaultRouteTableId, routes: [], propagatingVgws: [] },
      parent,
    );

    const subnetsOf = (kind: SubnetKey, blocks: readonly string[]): KindOfSubnets => {
      const label = `${name}-${kind}`;
      const table = new aws.ec2.RouteTable(label, { vpcId: vpc.id, tags: { Name: label } }, parent);
      const subnets = args.zones.map((zone, index) => {
        const subnetName = `${label}-${zone}`;
        const subnet = new aws.ec2.Subnet(
          subnetName,
          {
            vpcId: vpc.id,
            availabilityZone: zone,
            // One block a zone is checked by the settings; `""` is refused by the provider.
            cidrBlock: blocks[index] ?? "",
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
    this.defaultNetworkAclId = vpc.defaultNetworkAclId;
    this.subnets = new Map(
      Object.entries(args.subnetBlocks).map(([kind, blocks]) => [
        kind as SubnetKey,
        subnetsOf(kind as SubnetKey, blocks),
      ]),
    );
    this.registerOutputs({ vpcId: this.vpcId, emptyGroupId: this.emptyGroupId });
  }

  /**
   * Subnets of a kind.
   * @throws RangeError if the settings name none
   */
  of(kind: SubnetKey): KindOfSubnets {
    const found = this.subnets.get(kind);
    if (found === undefined) throw new RangeError(`the VPC has no subnets ${kind}`);
    return found;
  }
}
