import { type Declared } from "../../../policy/sources/declared";
import { Declaring } from "./declaring";

/** Shares of one VPC of about 500 resources: as our own stack has them, with machines that are there. */
const subnetsPerVpc = 20;
const groupsPerVpc = 10;
const rulesPerGroup = 8;
const machinesPerVpc = 320;

/**
 * A stack of about `count` resources that is closed: VPCs with a VPN each, subnets with tables, lists and machines, groups that name each
 * other. Ids are known, as in a state. Every VPC is the same, so that time per resource can be compared between sizes.
 */
export function largeStack(count: number): readonly Declared[] {
  const resources: Declared[] = [];
  for (let vpc = 0; resources.length < count; vpc += 1) resources.push(...oneVpc(vpc));
  return resources.slice(0, count);
}

function oneVpc(vpc: number): Declared[] {
  const declaring = new Declaring();
  const id = (kind: string, index: number | string = "") => `${kind}-${vpc}-${index}`;
  const add = declaring.add.bind(declaring);
  const octets = `10.${vpc % 200}`;
  const vpcId = id("vpc");
  add("ec2", "Vpc", vpcId, { cidrBlock: `${octets}.0.0/16`, enableDnsSupport: false });
  add("ec2", "DefaultSecurityGroup", id("default"), { vpcId });
  add("ec2", "CustomerGateway", id("cgw"), { ipAddress: "203.0.113.10", bgpAsn: "65010" });
  add("ec2", "VpnGateway", id("vgw"), { vpcId });
  add("ec2", "VpnConnection", id("vpn"), {
    ...{ customerGatewayId: id("cgw"), vpnGatewayId: id("vgw"), staticRoutesOnly: true, type: "ipsec.1" },
    presharedKeyStorage: "SecretsManager",
  });
  add("ec2", "VpnConnectionRoute", id("vpnroute"), {
    ...{ vpnConnectionId: id("vpn"), destinationCidrBlock: "172.20.0.0/16" },
  });
  const subnetIds = Array.from({ length: subnetsPerVpc }, (_, index) => id("subnet", index));
  add("ec2", "NetworkAcl", id("acl"), {
    vpcId,
    subnetIds,
    ingress: aclEntries([`${octets}.0.0/16`, "172.20.0.0/16"]),
    egress: aclEntries([`${octets}.0.0/16`, "172.20.0.0/16"]),
  });
  subnetIds.forEach((subnetId, index) => {
    add("ec2", "Subnet", subnetId, {
      vpcId,
      cidrBlock: `${octets}.${index * 8}.0/21`,
      availabilityZone: "us-east-1a",
    });
    add("ec2", "RouteTable", id("table", index), { vpcId });
    add("ec2", "RouteTableAssociation", id("assoc", index), { subnetId, routeTableId: id("table", index) });
    add("ec2", "Route", id("route", index), {
      ...{ routeTableId: id("table", index), destinationCidrBlock: "172.20.0.0/16", gatewayId: id("vgw") },
    });
  });
  for (let group = 0; group < groupsPerVpc; group += 1) {
    add("ec2", "SecurityGroup", id("sg", group), { vpcId });
    for (let rule = 0; rule < rulesPerGroup; rule += 1) {
      const isIngress = rule % 2 === 0;
      const name = isIngress ? "SecurityGroupIngressRule" : "SecurityGroupEgressRule";
      add("vpc", name, id("rule", `${group}-${rule}`), {
        ...{
          securityGroupId: id("sg", group),
          ipProtocol: "tcp",
          fromPort: 8000 + rule,
          toPort: 8000 + rule,
        },
        ...(rule < 6
          ? { referencedSecurityGroupId: id("sg", (group + rule + 1) % groupsPerVpc) }
          : { cidrIpv4: "172.20.0.0/16" }),
      });
    }
  }
  for (let machine = 0; machine < machinesPerVpc; machine += 1) {
    const subnet = machine % subnetsPerVpc;
    const host = 10 + Math.floor(machine / subnetsPerVpc);
    add("ec2", "Instance", id("i", machine), {
      ...{ subnetId: id("subnet", subnet), privateIp: `${octets}.${subnet * 8}.${host}` },
      ...{ vpcSecurityGroupIds: [id("sg", machine % groupsPerVpc)], associatePublicIpAddress: false },
    });
  }
  return [...declaring.made];
}

function aclEntries(blocks: readonly string[]) {
  return blocks.map((cidrBlock, index) => ({
    ...{ ruleNo: 100 + index, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock },
  }));
}
