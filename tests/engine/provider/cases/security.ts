import { type LifeCase } from "../world";

const https = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.20.0.0/16"] };
const workers = { protocol: "tcp", fromPort: 9989, toPort: 9989, cidrBlocks: ["10.20.0.10/32"] };

const entry = (ruleNo: number, port: number, protocol = "tcp") => ({
  ruleNo,
  action: "allow",
  protocol,
  cidrBlock: "10.20.0.0/16",
  fromPort: port,
  toPort: port,
});

export const securityCases: readonly LifeCase[] = [
  {
    token: "aws:ec2/securityGroup:SecurityGroup",
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: { vpcId: vpc.id, ingress: [https] },
        expected: { description: "Managed by Pulumi", egress: [] },
        updates: [{ ingress: [https, workers] }, { egress: [workers] }, { ingress: [] }],
        replacements: { description: "other", name: "other", vpcId: "vpc-2" },
      };
    },
  },
  {
    token: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    absent: ["namePrefix"],
    permanent: true,
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: { vpcId: vpc.id },
        expected: { id: vpc.text("defaultSecurityGroupId"), ingress: [], egress: [], name: "default" },
        updates: [{ ingress: [https] }],
        replacements: { vpcId: "vpc-2" },
      };
    },
  },
  ...(["Ingress", "Egress"] as const).map((direction): LifeCase => ({
    token: `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
    async prepare(world) {
      const vpc = await world.vpc();
      const group = await world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
      return {
        inputs: {
          securityGroupId: group.id,
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrIpv4: "10.20.0.0/16",
          description: "build network",
        },
        updates: [{ fromPort: 80 }, { cidrIpv4: "10.20.0.10/32" }, { description: "master" }],
        replacements: { securityGroupId: "sg-2" },
      };
    },
  })),
  {
    token: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    async prepare(world) {
      const vpc = await world.vpc();
      const group = await world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
      return {
        inputs: { securityGroupId: group.id, ipProtocol: "-1", referencedSecurityGroupId: group.id },
      };
    },
  },
  {
    token: "aws:ec2/networkAcl:NetworkAcl",
    async prepare(world) {
      const vpc = await world.vpc();
      const subnet = await world.subnet(vpc);
      return {
        inputs: { vpcId: vpc.id, subnetIds: [subnet.id], ingress: [entry(100, 443)], egress: [] },
        updates: [
          { ingress: [entry(100, 443), entry(110, 80, "udp")] },
          { egress: [entry(100, 9989)] },
          { ingress: [entry(100, 8443)] },
          { subnetIds: [] },
        ],
        replacements: { vpcId: "vpc-2" },
      };
    },
  },
  {
    token: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    permanent: true,
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: { defaultNetworkAclId: vpc.text("defaultNetworkAclId") },
        expected: { ingress: [], egress: [], vpcId: vpc.id },
        updates: [{ ingress: [entry(100, 443)] }],
        replacements: { defaultNetworkAclId: "acl-2" },
      };
    },
  },
  {
    token: "aws:ec2/networkAclRule:NetworkAclRule",
    async prepare(world) {
      const vpc = await world.vpc();
      const acl = await world.make("aws:ec2/networkAcl:NetworkAcl", { vpcId: vpc.id });
      return {
        inputs: {
          networkAclId: acl.id,
          ruleNumber: 100,
          protocol: "tcp",
          ruleAction: "allow",
          egress: true,
          cidrBlock: "10.20.0.0/16",
          fromPort: 1024,
          toPort: 65535,
        },
        expected: { protocol: "tcp" },
        replacements: { toPort: 2048, ruleNumber: 200, cidrBlock: "10.21.0.0/16" },
      };
    },
  },
];
