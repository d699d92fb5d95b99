import { expect } from "chai";
import { endsOf } from "../../../policy/proof/ends";
import { nearNames } from "../../../policy/proof/nearNames";
import { packetsOf } from "../../../policy/proof/service";
import { UnusableInput } from "../../../policy/sources/unusableInput";
import { surroundings } from "./surroundings";

const view = surroundings();
const ends = (from: string, to: string) => endsOf(from, to, view);
const internet = ["0.0.0.0/5", "198.0.0.0/8"];

describe("ends of a question", () => {
  for (const name of [
    "instance:i-web",
    "i-web",
    "web",
    "name:web",
    "instance:web",
    "eni:eni-web",
    "ip:10.0.1.10",
    "10.0.1.10",
  ]) {
    it(`finds one machine by '${name}'`, () => {
      expect(ends(name, "internet")).to.deep.equal({
        starts: ["if/i-web"],
        targets: ["zone/internet"],
        packets: { source: ["10.0.1.10/32"], destination: internet },
      });
      expect(ends("build-network", name)).to.deep.include({
        starts: ["zone/build-network"],
        targets: ["if/i-web"],
        packets: { destination: ["10.0.1.10/32"] },
      });
    });
  }

  it("asks from the internet for the public address, for a private one is never reached from there", () => {
    expect(ends("internet", "web").packets.destination).to.deep.equal(["198.51.100.10/32"]);
    expect(ends("internet", "db").packets.destination).to.deep.equal(["10.0.1.20/32"]);
    expect(ends("internet", "ip:10.0.1.10").packets.destination).to.deep.equal(["10.0.1.10/32"]);
  });

  it("knows no address that a machine's own host answers", () => {
    for (const address of ["169.254.169.254", "169.254.169.123", "fd00:ec2::254"])
      expect(() => ends("web", `ip:${address}`), address).to.throw(UnusableInput, /is a link-local address/);
  });

  it("takes a public address for what it is as a destination, and for its machine as a source", () => {
    expect(ends("db", "ip:198.51.100.10")).to.deep.include({
      targets: ["if/i-web"],
      packets: { source: ["10.0.1.20/32"], destination: ["198.51.100.10/32"] },
    });
    expect(ends("ip:198.51.100.10", "internet")).to.deep.include({
      starts: ["if/i-web"],
      packets: { source: ["10.0.1.10/32"], destination: internet },
    });
  });

  it("knows which addresses it has where packets arrive, unless it is asked for by one", () => {
    expect(ends("internet", "web").arrivesAt).to.deep.equal(["10.0.1.10/32"]);
    expect(ends("internet", "subnet-1").arrivesAt).to.deep.equal(["10.0.1.0/24"]);
    for (const name of ["ip:10.0.1.10", "ip:198.51.100.10", "build-network"])
      expect(ends("internet", name)).to.not.have.property("arrivesAt");
  });

  it("takes a subnet for all its interfaces, by id and by name", () => {
    for (const name of ["subnet:subnet-1", "subnet-1", "front"]) {
      expect(ends(name, "internet").starts).to.have.members(["if/i-web", "if/i-db"]);
      expect(ends("internet", name).targets).to.have.members(["if/i-web", "if/i-db"]);
      expect(ends("db", name).packets.destination).to.deep.equal(["10.0.1.0/24"]);
    }
  });

  it("takes an empty subnet for the place where packets are delivered; nothing starts there", () => {
    expect(ends("web", "empty").targets).to.deep.equal(["subnet/subnet-3/deliver"]);
    expect(ends("empty", "web").starts).to.deep.equal([]);
  });

  it("finds nobody at an address of the VPC that no interface has", () => {
    expect(ends("web", "ip:10.0.3.7")).to.deep.include({
      targets: [],
      packets: { source: ["10.0.1.10/32"], destination: ["10.0.3.7/32"] },
    });
  });

  it("is in doubt about an address that an interface may get", () => {
    const { starts, targets, missing } = ends("ip:10.0.2.9", "ip:10.0.2.9");
    expect([starts, targets]).to.deep.equal([["if/i-pool"], ["if/i-pool"]]);
    expect(missing?.resource).to.equal("pool");
    expect(ends("pool", "internet")).to.not.have.property("missing");
  });

  it("finds the zone that an address is of, and those by which a packet for it may leave as well", () => {
    expect(ends("web", "ip:10.20.3.4")).to.deep.include({
      targets: ["zone/build-network"],
      packets: { source: ["10.0.1.10/32"], destination: ["10.20.3.4/32"] },
    });
    expect(ends("web", "ip:198.51.7.7").targets).to.deep.equal(["zone/internet", "zone/build-network"]);
    expect(ends("ip:198.51.7.7", "web")).to.deep.include({
      starts: ["zone/internet"],
      packets: { source: ["198.51.7.7/32"], destination: ["198.51.100.10/32"] },
    });
  });

  it("knows zones that the network has no way to", () => {
    expect(ends("web", "beyond-the-link").targets).to.deep.equal([]);
    expect(ends("web", "zone:internet").targets).to.deep.equal(["zone/internet"]);
  });

  it("resolves an address from where the packet stands, for VPCs may have the same blocks", () => {
    expect(ends("web", "ip:10.0.1.20").targets).to.deep.equal(["if/i-db"]);
    expect(ends("db-copy", "ip:10.0.1.20").targets).to.deep.equal(["if/i-copy"]);
  });

  it("refuses an address of two interfaces where nothing tells which, and lists both", () => {
    expect(() => ends("build-network", "ip:10.0.1.20")).to.throw(
      UnusableInput,
      "2 interfaces: db (i-db), db-copy (i-copy)",
    );
  });

  for (const [name, near] of [
    ["wbe", "web"],
    ["instance:i-wbe", "i-web"],
    ["subnet-9", "subnet-1"],
    ["build-netwrok", "build-network"],
    ["instance:front", "front"],
  ] as const) {
    it(`refuses '${name}', and names '${near}'`, () => {
      expect(() => ends(name, "internet")).to.throw(UnusableInput, near);
    });
  }

  it("says what may be asked for where no name is near", () => {
    expect(() => ends("zzzzzzzzzzzzzzzz", "internet")).to.throw(UnusableInput, "Ask for an instance:ID");
    expect(() => ends("ip:172.31.9.9", "internet")).to.throw(UnusableInput, "in no subnet and in no zone");
    expect(() => ends("ip:10.0.0", "internet")).to.throw(UnusableInput, "no IP address");
    expect(() => ends("zone:mars", "internet")).to.throw(UnusableInput, "There is no zone 'mars'");
  });
});

