import { type Declared } from "../../../policy/sources/declared";
import { address, Declaring } from "./declaring";

const rulesPerGroup = 6;
const machinesPerGroup = 16;
const machinesPerSubnet = 200;

/** One VPC with `count` machines, whose groups name each other: every group lets six others in, and out to six. */
export function manyGroups(count: number): readonly Declared[] {
  const all = new Declaring();
  const groups = Math.max(rulesPerGroup, Math.ceil(count / machinesPerGroup));
  all.add("ec2", "Vpc", "vpc-0", { cidrBlock: "10.0.0.0/8", enableDnsSupport: false });
  all.add("ec2", "RouteTable", "rtb-0", { vpcId: "vpc-0" });
  for (let group = 0; group < groups; group += 1) {
    all.add("ec2", "SecurityGroup", `sg-${group}`, { vpcId: "vpc-0" });
    for (let rule = 0; rule < rulesPerGroup; rule += 1) {
      // Near and far ones, so that the groups are no islands.
      const other = `sg-${(group + 1 + rule * rule * 7) % groups}`;
      for (const name of ["SecurityGroupIngressRule", "SecurityGroupEgressRule"]) {
        all.add("vpc", name, `${name}-${group}-${rule}`, {
          ...{ securityGroupId: `sg-${group}`, referencedSecurityGroupId: other },
          ...{ ipProtocol: "tcp", fromPort: 8000 + rule, toPort: 8000 + rule },
        });
      }
    }
  }
  for (let machine = 0; machine < count; machine += 1) {
    const subnet = Math.floor(machine / machinesPerSubnet);
    if (machine % machinesPerSubnet === 0) {
      all.add("ec2", "Subnet", `subnet-${subnet}`, {
        ...{ vpcId: "vpc-0", cidrBlock: `${address(subnet * 256)}/24`, availabilityZone: "us-east-1a" },
      });
      all.add("ec2", "RouteTableAssociation", `assoc-${subnet}`, {
        ...{ subnetId: `subnet-${subnet}`, routeTableId: "rtb-0" },
      });
    }
    all.add("ec2", "Instance", `i-${machine}`, {
      ...{
        subnetId: `subnet-${subnet}`,
        privateIp: address(subnet * 256 + 10 + (machine % machinesPerSubnet)),
      },
      ...{ vpcSecurityGroupIds: [`sg-${machine % groups}`], associatePublicIpAddress: false },
    });
  }
  return all.made;
}
