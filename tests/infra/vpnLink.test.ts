import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { type LinkConnection } from "../../infra/outputs";
import { type LinkSettings } from "../../infra/settings/groups/link";
import { VpnLink } from "../../infra/link/vpnLink";
import { ofType, one, type Recorded, record } from "./mocks";

const main = {
  address: "203.0.113.10",
  asn: 65_010,
  tunnelBlocks: ["169.254.21.0/30", "169.254.22.0/30"],
};
const spare = {
  address: "203.0.113.20",
  asn: 65_010,
  tunnelBlocks: ["169.254.31.0/30", "169.254.32.4/30"],
};
const settings: LinkSettings = {
  routing: "static",
  amazonAsn: 64_512,
  gateways: { main },
  holdMaintenance: false,
  logRetentionDays: 30,
};

async function linkOf(
  change: Partial<LinkSettings> = {},
): Promise<{ readonly recorded: Recorded[]; readonly facts: readonly LinkConnection[] }> {
  let told: Promise<readonly LinkConnection[]> = Promise.resolve([]);
  const recorded = await record(() => {
    const link = new VpnLink("link", {
      vpcId: "vpc-1",
      environment: "staging",
      link: { ...settings, ...change },
      blocks: ["10.20.0.0/16", "10.21.0.0/16"],
      routeTableIds: { workers: "rtb-workers", scaler: "rtb-scaler" },
      kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/k",
      logGroups: { tunnels: "/aws/vendedlogs/tunnels", bgp: "/aws/vendedlogs/bgp" },
    });
    told = new Promise((resolve) => pulumi.all(link.connections.map(({ facts }) => facts)).apply(resolve));
  });
  return { recorded, facts: await told };
}

const inputsOf = (recorded: readonly Recorded[], type: string) =>
  ofType(recorded, type).map(({ inputs }) => inputs);

