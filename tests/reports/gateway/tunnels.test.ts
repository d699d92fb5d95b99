import { expect } from "chai";
import { type GatewayPlan, planOf } from "../../../reports/gateway/plan";
import { renderSecrets, renderStrongswan, renderSwanctl } from "../../../reports/gateway/swanctl";
import { renderFollowScript, renderFrr, renderInterfaces } from "../../../reports/gateway/routing";
import { linkOf, stagingPlan } from "./plans";
import { readFrr, readSwanctl, type Section } from "./readers";

const at = (section: Section, ...path: readonly string[]): string | Section | undefined =>
  path.reduce<string | Section | undefined>(
    (found, key) => (typeof found === "object" ? found[key] : undefined),
    section,
  );

describe("the gateway's tunnels", () => {
  const read = (plan: GatewayPlan) => at(readSwanctl(renderSwanctl(plan)), "connections") as Section;
  const plan = stagingPlan("static");

  it("are one connection each, between the gateway's and AWS's public addresses", () => {
    const connections = read(plan);
    expect(Object.keys(connections)).to.deep.equal(["overflow-staging-main-1", "overflow-staging-main-2"]);
    const ends = Object.values(connections).map((connection) => {
      const one = connection as Section;
      return [
        at(one, "local_addrs"),
        at(one, "local", "id"),
        at(one, "remote_addrs"),
        at(one, "remote", "id"),
      ];
    });
    expect(ends).to.deep.equal([
      ["203.0.113.11", "203.0.113.11", "198.51.100.1", "198.51.100.1"],
      ["203.0.113.11", "203.0.113.11", "198.51.100.2", "198.51.100.2"],
    ]);
  });

  it("start from the machine's own address behind NAT, and say the public one", () => {
    const natted = planOf("staging", linkOf("bgp"), { gateway: "main", localAddress: "192.168.1.2" });
    const one = at(read(natted), "overflow-staging-main-1") as Section;
    expect([at(one, "local_addrs"), at(one, "local", "id")]).to.deep.equal(["192.168.1.2", "203.0.113.11"]);
  });

  it("take the one cryptography that the stack leaves AWS, and rekey before AWS does", () => {
    for (const connection of Object.values(read(plan)) as Section[]) {
      expect(connection).to.include({
        version: "2",
        proposals: "aes256gcm16-prfsha384-ecp384",
        rekey_time: "27000s",
      });
      expect(at(connection, "children", "net")).to.include({
        esp_proposals: "aes256gcm16-ecp384",
        rekey_time: "3000s",
        local_ts: "0.0.0.0/0",
        remote_ts: "0.0.0.0/0",
      });
    }
  });

  it("are started by the gateway, found dead, and started again for ever", () => {
    for (const connection of Object.values(read(plan)) as Section[]) {
      expect(connection).to.include({ dpd_delay: "10s", keyingtries: "0" });
      expect(at(connection, "children", "net")).to.include({ start_action: "start", dpd_action: "restart" });
    }
  });

  it("have an interface each, of the same number on both sides, which another environment's never has", () => {
    const ids = Object.values(read(plan)).map((one) => {
      return [at(one as Section, "if_id_in"), at(one as Section, "if_id_out")];
    });
    expect(ids).to.deep.equal([
      ["5888", "5888"],
      ["6144", "6144"],
    ]);
    const script = renderInterfaces(plan);
    for (const { device, interfaceId, gatewayInsideAddress } of plan.tunnels) {
      expect(script).to.include(`ip link add ${device} type xfrm if_id ${interfaceId}`);
      expect(script).to.include(`ip addr replace ${gatewayInsideAddress}/30 dev ${device}`);
      expect(device.length).to.be.at.most(15); // IFNAMSIZ of Linux
    }
  });

  it("leave routes to the interfaces, and give a silent peer up within 35 s", () => {
    const settings = readSwanctl(renderStrongswan());
    expect(Object.keys(settings)).to.deep.equal(["charon", "charon-systemd"]);
    for (const daemon of Object.values(settings) as Section[]) {
      expect(daemon["install_routes"]).to.equal("no");
      const tries = Number(daemon["retransmit_tries"]);
      const waits = Array.from(
        { length: tries + 1 },
        (_, n) => Number(daemon["retransmit_timeout"]) * 1.8 ** n,
      );
      expect(10 + waits.reduce((sum, seconds) => sum + seconds, 0)).to.be.within(30, 35);
    }
  });

  it("have their keys in a file of their own, each for its pair of addresses", () => {
    const secrets = at(readSwanctl(renderSecrets(plan, ["first_key.1", "second_key.2"])), "secrets");
    expect(secrets).to.deep.equal({
      "ike-overflow-staging-main-1": {
        "id-local": "203.0.113.11",
        "id-remote": "198.51.100.1",
        secret: '"first_key.1"',
      },
      "ike-overflow-staging-main-2": {
        "id-local": "203.0.113.11",
        "id-remote": "198.51.100.2",
        secret: '"second_key.2"',
      },
    });
  });

  it("refuse what is no key, and do not repeat it", () => {
    for (const wrong of ["short", 'long enough"\n}', ""]) {
      expect(() => renderSecrets(plan, ["first_key.1", wrong]))
        .to.throw(RangeError, "overflow-staging-main-2")
        .with.property("message")
        .that.satisfies((message: string) => wrong === "" || !message.includes(wrong));
    }
  });

  it("are refused for a gateway that the stack does not have", () => {
    expect(() => planOf("staging", linkOf("bgp", 2), { gateway: "third" })).to.throw("it has: main, spare");
  });
});

describe("the gateway's routing", () => {
  it("with BGP takes exactly the VPC's block and tells exactly the build network's", () => {
    const { asn, networks, neighbors } = readFrr(renderFrr(stagingPlan("bgp")));
    expect([asn, networks]).to.deep.equal([65_010, ["10.20.0.0/16", "10.21.0.0/16"]]);
    const neighbor = {
      remoteAsn: 64_512,
      holdSeconds: 30,
      takes: ["10.131.0.0/16"],
      tells: ["10.20.0.0/16", "10.21.0.0/16"],
    };
    expect(neighbors).to.deep.equal({ "169.254.23.1": neighbor, "169.254.24.1": neighbor });
  });

  it("never sends the VPC's packets out in the clear while no tunnel is up", () => {
    expect(readFrr(renderFrr(stagingPlan("bgp"))).blackholes).to.deep.equal(["10.131.0.0/16"]);
    expect(renderInterfaces(stagingPlan("static"))).to.include("ip route replace blackhole 10.131.0.0/16");
  });

  it("static follows the tunnels by a script that charon runs", () => {
    const plan = stagingPlan("static");
    const connections = at(readSwanctl(renderSwanctl(plan)), "connections") as Section;
    for (const connection of Object.values(connections) as Section[])
      expect(at(connection, "children", "net", "updown")).to.equal("/usr/local/sbin/overflow-staging-follow");
    const script = renderFollowScript(plan);
    for (const { device, interfaceId } of plan.tunnels)
      expect(script).to.match(new RegExp(`^  ${interfaceId}\\) device=${device} `, "m"));
    const bgp = at(readSwanctl(renderSwanctl(stagingPlan("bgp"))), "connections") as Section;
    for (const connection of Object.values(bgp) as Section[])
      expect(at(connection, "children", "net", "updown")).to.equal(undefined);
  });
});