describe("the service of a question", () => {
  it("is a protocol by name or number, and ports or ranges of them", () => {
    expect(packetsOf({ protocol: "tcp", port: "22" })).to.deep.equal({
      protocols: [[6, 6]],
      destinationPorts: [[22, 22]],
      state: "new",
    });
    expect(packetsOf({ protocol: "17", port: "8000-8999", sourcePort: "53" })).to.deep.equal({
      protocols: [[17, 17]],
      destinationPorts: [[8000, 8999]],
      sourcePorts: [[53, 53]],
      state: "new",
    });
    expect(packetsOf({ protocol: "ICMPv6" })).to.deep.equal({ protocols: [[58, 58]], state: "new" });
    expect(packetsOf({ protocol: "all" })).to.deep.equal({ state: "new" });
  });

  for (const [what, service, message] of [
    ["a protocol that is none", { protocol: "http" }, "Allowed: icmp, tcp, udp, icmpv6, a number"],
    ["a number above 255", { protocol: "256" }, "Protocol '256' is none"],
    ["the name of an inherited property", { protocol: "constructor" }, "is none"],
    ["a port above 65535", { protocol: "tcp", port: "65536" }, "allowed: a number from 0 to 65535"],
    ["a range that runs backwards", { protocol: "tcp", port: "9-8" }, "The port is '9-8'"],
    ["a port of ICMP", { protocol: "icmp", port: "8" }, "has no ports"],
    ["a port of all protocols", { protocol: "all", sourcePort: "8" }, "has no ports"],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => packetsOf(service)).to.throw(UnusableInput, message);
    });
  }
});

describe("near names", () => {
  it("come best first, those that hold the text before those that are misspelt, and none that is far", () => {
    expect(nearNames("linux", ["linxu", "linux64", "windows", "macos"])).to.deep.equal(["linux64", "linxu"]);
  });
});
