import { expect } from "chai";
import { flowsOf, rulesOf } from "../../infra/network/traffic";
import { ofType, one, policyOf, type Recorded, recordEnvironment, settingsOf } from "./mocks";

describe("the environment's network", () => {
  let staging: Recorded[] = [];
  let production: Recorded[] = [];
  before(async () => {
    staging = await recordEnvironment("staging");
    production = await recordEnvironment("production");
  });

  describe("its VPC", () => {
    it("is IPv4 only, with the names that interface endpoints need", () => {
      expect(one(staging, "ec2/vpc:Vpc").inputs).to.deep.include({
        cidrBlock: "10.131.0.0/16",
        enableDnsSupport: true,
        enableDnsHostnames: true,
        assignGeneratedIpv6CidrBlock: false,
      });
    });

    it("has a subnet of each role in each zone, without public addresses", () => {
      const subnets = ofType(production, "ec2/subnet:Subnet");
      expect(
        subnets.map(({ inputs }) => `${String(inputs["availabilityZone"])} ${String(inputs["cidrBlock"])}`),
      ).to.have.members([
        "us-east-1a 10.132.0.0/20",
        "us-east-1b 10.132.16.0/20",
        "us-east-1c 10.132.32.0/20",
        "us-east-1a 10.132.64.0/20",
        "us-east-1b 10.132.80.0/20",
        "us-east-1c 10.132.96.0/20",
        "us-east-1a 10.132.128.0/25",
        "us-east-1b 10.132.128.128/25",
        "us-east-1c 10.132.129.0/25",
        "us-east-1a 10.132.130.0/26",
        "us-east-1b 10.132.130.64/26",
        "us-east-1c 10.132.130.128/26",
        "us-east-1a 10.132.131.0/26",
        "us-east-1b 10.132.131.64/26",
        "us-east-1c 10.132.131.128/26",
      ]);
      for (const { inputs } of subnets) {
        expect(inputs).to.include({ mapPublicIpOnLaunch: false, assignIpv6AddressOnCreation: false });
      }
    });

    it("leaves no subnet to the main route table", () => {
      const associated = ofType(staging, "ec2/routeTableAssociation:RouteTableAssociation");
      const subnets = ofType(staging, "ec2/subnet:Subnet").map(({ name }) => `${name}-id`);
      expect(associated.map(({ inputs }) => inputs["subnetId"])).to.have.members(subnets);
      for (const { name, inputs } of associated) {
        expect(inputs["routeTableId"]).to.equal(`${name.replace(/-us-east-1.$/, "")}-id`);
      }
    });

    it("has no inline routes, and an emptied default group, network ACL and route table", () => {
      for (const { inputs } of ofType(staging, "ec2/routeTable:RouteTable")) {
        expect(inputs).to.have.all.keys("vpcId", "tags");
      }
      expect(one(staging, "ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs).to.deep.equal({
        vpcId: "vpc-id",
      });
      expect(one(staging, "ec2/defaultNetworkAcl:DefaultNetworkAcl").inputs).to.have.all.keys(
        "defaultNetworkAclId",
      );
      expect(one(staging, "ec2/defaultRouteTable:DefaultRouteTable").inputs).to.deep.include({
        routes: [],
        propagatingVgws: [],
      });
    });

    it("has a network ACL over each kind of subnets, and every subnet under one", () => {
      const lists = ofType(staging, "ec2/networkAcl:NetworkAcl");
      expect(lists.map(({ name }) => name)).to.have.members(
        ["workers-try", "workers-release", "mirrors", "endpoints", "scaler"].map((kind) => `acls-${kind}`),
      );
      expect(lists.flatMap(({ inputs }) => inputs["subnetIds"] as string[])).to.have.members(
        ofType(staging, "ec2/subnet:Subnet").map(({ name }) => `${name}-id`),
      );
    });

    it("records all that passes or is refused", () => {
      expect(one(staging, "ec2/flowLog:FlowLog").inputs).to.deep.include({
        vpcId: "vpc-id",
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
      });
    });
  });

  describe("its groups", () => {
    it("hold one rule for each line of the table, and none inline", () => {
      const rules = rulesOf(flowsOf(settingsOf("staging")));
      for (const direction of ["ingress", "egress"] as const) {
        const type = direction === "ingress" ? "SecurityGroupIngressRule" : "SecurityGroupEgressRule";
        const made = ofType(staging, `vpc/securityGroup${type.slice("SecurityGroup".length)}:${type}`);
        const expected = rules.filter((rule) => rule.direction === direction);
        expect(made.map(({ name }) => name)).to.have.members(expected.map(({ name }) => `groups-${name}`));
      }
      for (const { inputs } of ofType(staging, "ec2/securityGroup:SecurityGroup")) {
        expect(inputs).to.not.have.any.keys("ingress", "egress");
      }
    });

    it("name a group, a private block or a prefix list as peer", () => {
      const rule = (name: string) => staging.find((resource) => resource.name === `groups-${name}`)?.inputs;
      expect(rule("workers-try-master-egress")).to.deep.equal({
        securityGroupId: "groups-workers-try-id",
        cidrIpv4: "10.20.0.10/32",
        ipProtocol: "tcp",
        fromPort: 9989,
        toPort: 9989,
        description: "Workers attach to the master",
      });
      expect(rule("scaler-endpoints-ingress")).to.deep.include({
        securityGroupId: "groups-endpoints-id",
        referencedSecurityGroupId: "groups-scaler-id",
      });
      expect(rule("scaler-dynamodb-egress")).to.deep.include({ prefixListId: "pl-gateways-dynamodb-scaler" });
      expect(rule("mtu-10.20.0.0-16-workers-try-ingress")).to.deep.include({
        ipProtocol: "icmp",
        fromPort: 3,
        toPort: 4,
      });
    });
  });

  describe("its endpoints", () => {
    it("are EC2 and Secrets Manager by interface, DynamoDB for the scaler and S3 for each level and the mirrors", () => {
      const endpoints = ofType(staging, "ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => [
        inputs["serviceName"],
        inputs["vpcEndpointType"],
        inputs["securityGroupIds"] ?? inputs["routeTableIds"],
      ]);
      expect(endpoints).to.have.deep.members([
        ["com.amazonaws.us-east-1.dynamodb", "Gateway", ["vpc-scaler-id"]],
        ["com.amazonaws.us-east-1.s3", "Gateway", ["vpc-workers-try-id"]],
        ["com.amazonaws.us-east-1.s3", "Gateway", ["vpc-workers-release-id"]],
        ["com.amazonaws.us-east-1.s3", "Gateway", ["vpc-mirrors-id"]],
        ["com.amazonaws.us-east-1.ec2", "Interface", ["groups-endpoints-id"]],
        ["com.amazonaws.us-east-1.secretsmanager", "Interface", ["groups-endpoints-id"]],
      ]);
    });

    it("name every action, and this account's principals or its things", () => {
      for (const endpoint of ofType(staging, "ec2/vpcEndpoint:VpcEndpoint")) {
        for (const statement of policyOf(endpoint).Statement) {
          const { StringEquals } = statement["Condition"] as { StringEquals: Record<string, string> };
          expect(
            [StringEquals["aws:PrincipalAccount"], StringEquals["aws:ResourceAccount"]],
            endpoint.name,
          ).to.include("111122223333");
          expect(JSON.stringify(statement["Action"])).to.not.include("*");
        }
      }
    });

    it("lead each level to the buckets that it reads and writes, and to its part of the records", () => {
      const endpoint = one(staging, "ec2/vpcEndpoint:VpcEndpoint", "gateways-s3-workers-try");
      const bucket = (name: string) => `arn:aws:s3:::overflow-staging-111122223333-${name}`;
      expect(policyOf(endpoint).Statement.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
        ["s3:GetObject", [`${bucket("clone-bundles")}/*`, `${bucket("try-cache")}/*`]],
        ["s3:ListBucket", [bucket("clone-bundles"), bucket("try-cache")]],
        ["s3:PutObject", [`${bucket("try-cache")}/*`, `${bucket("records")}/fallbacks/try/*`]],
      ]);
    });
  });
});
