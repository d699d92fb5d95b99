import { expect } from "chai";
import { networkPicture } from "../../reports/networkPicture";
import { type StackResource } from "../../reports/stackResource";

const resource = (type: string, name: string, inputs: Record<string, unknown>): StackResource => ({
  urn: `urn:pulumi:local::overflow::${type}::${name}`,
  type,
  inputs,
  outputs: {},
});

const stack = [
  resource("aws:ec2/vpc:Vpc", "network", { cidrBlock: "10.130.0.0/16" }),
  resource("aws:ec2/subnet:Subnet", "workers-a", {
    availabilityZone: "us-east-1a",
    cidrBlock: "10.130.0.0/20",
  }),
  resource("aws:ec2/vpnConnection:VpnConnection", "link", {
    tunnel1Address: "203.0.113.11",
    tunnel2Address: "203.0.113.12",
  }),
  resource("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "link-0", {
    destinationCidrBlock: "10.20.0.0/16",
  }),
];

describe("the network picture", () => {
  it("shows the blocks, subnets and tunnels of the state", () => {
    const svg = networkPicture("local", stack);
    for (const words of ["10.130.0.0/16", "workers-a", "us-east-1a", "203.0.113.12", "10.20.0.0/16"]) {
      expect(svg).to.contain(words);
    }
    expect(svg).to.contain("no gateway, no default route, no address");
  });

  it("says so where the state holds a gateway to the internet", () => {
    const svg = networkPicture("local", [
      ...stack,
      resource("aws:ec2/internetGateway:InternetGateway", "oops", {}),
    ]);
    expect(svg).to.contain("1 gateway(s) to the internet");
    expect(svg).not.to.contain("no gateway");
  });

  it("escapes what a name may hold", () => {
    expect(networkPicture("<script>&", stack))
      .to.contain("&lt;script&gt;&amp;")
      .and.not.to.contain("<script>");
  });
});
