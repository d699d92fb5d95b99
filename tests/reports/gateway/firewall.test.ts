import { expect } from "chai";
import { renderNftables } from "../../../reports/gateway/nftables";
import { stagingPlan } from "./plans";
import { Firewall, type Packet } from "./readers";

const tunnel = "ipsec-23-0";

describe("the gateway's firewall", () => {
  const text = renderNftables(stagingPlan("bgp"));
  const firewall = new Firewall(text);
  const passes = (packet: Packet) => firewall.passes(packet);
  const worker: Packet = {
    hook: "forward",
    iif: tunnel,
    oif: "eth1",
    from: "10.131.16.9",
    to: "10.20.0.10",
    protocol: "tcp",
    dport: 9989,
  };

  it("lets each declared crossing through, from either tunnel", () => {
    for (const iif of [tunnel, "ipsec-24-0"]) {
      expect(passes({ ...worker, iif })).to.equal(true);
      expect(
        passes({ ...worker, iif, from: "10.131.32.5", to: "10.20.0.53", protocol: "udp", dport: 53 }),
      ).to.equal(true);
      expect(passes({ ...worker, iif, from: "10.131.48.7", to: "10.21.8.200", dport: 8100 })).to.equal(true);
    }
  });

  it("lets nothing else out of the VPC: another port, host, source or protocol", () => {
    for (const change of [
      { dport: 22 },
      { to: "10.20.0.11" },
      { to: "8.8.8.8" },
      { from: "10.131.32.5" },
      { from: "192.0.2.1" },
      { protocol: "udp" as const },
    ])
      expect(passes({ ...worker, ...change }), JSON.stringify(change)).to.equal(false);
  });

  it("lets nobody open a connection to the VPC, but answers pass", () => {
    const back: Packet = {
      hook: "forward",
      iif: "eth1",
      oif: tunnel,
      from: "10.20.0.10",
      to: "10.131.16.9",
      protocol: "tcp",
      sport: 9989,
      dport: 40_000,
    };
    expect(passes(back)).to.equal(false);
    expect(passes({ ...back, answers: true })).to.equal(true);
  });

  it("keeps the VPC's packets in the tunnels, forwarded and its own", () => {
    const astray = {
      oif: "eth0",
      from: "10.20.0.10",
      to: "10.131.0.9",
      protocol: "tcp",
      answers: true,
    } as const;
    expect(passes({ ...astray, hook: "forward", iif: "eth1" })).to.equal(false);
    expect(passes({ ...astray, hook: "output" })).to.equal(false);
  });

  it("takes IKE and ESP from AWS's ends only", () => {
    const outside = { hook: "input", iif: "eth0", to: "203.0.113.11" } as const;
    for (const [from, expected] of [
      ["198.51.100.1", true],
      ["198.51.100.2", true],
      ["198.51.100.3", false],
    ] as const) {
      for (const dport of [500, 4500])
        expect(passes({ ...outside, from, protocol: "udp", dport }), `${from} ${dport}`).to.equal(expected);
      expect(passes({ ...outside, from, protocol: "esp" }), from).to.equal(expected);
    }
  });

  it("takes BGP from AWS's inside addresses, and nothing else for the machine itself", () => {
    const bgp: Packet = {
      hook: "input",
      iif: tunnel,
      from: "169.254.23.1",
      to: "169.254.23.2",
      protocol: "tcp",
      dport: 179,
    };
    expect(passes(bgp)).to.equal(true);
    expect(passes({ ...bgp, dport: 22 })).to.equal(false);
    expect(passes({ ...bgp, from: "10.131.16.9" })).to.equal(false);
    expect(new Firewall(renderNftables(stagingPlan("static"))).passes(bgp)).to.equal(false);
  });

  it("leaves the machine's other traffic alone", () => {
    expect(
      passes({ hook: "input", iif: "eth1", from: "10.20.0.9", to: "10.20.0.1", protocol: "tcp", dport: 22 }),
    ).to.equal(true);
    expect(
      passes({
        hook: "forward",
        iif: "eth1",
        oif: "eth0",
        from: "10.20.0.9",
        to: "8.8.8.8",
        protocol: "tcp",
        dport: 443,
      }),
    ).to.equal(true);
  });

  it("makes TCP's packets fit the tunnel, both ways", () => {
    const clamps = text.split("\n").filter((line) => line.includes("tcp option maxseg size set 1359"));
    expect(clamps.map((line) => line.trim().split(" ")[0])).to.deep.equal(["iifname", "oifname"]);
  });
});
