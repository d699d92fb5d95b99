import { expect } from "chai";
import {
  tunnelConfigurations,
  tunnelKeys,
  tunnelOptions,
  tunnelProps,
} from "../../lab/provider/types/ec2/vpnTunnels";

const tunnel = (outside: string, inside: string, key: string): string => `
  <ipsec_tunnel>
    <customer_gateway>
      <tunnel_outside_address><ip_address>203.0.113.10</ip_address></tunnel_outside_address>
      <tunnel_inside_address><ip_address>${inside}.2</ip_address><network_cidr>30</network_cidr></tunnel_inside_address>
      <bgp><asn>65000</asn><hold_time>30</hold_time></bgp>
    </customer_gateway>
    <vpn_gateway>
      <tunnel_outside_address><ip_address>${outside}</ip_address></tunnel_outside_address>
      <tunnel_inside_address><ip_address>${inside}.1</ip_address><network_cidr>30</network_cidr></tunnel_inside_address>
      <bgp><asn>64512</asn><hold_time>30</hold_time></bgp>
    </vpn_gateway>
    <ike><pre_shared_key>${key}</pre_shared_key></ike>
  </ipsec_tunnel>`;

const xml = `<vpn_connection>${tunnel("198.51.100.9", "169.254.44", "key-a")}${tunnel("198.51.100.2", "169.254.45", "key-b")}
</vpn_connection>`;

describe("lab provider: VPN tunnels", () => {
  it("reads both tunnels of a customer gateway configuration, lower outside address first", () => {
    const [first, second] = tunnelConfigurations(xml, {});
    expect(first).to.deep.equal({
      outsideAddress: "198.51.100.2",
      customerInsideAddress: "169.254.45.2",
      gatewayInsideAddress: "169.254.45.1",
      bgpAsn: "64512",
      bgpHoldSeconds: 30,
      presharedKey: "key-b",
    });
    expect(second?.outsideAddress).to.equal("198.51.100.9");
  });

  it("puts the tunnel first that has the declared key or inside block", () => {
    expect(tunnelConfigurations(xml, { tunnel1PresharedKey: "key-a" })[0]?.presharedKey).to.equal("key-a");
    expect(tunnelConfigurations(xml, { tunnel1InsideCidr: "169.254.44.0/30" })[0]?.presharedKey).to.equal(
      "key-a",
    );
  });

  it("reads nothing from an empty configuration", () => {
    expect(tunnelConfigurations("", {})).to.deep.equal([]);
  });

  it("writes and reads the same settings", () => {
    const inputs = {
      tunnel2InsideCidr: "169.254.44.0/30",
      tunnel2DpdTimeoutSeconds: 40,
      tunnel2IkeVersions: ["ikev2"],
      tunnel2Phase1DhGroupNumbers: [20, 21],
    };
    const options = tunnelOptions(inputs, "tunnel2");
    expect(options).to.deep.equal({
      TunnelInsideCidr: "169.254.44.0/30",
      DPDTimeoutSeconds: 40,
      IKEVersions: [{ Value: "ikev2" }],
      Phase1DHGroupNumbers: [{ Value: 20 }, { Value: 21 }],
    });
    const { DPDTimeoutSeconds, IKEVersions, ...rest } = options;
    const answered = { ...rest, DpdTimeoutSeconds: DPDTimeoutSeconds, IkeVersions: IKEVersions };
    expect(tunnelProps(answered, "tunnel2")).to.deep.equal(inputs);
  });

  it("writes only the settings that it is told to", () => {
    const inputs = { tunnel1StartupAction: "start", tunnel1ReplayWindowSize: 64 };
    expect(tunnelOptions(inputs, "tunnel1", ["tunnel1StartupAction"])).to.deep.equal({
      StartupAction: "start",
    });
    expect(tunnelKeys("tunnel1")).to.include.members(Object.keys(inputs));
  });
});
