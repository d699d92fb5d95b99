import { expect } from "chai";
import { checkDns } from "../../../infra/settings/checkDns";
import { dns, type DnsSettings } from "../../../infra/settings/groups/dns";
import { type Problem } from "../../../infra/settings/problem";

const written = {
  zone: "staging.overflow.internal",
  hosts: { "buildmaster.corp.example": "10.20.0.10" },
  forward: { domains: ["lab.example"], servers: ["10.20.0.53", "10.20.0.54"] },
  logRetentionDays: 30,
};

/** Reads `overflow:dns` as a stack file holds it. */
function read(raw: unknown): { readonly value: DnsSettings | undefined; readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const value = dns.read(raw, { path: "overflow:dns", file: "Pulumi.staging.yaml", problems });
  return { value, problems };
}

describe("names in the settings", () => {
  it("are read as they are written; none is null", () => {
    expect(read(written)).to.deep.equal({ value: written, problems: [] });
    expect(read({ ...written, forward: "none", hosts: {} }).value).to.deep.equal({
      ...written,
      forward: null,
      hosts: {},
    });
  });

  const unread: readonly (readonly [string, object, string, string])[] = [
    ["a zone of one label", { zone: "internal" }, "zone", "two labels or more"],
    ["a zone with a dot at its end", { zone: "overflow.internal." }, "zone", "without a dot at its end"],
    ["a zone in capitals", { zone: "Overflow.Internal" }, "zone", "lower-case"],
    ["a wildcard host", { hosts: { "*.corp.example": "10.20.0.1" } }, "hosts.*.corp.example", "two labels"],
    ["a host by name", { hosts: { "a.example": "b.example" } }, "hosts.a.example", "an IPv4 address"],
    ["forward: false", { forward: false }, "forward", "or none"],
    ["no domain", { forward: { domains: [], servers: ["10.20.0.53"] } }, "forward.domains", "1 to 10"],
    ["no server", { forward: { domains: ["a.example"], servers: [] } }, "forward.servers", "1 to 6"],
    [
      "the whole internet as a domain",
      { forward: { domains: ["."], servers: ["10.20.0.53"] } },
      "forward.domains[0]",
      "two labels or more",
    ],
    [
      "a server by name",
      { forward: { domains: ["a.example"], servers: ["ns.a.example"] } },
      "forward.servers[0]",
      "an IPv4 address",
    ],
    ["an odd time to keep logs", { logRetentionDays: 31 }, "logRetentionDays", "one of 1, 3, 5"],
  ];
  for (const [title, change, path, allowed] of unread) {
    it(`cannot be ${title}`, () => {
      const [problem, ...others] = read({ ...written, ...change }).problems;
      expect(others).to.deep.equal([]);
      expect(problem?.path).to.equal(`overflow:dns.${path}`);
      expect(problem?.allowed).to.include(allowed);
    });
  }

  describe("are refused where they contradict each other or AWS:", () => {
    const found = (change: Partial<DnsSettings>) =>
      checkDns({
        dns: { ...written, ...change },
        buildNetwork: { blocks: ["10.20.0.0/16"] },
      }).map(({ path, got }) => `${path}: ${got}`);
    const forward = (domains: readonly string[], servers = written.forward.servers) =>
      found({ forward: { domains, servers } });

    it("but not these", () => {
      expect(found({})).to.deep.equal([]);
      expect(found({ forward: null })).to.deep.equal([]);
      // The host's own zone is more specific than the rule for its domain.
      expect(forward(["corp.example"])).to.deep.equal([]);
    });

    it("nor while they, or the build network, cannot be read", () => {
      expect(checkDns({ dns: undefined, buildNetwork: undefined })).to.deep.equal([]);
      expect(checkDns({ dns: written, buildNetwork: undefined })).to.deep.equal([]);
    });

    const refused: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ["a zone below AWS's", found({ zone: "x.amazonaws.com" }), ["overflow:dns.zone: x.amazonaws.com"]],
      ["a zone above AWS's", found({ zone: "compute.internal" }), ["overflow:dns.zone: compute.internal"]],
      ["a multicast zone", found({ zone: "overflow.local" }), ["overflow:dns.zone: overflow.local"]],
      [
        "a host that would take over an endpoint's name",
        found({ hosts: { "ec2.us-east-1.amazonaws.com": "10.20.0.9" } }),
        ["overflow:dns.hosts.ec2.us-east-1.amazonaws.com: ec2.us-east-1.amazonaws.com"],
      ],
      [
        "a host in the stack's own zone",
        found({ hosts: { "git.staging.overflow.internal": "10.20.0.9" } }),
        ["overflow:dns.hosts.git.staging.overflow.internal: git.staging.overflow.internal"],
      ],
      [
        "a host outside the build network",
        found({ hosts: { "git.corp.example": "10.21.0.9" } }),
        ["overflow:dns.hosts.git.corp.example: 10.21.0.9"],
      ],
      [
        "a domain that AWS answers",
        forward(["s3.us-east-1.amazonaws.com"]),
        ["overflow:dns.forward.domains[0]: s3.us-east-1.amazonaws.com"],
      ],
      [
        "a domain in the stack's own zone",
        forward(["mirror.staging.overflow.internal"]),
        ["overflow:dns.forward.domains[0]: mirror.staging.overflow.internal"],
      ],
      [
        "a domain that is a host",
        forward(["buildmaster.corp.example"]),
        ["overflow:dns.forward.domains[0]: buildmaster.corp.example"],
      ],
      [
        "a domain within another",
        forward(["lab.example", "eu.lab.example"]),
        ["overflow:dns.forward.domains[1]: eu.lab.example"],
      ],
      [
        "a server outside the build network",
        forward(["lab.example"], ["10.20.0.53", "8.8.8.8"]),
        ["overflow:dns.forward.servers[1]: 8.8.8.8"],
      ],
      [
        "one server twice",
        forward(["lab.example"], ["10.20.0.53", "10.20.0.53"]),
        ["overflow:dns.forward.servers[1]: 10.20.0.53"],
      ],
    ];
    for (const [title, problems, expected] of refused) {
      it(title, () => {
        expect(problems).to.deep.equal(expected);
      });
    }
  });
});
