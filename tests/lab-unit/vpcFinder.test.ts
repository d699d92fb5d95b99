import { expect } from "chai";
import { type Destination } from "../../lab/link/destination";
import { type Behind } from "../../lab/vpc/balancers";
import { type Directory, findDestination } from "../../lab/vpc/finder";
import { type NameAnswer } from "../../lab/vpc/names";

const routes = new Map([
  ["10.20.0.10:9989", 41_001],
  ["10.20.0.30:443", 41_002],
]);
const BALANCER = "mirror-try.elb.us-east-1.amazonaws.com";

const find = (
  address: string,
  {
    name = { kind: "nothing", reason: "No." },
    behind,
    ports = {},
    asked = [],
  }: {
    readonly name?: NameAnswer;
    readonly behind?: Behind;
    /** Loopback port by `instance:port`. */
    readonly ports?: Readonly<Record<string, number>>;
    readonly asked?: string[];
  } = {},
): Promise<Destination> => {
  const directory: Directory = {
    buildNetworkNames: { "buildmaster.corp.example": "10.20.0.10" },
    lookUp: (host) => {
      asked.push(host);
      return Promise.resolve(name);
    },
    targetsBehind: (dnsName, port) => {
      asked.push(`${dnsName}:${port}`);
      return Promise.resolve(behind ?? { kind: "none", reason: "Nobody." });
    },
    portOf: ({ instanceId, port }) => ports[`${instanceId}:${port}`] ?? null,
    choose: (count) => count - 1,
  };
  return findDestination(address, routes, directory);
};
const refused = (status: 403 | 502, reason: string): Destination => ({ kind: "refused", status, reason });

describe("where a connection from a VPC leads", () => {
  it("to a declared address of the build network, without asking anybody", async () => {
    const asked: string[] = [];
    const found = await find("10.20.0.10:9989", { asked });
    expect(found).to.deep.equal({ kind: "build-network", address: "10.20.0.10:9989", port: 41_001 });
    expect(asked).to.deep.equal([]);
  });

  for (const address of ["203.0.113.7:443", "10.20.0.10:22", "[2001:db8::1]:443", "sources", ":443", ""]) {
    it(`nowhere for ${JSON.stringify(address)}, and no name is asked for`, async () => {
      const asked: string[] = [];
      expect(await find(address, { asked })).to.deep.equal(refused(403, `No route to ${address}.`));
      expect(asked).to.deep.equal([]);
    });
  }

  it("into the build network by a name, counted under its address", async () => {
    const name: NameAnswer = { kind: "addresses", addresses: ["10.20.0.30"] };
    const asked: string[] = [];
    expect(await find("Sources.Corp.Example:443", { name, asked })).to.deep.equal({
      kind: "build-network",
      address: "10.20.0.30:443",
      port: 41_002,
    });
    expect(asked).to.deep.equal(["sources.corp.example"]);
    expect(await find("sources.corp.example:22", { name })).to.deep.equal(
      refused(403, "sources.corp.example is 10.20.0.30. No route to port 22 there."),
    );
  });

  it("where the build network's name servers say, if the question is forwarded to them", async () => {
    const name: NameAnswer = { kind: "forwarded" };
    expect(await find("buildmaster.corp.example:9989", { name })).to.include({ port: 41_001 });
    expect(await find("other.corp.example:443", { name })).to.deep.equal(
      refused(403, "The build network's name servers do not know other.corp.example."),
    );
  });

  it("nowhere for a name that is blocked or unknown, with the resolver's reason", async () => {
    const name: NameAnswer = {
      kind: "nothing",
      reason: "DNS Firewall blocks evil.example, by rule block-all.",
    };
    expect(await find("evil.example:443", { name })).to.deep.equal(refused(403, name.reason));
  });

  describe("by an alias", () => {
    const name: NameAnswer = { kind: "balancer", dnsName: BALANCER };
    const behind: Behind = {
      kind: "targets",
      targets: [
        { instanceId: "i-1", port: 443 },
        { instanceId: "i-2", port: 443 },
      ],
    };

    it("to a target of the load balancer, inside the VPC", async () => {
      const asked: string[] = [];
      const ports = { "i-1:443": 42_001, "i-2:443": 42_002 };
      expect(await find("pypi.try.mirror.x:443", { name, behind, ports, asked })).to.deep.equal({
        kind: "vpc",
        address: "pypi.try.mirror.x:443",
        port: 42_002,
      });
      expect(asked).to.deep.equal(["pypi.try.mirror.x", `${BALANCER}:443`]);
    });

    it("nowhere if nobody listens, or the target's machine is not up", async () => {
      expect(await find("pypi.try.mirror.x:80", { name })).to.deep.equal(refused(502, "Nobody."));
      expect(await find("pypi.try.mirror.x:443", { name, behind })).to.deep.equal(
        refused(502, "i-2 does not answer."),
      );
    });
  });
});
