import { expect } from "chai";
import { dollarsPerMonth, floor } from "../../reports/floor";
import { priceNote, prices } from "../../reports/prices";
import { type StackResource } from "../../reports/stackResource";

const resource = (type: string, inputs: Record<string, unknown> = {}): StackResource => ({
  urn: `urn:pulumi:local::overflow::${type}::name`,
  type,
  inputs,
  outputs: {},
});

describe("the floor", () => {
  it("counts an interface endpoint once a zone and a gateway endpoint not at all", () => {
    const lines = floor(
      [
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", {
          vpcEndpointType: "Interface",
          subnetIds: ["subnet-1", "subnet-2"],
        }),
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Gateway", subnetIds: [] }),
      ],
      0,
      prices,
    );
    expect(lines.map(({ component, count }) => [component, count])).to.deep.equal([
      ["interface endpoints (per zone)", 2],
    ]);
    expect(dollarsPerMonth(lines)).to.be.closeTo(14.6, 1e-9);
  });

  it("is 36.50 dollars for the link alone, AWS's own figure", () => {
    expect(
      dollarsPerMonth(floor([resource("aws:ec2/vpnConnection:VpnConnection")], 0, prices)),
    ).to.be.closeTo(36.5, 1e-9);
  });

  it("counts the secret in which AWS keeps the tunnels' keys", () => {
    const vpn = resource("aws:ec2/vpnConnection:VpnConnection", { presharedKeyStorage: "SecretsManager" });
    const lines = floor([vpn, resource("aws:secretsmanager/secret:Secret")], 0, prices);
    expect(lines.find(({ component }) => component === "secrets")?.count).to.equal(2);
  });

  it("counts the disks of sleeping VMs", () => {
    expect(dollarsPerMonth(floor([], 12_000, prices))).to.be.closeTo(960, 1e-9);
  });
});

describe("the price note", () => {
  it("says the day, and when the region is another one", () => {
    expect(priceNote(prices.region)).to.equal(`list prices of us-east-1 as of ${prices.asOf}`);
    expect(priceNote("eu-central-1")).to.contain("eu-central-1 is not in the table and differs");
  });
});
