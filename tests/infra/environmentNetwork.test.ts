import { expect } from "chai";
import { flowsOf, rulesOf } from "../../infra/traffic";
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
        "us-east-1c 10.132.64.0/20",
        "us-east-1a 10.132.32.0/26",
        "us-east-1b 10.132.32.64/26",
        "us-east-1c 10.132.32.128/26",
        "us-east-1a 10.132.33.0/26",
        "us-east-1b 10.132.33.64/26",
        "us-east-1c 10.132.33.128/26",
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

    it("has no inline routes and an emptied default group", () => {
      for (const { inputs } of ofType(staging, "ec2/routeTable:RouteTable")) {
        expect(inputs).to.have.all.keys("vpcId", "tags");
      }
      expect(one(staging, "ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs).to.deep.equal({
        vpcId: "vpc-id",
      });
    });
  });

  describe("its link", () => {
    it("routes the declared blocks to the VPN gateway, for workers and scaler, and nothing else", () => {
      const routes = ofType(staging, "ec2/route:Route").map(({ inputs }) => inputs);
      expect(routes).to.have.deep.members(
        ["vpc-workers-id", "vpc-scaler-id"].map((routeTableId) => ({
          routeTableId,
          destinationCidrBlock: "10.20.0.0/16",
          gatewayId: "link-id",
        })),
      );
      expect(
        ofType(staging, "ec2/vpnConnectionRoute:VpnConnectionRoute").map(({ inputs }) => inputs),
      ).to.deep.equal([{ vpnConnectionId: "link-id", destinationCidrBlock: "10.20.0.0/16" }]);
    });

    it("adds routes once the gateway is attached", () => {
      for (const { dependencies } of ofType(staging, "ec2/route:Route")) {
        expect(dependencies.some((urn) => urn.endsWith("VpnGatewayAttachment::link"))).to.equal(true);
      }
    });

    it("has two tunnels alike, with strong cryptography only, and no key of ours", () => {
      const { inputs } = one(staging, "ec2/vpnConnection:VpnConnection");
      expect(inputs).to.deep.include({
        staticRoutesOnly: true,
        presharedKeyStorage: "SecretsManager",
        tunnel1InsideCidr: "169.254.23.0/30",
        tunnel2InsideCidr: "169.254.24.0/30",
      });
      for (const tunnel of ["tunnel1", "tunnel2"]) {
        const own = Object.entries(inputs).filter(
          ([key]) => key.startsWith(tunnel) && !key.endsWith("InsideCidr"),
        );
        expect(
          Object.fromEntries(own.map(([key, value]) => [key.slice(tunnel.length), value])),
        ).to.deep.equal({
          IkeVersions: ["ikev2"],
          Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
          Phase1IntegrityAlgorithms: ["SHA2-384"],
          Phase1DhGroupNumbers: [20],
          Phase1LifetimeSeconds: 28800,
          Phase2EncryptionAlgorithms: ["AES256-GCM-16"],
          Phase2IntegrityAlgorithms: ["SHA2-384"],
          Phase2DhGroupNumbers: [20],
          Phase2LifetimeSeconds: 3600,
          DpdTimeoutSeconds: 30,
          DpdTimeoutAction: "restart",
          StartupAction: "add",
          EnableTunnelLifecycleControl: false,
          LogOptions: {
            cloudwatchLogOptions: {
              logEnabled: true,
              logGroupArn: "arn:aws:mock:::link-tunnels",
              logOutputFormat: "json",
            },
          },
        });
      }
      expect(one(production, "ec2/vpnConnection:VpnConnection").inputs).to.include({
        tunnel1EnableTunnelLifecycleControl: true,
        tunnel2EnableTunnelLifecycleControl: true,
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
      expect(rule("workers-master-egress")).to.deep.equal({
        securityGroupId: "groups-workers-id",
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
      expect(rule("scaler-dynamodb-egress")).to.deep.include({ prefixListId: "pl-gateways-dynamodb" });
      expect(rule("mtu-10.20.0.0-16-workers-ingress")).to.deep.include({
        ipProtocol: "icmp",
        fromPort: 3,
        toPort: 4,
      });
    });
  });

  describe("its endpoints", () => {
    it("are EC2 and Secrets Manager by interface, DynamoDB by gateway for the scaler alone", () => {
      const endpoints = ofType(staging, "ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => [
        inputs["serviceName"],
        inputs["vpcEndpointType"],
        inputs["securityGroupIds"] ?? inputs["routeTableIds"],
      ]);
      expect(endpoints).to.have.deep.members([
        ["com.amazonaws.us-east-1.dynamodb", "Gateway", ["vpc-scaler-id"]],
        ["com.amazonaws.us-east-1.ec2", "Interface", ["groups-endpoints-id"]],
        ["com.amazonaws.us-east-1.secretsmanager", "Interface", ["groups-endpoints-id"]],
      ]);
    });

    it("let this account's principals through, to named things and actions", () => {
      for (const endpoint of ofType(staging, "ec2/vpcEndpoint:VpcEndpoint")) {
        for (const statement of policyOf(endpoint).Statement) {
          expect(statement["Condition"], endpoint.name).to.have.nested.property(
            "StringEquals.aws:PrincipalAccount",
            "111122223333",
          );
          expect(JSON.stringify(statement["Action"])).to.not.include("*");
        }
      }
    });

    it("lead to S3 only for named buckets, to read", async () => {
      const withBucket = await recordEnvironment("staging", (config) => {
        Object.assign(config["overflow:network"] as object, { readableBuckets: ["bundles"] });
      });
      const endpoint = one(withBucket, "ec2/vpcEndpoint:VpcEndpoint", "gateways-s3");
      expect(endpoint.inputs["routeTableIds"]).to.deep.equal(["vpc-workers-id"]);
      expect(policyOf(endpoint).Statement.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
        ["s3:GetObject", ["arn:aws:s3:::bundles/*"]],
        ["s3:ListBucket", ["arn:aws:s3:::bundles"]],
      ]);
      expect(withBucket.find(({ name }) => name === "groups-workers-s3-egress")?.inputs).to.deep.include({
        prefixListId: "pl-gateways-s3",
      });
    });
  });
});
