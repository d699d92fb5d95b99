import { type LifeCase, type Part, type World } from "../world";

async function attachedGateway(world: World, vpc: Part): Promise<Part> {
  const gateway = await world.make("aws:ec2/vpnGateway:VpnGateway", {});
  await world.make("aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment", {
    vpcId: vpc.id,
    vpnGatewayId: gateway.id,
  });
  return gateway;
}

export const routingCases: readonly LifeCase[] = [
  {
    token: "aws:ec2/routeTable:RouteTable",
    async prepare(world) {
      const vpc = await world.vpc();
      return { inputs: { vpcId: vpc.id }, expected: { routes: [] }, replacements: { vpcId: "vpc-2" } };
    },
  },
  {
    token: "aws:ec2/routeTable:RouteTable",
    async prepare(world) {
      const vpc = await world.vpc();
      const gateway = await attachedGateway(world, vpc);
      return {
        inputs: { vpcId: vpc.id, routes: [{ cidrBlock: "10.20.0.0/16", gatewayId: gateway.id }] },
        updates: [
          {
            routes: [
              { cidrBlock: "10.20.0.0/16", gatewayId: gateway.id },
              { cidrBlock: "10.21.0.0/16", gatewayId: gateway.id },
            ],
          },
          { routes: [] },
          { propagatingVgws: [gateway.id] },
        ],
      };
    },
  },
  {
    token: "aws:ec2/defaultRouteTable:DefaultRouteTable",
    permanent: true,
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: { defaultRouteTableId: vpc.text("defaultRouteTableId"), routes: [] },
        expected: { vpcId: vpc.id },
        replacements: { defaultRouteTableId: "rtb-2" },
      };
    },
  },
  {
    token: "aws:ec2/route:Route",
    absent: ["instanceId", "instanceOwnerId"],
    async prepare(world) {
      const vpc = await world.vpc();
      const gateway = await attachedGateway(world, vpc);
      const table = await world.make("aws:ec2/routeTable:RouteTable", { vpcId: vpc.id });
      return {
        inputs: { routeTableId: table.id, destinationCidrBlock: "10.20.0.0/16", gatewayId: gateway.id },
        expected: { state: "active", origin: "CreateRoute" },
        replacements: { destinationCidrBlock: "10.21.0.0/16", routeTableId: "rtb-2" },
      };
    },
  },
  {
    token: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    async prepare(world) {
      const vpc = await world.vpc();
      const subnet = await world.subnet(vpc);
      const table = await world.make("aws:ec2/routeTable:RouteTable", { vpcId: vpc.id });
      const other = await world.make("aws:ec2/routeTable:RouteTable", { vpcId: vpc.id });
      return {
        inputs: { subnetId: subnet.id, routeTableId: table.id },
        updates: [{ routeTableId: other.id }],
        replacements: { subnetId: "subnet-2" },
      };
    },
  },
  {
    token: "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation",
    async prepare(world) {
      const vpc = await world.vpc();
      const gateway = await attachedGateway(world, vpc);
      const table = await world.make("aws:ec2/routeTable:RouteTable", { vpcId: vpc.id });
      return {
        inputs: { routeTableId: table.id, vpnGatewayId: gateway.id },
        replacements: { routeTableId: "rtb-2", vpnGatewayId: "vgw-2" },
      };
    },
  },
];
