import { type LifeCase } from "../world";

const allow = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};
const policy = JSON.stringify(allow);
/** The same policy, written otherwise. */
const narrow = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
});

export const networkCases: readonly LifeCase[] = [
  {
    token: "aws:ec2/vpc:Vpc",
    prepare: () =>
      Promise.resolve({
        inputs: { cidrBlock: "10.130.0.0/16" },
        expected: { enableDnsSupport: true, instanceTenancy: "default", ownerId: "123456789012" },
        updates: [{ enableDnsHostnames: true }, { enableDnsSupport: false }],
        replacements: { cidrBlock: "10.131.0.0/16" },
      }),
  },
  {
    token: "aws:ec2/subnet:Subnet",
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: { vpcId: vpc.id, cidrBlock: "10.130.1.0/24", availabilityZone: "eu-central-1a" },
        expected: { mapPublicIpOnLaunch: false, ipv6CidrBlockAssociationId: "" },
        updates: [{ mapPublicIpOnLaunch: true }],
        replacements: { cidrBlock: "10.130.2.0/24", availabilityZone: "eu-central-1b", vpcId: "vpc-2" },
      };
    },
  },
  {
    token: "aws:ec2/vpcEndpoint:VpcEndpoint",
    async prepare(world) {
      const vpc = await world.vpc();
      const table = await world.make("aws:ec2/routeTable:RouteTable", { vpcId: vpc.id });
      const other = await world.make("aws:ec2/routeTable:RouteTable", { vpcId: vpc.id });
      return {
        inputs: {
          vpcId: vpc.id,
          serviceName: "com.amazonaws.eu-central-1.s3",
          routeTableIds: [table.id],
          policy,
        },
        expected: { vpcEndpointType: "Gateway", state: "available" },
        updates: [{ routeTableIds: [table.id, other.id] }, { routeTableIds: [other.id] }, { policy: narrow }],
        replacements: { serviceName: "com.amazonaws.eu-central-1.dynamodb", vpcEndpointType: "Interface" },
      };
    },
  },
  {
    token: "aws:ec2/vpcEndpoint:VpcEndpoint",
    absent: ["cidrBlocks", "prefixListId"],
    async prepare(world) {
      const vpc = await world.vpc();
      const subnet = await world.subnet(vpc);
      const second = await world.subnet(vpc, "10.130.2.0/24");
      const group = await world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
      return {
        inputs: {
          vpcId: vpc.id,
          serviceName: "com.amazonaws.eu-central-1.logs",
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: [subnet.id],
          securityGroupIds: [group.id],
        },
        expected: { state: "available" },
        updates: [{ subnetIds: [subnet.id, second.id] }, { privateDnsEnabled: false }],
        replacements: { vpcId: "vpc-2" },
      };
    },
  },
  {
    token: "aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
    prepare: () =>
      Promise.resolve({
        inputs: { domainName: "build.example", domainNameServers: ["10.20.0.2", "10.20.0.3"] },
        replacements: { domainNameServers: ["10.20.0.3", "10.20.0.2"] },
      }),
  },
  {
    token: "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    async prepare(world) {
      const vpc = await world.vpc();
      const options = await world.make("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", {
        domainName: "one.example",
      });
      const other = await world.make("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", { domainName: "two.example" });
      return {
        inputs: { vpcId: vpc.id, dhcpOptionsId: options.id },
        updates: [{ dhcpOptionsId: other.id }],
        replacements: { vpcId: "vpc-2" },
      };
    },
  },
  {
    token: "aws:ec2/flowLog:FlowLog",
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: {
          vpcId: vpc.id,
          trafficType: "REJECT",
          logDestinationType: "cloud-watch-logs",
          logDestination: "arn:aws:logs:eu-central-1:123456789012:log-group:flows:*",
          iamRoleArn: "arn:aws:iam::123456789012:role/flows",
          maxAggregationInterval: 60,
        },
        replacements: { trafficType: "ALL" },
      };
    },
  },
  {
    // To a folder of a bucket, of one subnet.
    token: "aws:ec2/flowLog:FlowLog",
    async prepare(world) {
      const subnet = await world.subnet(await world.vpc());
      const bucket = await world.make("aws:s3/bucket:Bucket", { bucket: "overflow-flows" });
      return {
        inputs: {
          subnetId: subnet.id,
          trafficType: "ALL",
          logDestinationType: "s3",
          logDestination: `${bucket.text("arn")}/flows/`,
          destinationOptions: { fileFormat: "parquet", hiveCompatiblePartitions: true },
        },
        expected: { maxAggregationInterval: 600 },
        replacements: { logDestination: bucket.text("arn"), maxAggregationInterval: 60 },
      };
    },
  },
  {
    token: "aws:ec2/managedPrefixList:ManagedPrefixList",
    prepare: () =>
      Promise.resolve({
        inputs: {
          name: "build-network",
          addressFamily: "IPv4",
          maxEntries: 4,
          entries: [{ cidr: "10.20.0.0/16", description: "build network" }],
        },
        expected: { version: 1 },
        updates: [
          { entries: [{ cidr: "10.20.0.0/16", description: "build network" }, { cidr: "10.21.0.0/16" }] },
          { entries: [{ cidr: "10.21.0.0/16" }] },
        ],
        replacements: { addressFamily: "IPv6" },
      }),
  },
  {
    token: "aws:ec2/tag:Tag",
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: { resourceId: vpc.id, key: "note", value: "one" },
        updates: [{ value: "two" }],
        replacements: { key: "other", resourceId: "vpc-2" },
      };
    },
  },
];
