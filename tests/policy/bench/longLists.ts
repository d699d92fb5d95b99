import { type Declared } from "../../../policy/sources/declared";
import { address, Declaring } from "./declaring";

const machines = 200;
/** As many as AWS allows in each direction of a network ACL. Source: VPC guide, "Amazon VPC quotas". */
const mostEntries = 40;
const listSize = 100;

/** One VPC whose lists are long: `count` entries of prefix lists that routes and groups name, and as many entries as a network ACL can have. */
export function longLists(count: number): readonly Declared[] {
  const all = new Declaring();
  const vpcId = "vpc-0";
  all.add("ec2", "Vpc", vpcId, { cidrBlock: "10.0.0.0/16", enableDnsSupport: false });
  all.add("ec2", "CustomerGateway", "cgw-0", { ipAddress: "203.0.113.10", bgpAsn: "65010" });
  all.add("ec2", "VpnGateway", "vgw-0", { vpcId });
  all.add("ec2", "VpnConnection", "vpn-0", {
    ...{ customerGatewayId: "cgw-0", vpnGatewayId: "vgw-0", staticRoutesOnly: true, type: "ipsec.1" },
  });
  all.add("ec2", "VpnConnectionRoute", "vpnroute-0", {
    vpnConnectionId: "vpn-0",
    destinationCidrBlock: "10.128.0.0/9",
  });
  const entries = Array.from({ length: mostEntries }, (_, at) => ({
    ...{ ruleNo: 100 + at, action: at % 4 === 3 ? "deny" : "allow", protocol: "6", fromPort: 1000 * at },
    ...{ toPort: 1000 * at + 900, cidrBlock: `${address(at * 2 ** 18)}/14` },
  }));
  all.add("ec2", "Subnet", "subnet-0", { vpcId, cidrBlock: "10.0.0.0/20", availabilityZone: "us-east-1a" });
  all.add("ec2", "NetworkAcl", "acl-0", {
    vpcId,
    subnetIds: ["subnet-0"],
    ingress: entries,
    egress: entries,
  });
  all.add("ec2", "RouteTable", "rtb-0", { vpcId });
  all.add("ec2", "RouteTableAssociation", "assoc-0", { subnetId: "subnet-0", routeTableId: "rtb-0" });
  const lists = Math.ceil(count / listSize);
  all.add("ec2", "SecurityGroup", "sg-0", { vpcId });
  for (let list = 0; list < lists; list += 1) {
    const prefixListId = `pl-${list}`;
    all.add("ec2", "ManagedPrefixList", prefixListId, { addressFamily: "IPv4", maxEntries: listSize });
    for (let entry = 0; entry < listSize; entry += 1) {
      const cidr = `${address(2 ** 23 + (list * listSize + entry) * 16)}/28`;
      all.add("ec2", "ManagedPrefixListEntry", `entry-${list}-${entry}`, { prefixListId, cidr });
    }
    all.add("ec2", "Route", `route-${list}`, {
      ...{ routeTableId: "rtb-0", destinationPrefixListId: prefixListId, gatewayId: "vgw-0" },
    });
    for (const name of ["SecurityGroupIngressRule", "SecurityGroupEgressRule"]) {
      all.add("vpc", name, `${name}-${list}`, {
        ...{
          securityGroupId: "sg-0",
          prefixListId,
          ipProtocol: "tcp",
          fromPort: 8000 + list,
          toPort: 8000 + list,
        },
      });
    }
  }
  for (let machine = 0; machine < machines; machine += 1) {
    all.add("ec2", "Instance", `i-${machine}`, {
      ...{ subnetId: "subnet-0", privateIp: address(10 + machine), vpcSecurityGroupIds: ["sg-0"] },
      associatePublicIpAddress: false,
    });
  }
  return all.made;
}