describe("the link", () => {
  let fixed: Recorded[] = [];
  let twice: Recorded[] = [];
  let facts: readonly LinkConnection[] = [];
  before(async () => {
    fixed = (await linkOf()).recorded;
    ({ recorded: twice, facts } = await linkOf({
      routing: "bgp",
      gateways: { main, spare },
      holdMaintenance: true,
    }));
  });

  it("routes the declared blocks to the VPN gateway from each table and nothing else, with either routing", () => {
    const routes = ["10.20.0.0/16", "10.21.0.0/16"].flatMap((destinationCidrBlock) =>
      ["rtb-workers", "rtb-scaler"].map((routeTableId) => {
        return { routeTableId, destinationCidrBlock, gatewayId: "link-id" };
      }),
    );
    for (const recorded of [fixed, twice])
      expect(inputsOf(recorded, "ec2/route:Route")).to.have.deep.members(routes);
  });

  it("never has AWS propagate what the gateways announce", () => {
    for (const { type } of [...fixed, ...twice]) expect(type).to.not.match(/propagation/i);
  });

  it("adds routes once the gateway is attached", () => {
    for (const { dependencies } of ofType(fixed, "ec2/route:Route")) {
      expect(dependencies.some((urn) => urn.endsWith("VpnGatewayAttachment::link"))).to.equal(true);
    }
  });

  it("tells AWS the blocks behind a static connection; with BGP the gateways do", () => {
    expect(inputsOf(fixed, "ec2/vpnConnectionRoute:VpnConnectionRoute")).to.have.deep.members(
      ["10.20.0.0/16", "10.21.0.0/16"].map((destinationCidrBlock) => {
        return { vpnConnectionId: "link-main-id", destinationCidrBlock };
      }),
    );
    expect(inputsOf(twice, "ec2/vpnConnectionRoute:VpnConnectionRoute")).to.deep.equal([]);
    const isStatic = (recorded: readonly Recorded[]) =>
      inputsOf(recorded, "ec2/vpnConnection:VpnConnection").map((inputs) => inputs["staticRoutesOnly"]);
    expect([isStatic(fixed), isStatic(twice)]).to.deep.equal([[true], [false, false]]);
  });

  it("has a customer gateway and a connection for each gateway, all at one VPN gateway", () => {
    expect(inputsOf(twice, "ec2/customerGateway:CustomerGateway")).to.deep.equal([
      {
        type: "ipsec.1",
        ipAddress: "203.0.113.10",
        bgpAsn: "65010",
        deviceName: "overflow-staging-main",
        tags: { Name: "link-main" },
      },
      {
        type: "ipsec.1",
        ipAddress: "203.0.113.20",
        bgpAsn: "65010",
        deviceName: "overflow-staging-spare",
        tags: { Name: "link-spare" },
      },
    ]);
    expect(one(twice, "ec2/vpnGateway:VpnGateway").inputs).to.include({ amazonSideAsn: "64512" });
    for (const { name, inputs } of ofType(twice, "ec2/vpnConnection:VpnConnection"))
      expect(inputs).to.include({ customerGatewayId: `${name}-id`, vpnGatewayId: "link-id" });
  });

  it("passes on a system number of four bytes by its own name", async () => {
    const asn = 4_200_000_001;
    const { recorded } = await linkOf({ gateways: { main: { ...main, asn } } });
    const { inputs } = one(recorded, "ec2/customerGateway:CustomerGateway");
    expect(inputs).to.include({ bgpAsnExtended: "4200000001" });
    expect(inputs).to.not.have.property("bgpAsn");
  });

  it("has two tunnels alike, with strong cryptography only, and no key of ours", () => {
    const { inputs } = one(fixed, "ec2/vpnConnection:VpnConnection");
    expect(inputs).to.deep.include({
      presharedKeyStorage: "SecretsManager",
      tunnel1InsideCidr: "169.254.21.0/30",
      tunnel2InsideCidr: "169.254.22.0/30",
    });
    for (const tunnel of ["tunnel1", "tunnel2"]) {
      const own = Object.entries(inputs).filter(
        ([key]) => key.startsWith(tunnel) && !key.endsWith("InsideCidr"),
      );
      expect(Object.fromEntries(own.map(([key, value]) => [key.slice(tunnel.length), value]))).to.deep.equal({
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
  });

  it("logs BGP, too, where there is BGP, to encrypted groups", () => {
    const groups = (recorded: readonly Recorded[]) =>
      inputsOf(recorded, "cloudwatch/logGroup:LogGroup").map(({ name, retentionInDays, kmsKeyId }) => {
        expect([retentionInDays, kmsKeyId]).to.deep.equal([30, "arn:aws:kms:us-east-1:111122223333:key/k"]);
        return name;
      });
    expect(groups(fixed)).to.deep.equal(["/aws/vendedlogs/tunnels"]);
    expect(groups(twice)).to.deep.equal(["/aws/vendedlogs/tunnels", "/aws/vendedlogs/bgp"]);
    for (const inputs of inputsOf(twice, "ec2/vpnConnection:VpnConnection")) {
      for (const tunnel of ["tunnel1", "tunnel2"]) {
        expect(inputs[`${tunnel}LogOptions`]).to.deep.equal({
          cloudwatchLogOptions: {
            logEnabled: true,
            logGroupArn: "arn:aws:mock:::link-tunnels",
            logOutputFormat: "json",
            bgpLogEnabled: true,
            bgpLogGroupArn: "arn:aws:mock:::link-bgp",
            bgpLogOutputFormat: "json",
          },
        });
        expect(inputs[`${tunnel}EnableTunnelLifecycleControl`]).to.equal(true);
      }
    }
  });

  it("tells the other end all but the keys: those it names by their secret", () => {
    expect(facts.map(({ gateway }) => gateway)).to.deep.equal(["main", "spare"]);
    expect(facts[1]).to.deep.equal({
      gateway: "spare",
      connectionId: "link-spare-id",
      gatewayAddress: "203.0.113.20",
      gatewayAsn: 65010,
      amazonAsn: 64512,
      routing: "bgp",
      tunnels: [
        {
          outsideAddress: "198.51.100.1",
          insideBlock: "169.254.31.0/30",
          amazonInsideAddress: "169.254.31.1",
          gatewayInsideAddress: "169.254.31.2",
          presharedKeySecretArn: "arn:aws:mock:::link-spare-keys",
        },
        {
          outsideAddress: "198.51.100.2",
          insideBlock: "169.254.32.4/30",
          amazonInsideAddress: "169.254.32.5",
          gatewayInsideAddress: "169.254.32.6",
          presharedKeySecretArn: "arn:aws:mock:::link-spare-keys",
        },
      ],
    });
  });
});
