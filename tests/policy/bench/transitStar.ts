import { type Declared } from "../../../policy/sources/declared";
import { address, Declaring } from "./declaring";

const machinesPerVpc = 20;

/** A transit gateway with `count` VPCs that all reach each other through its one table. */
export function transitStar(count: number): readonly Declared[] {
  const all = new Declaring();
  const transit = (name: string, key: string, inputs: Declared["inputs"]) => {
    all.add("ec2transitgateway", name, key, inputs);
  };
  transit("TransitGateway", "tgw-0", {
    defaultRouteTableAssociation: "disable",
    defaultRouteTablePropagation: "disable",
  });
  transit("RouteTable", "tgw-rtb-0", { transitGatewayId: "tgw-0" });
  for (let vpc = 0; vpc < count; vpc += 1) {
    const [vpcId, subnetId, table] = [`vpc-${vpc}`, `subnet-${vpc}`, `rtb-${vpc}`];
    all.add("ec2", "Vpc", vpcId, { cidrBlock: `${address(vpc * 256)}/24`, enableDnsSupport: false });
    all.add("ec2", "Subnet", subnetId, {
      ...{ vpcId, cidrBlock: `${address(vpc * 256)}/24`, availabilityZone: "us-east-1a" },
    });
    all.add("ec2", "RouteTable", table, { vpcId });
    all.add("ec2", "RouteTableAssociation", `assoc-${vpc}`, { subnetId, routeTableId: table });
    all.add("ec2", "Route", `route-${vpc}`, {
      ...{ routeTableId: table, destinationCidrBlock: "10.0.0.0/8", transitGatewayId: "tgw-0" },
    });
    all.add("ec2", "SecurityGroup", `sg-${vpc}`, {
      vpcId,
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }],
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/8"] }],
    });
    const attachment = `tgw-attach-${vpc}`;
    transit("VpcAttachment", attachment, { transitGatewayId: "tgw-0", vpcId, subnetIds: [subnetId] });
    const inTable = { transitGatewayAttachmentId: attachment, transitGatewayRouteTableId: "tgw-rtb-0" };
    transit("RouteTableAssociation", `tgw-assoc-${vpc}`, inTable);
    transit("RouteTablePropagation", `tgw-propagation-${vpc}`, inTable);
    for (let machine = 0; machine < machinesPerVpc; machine += 1) {
      all.add("ec2", "Instance", `i-${vpc}-${machine}`, {
        ...{ subnetId, privateIp: address(vpc * 256 + 10 + machine), vpcSecurityGroupIds: [`sg-${vpc}`] },
        associatePublicIpAddress: false,
      });
    }
  }
  return all.made;
}
