import { expect } from "chai";
import { parseSettings } from "../../../infra/settings/parse";
import { stackConfig } from "../mocks";

type Tree = Record<string, unknown>;
type Mirror = Record<string, unknown> & { upstreams: Record<string, Tree> };

const upstream = {
  origin: "https://sources.corp.example",
  address: "10.20.0.30",
  port: 443,
  immutable: ["/archives/*"],
  indexMinutes: 5,
  cookies: "refuse",
};

/** Problems of the staging stack with one mirror, changed. */
function problems(change: (mirror: Mirror, config: Tree) => void, level = "try") {
  const config: Tree = stackConfig("staging");
  const mirror: Mirror = {
    image: "ami-0fedcba9876543210",
    instanceType: "c6in.large",
    rootDevice: "/dev/xvda",
    rootGib: 10,
    cacheGib: 200,
    minimum: 1,
    maximum: 2,
    transport: "tls",
    slice: true,
    dollarsPerHour: 0.1134,
    upstreams: { sources: { ...upstream } },
  };
  change(mirror, config);
  config["overflow:mirrors"] = { [level]: mirror };
  return parseSettings(config, "staging").problems.filter(({ path }) => path.startsWith("overflow:mirrors"));
}

const origin = (value: unknown) => (mirror: Mirror) => {
  mirror.upstreams = { sources: { ...upstream, origin: value } };
};
const setting = (key: string, value: unknown) => (mirror: Mirror) => {
  mirror[key] = value;
};
const ofUpstream = (key: string, value: unknown) => (mirror: Mirror) => {
  mirror.upstreams = { sources: { ...upstream, [key]: value } };
};
const longHost = `https://${Array.from({ length: 4 }, () => "a".repeat(63)).join(".")}`;

describe("settings of mirrors", () => {
  it("are taken as the stack files write them, and a stack may have none", () => {
    expect(problems(() => undefined)).to.deep.equal([]);
    const config = { ...stackConfig("staging"), "overflow:mirrors": {} };
    expect(parseSettings(config, "staging").problems).to.deep.equal([]);
  });

  const wrong: readonly (readonly [string, (mirror: Mirror, config: Tree) => void, string, string])[] = [
    [
      "an origin in clear",
      origin("http://pypi.org"),
      "try.upstreams.sources.origin",
      "https:// and a host name",
    ],
    ["an origin with a path", origin("https://pypi.org/simple"), "try.upstreams.sources.origin", "no path"],
    ["an origin with a port", origin("https://pypi.org:444"), "try.upstreams.sources.origin", "no port"],
    ["an origin in capitals", origin("https://PyPI.org"), "try.upstreams.sources.origin", "lower case"],
    ["an origin of one label", origin("https://localhost"), "try.upstreams.sources.origin", "a host name"],
    ["an origin that goes on", origin("https://pypi.org;x"), "try.upstreams.sources.origin", "a host name"],
    ["an origin longer than a name", origin(longHost), "try.upstreams.sources.origin", "a host name"],
    [
      "an origin among the mirrors themselves",
      origin("https://files.try.mirror.staging.overflow.internal"),
      "try.upstreams.sources.origin",
      "outside overflow:dns.zone",
    ],
    [
      "an address as a name",
      ofUpstream("address", "egress"),
      "try.upstreams.sources.address",
      "an IPv4 address",
    ],
    [
      "an address beyond the link's network",
      ofUpstream("address", "151.101.0.223"),
      "try.upstreams.sources.address",
      "within overflow:buildNetwork.blocks (10.20.0.0/16)",
    ],
    ["port 0", ofUpstream("port", 0), "try.upstreams.sources.port", "from 1 to 65535"],
    [
      "a glob that is no path",
      ofUpstream("immutable", ["*.whl"]),
      "try.upstreams.sources.immutable[0]",
      "a path from /",
    ],
    [
      "a glob with a quote",
      ofUpstream("immutable", ['/a"; x']),
      "try.upstreams.sources.immutable[0]",
      "a path from /",
    ],
    [
      "a glob with a variable",
      ofUpstream("immutable", ["/$uri"]),
      "try.upstreams.sources.immutable[0]",
      "a path from /",
    ],
    [
      "an index for hours",
      ofUpstream("indexMinutes", 61),
      "try.upstreams.sources.indexMinutes",
      "from 1 to 60",
    ],
    [
      "an index for half a minute",
      ofUpstream("indexMinutes", 0.5),
      "try.upstreams.sources.indexMinutes",
      "a whole number",
    ],
    ["cookies kept", ofUpstream("cookies", "keep"), "try.upstreams.sources.cookies", "one of refuse, drop"],
    ["no upstream", setting("upstreams", {}), "try.upstreams", "an object of 1 to 20 entries"],
    [
      "an upstream's name with a dot",
      setting("upstreams", { "a.b": upstream }),
      "try.upstreams.a.b",
      "lower-case letters",
    ],
    [
      "one origin under two names",
      setting("upstreams", { first: upstream, second: upstream }),
      "try.upstreams.second.origin",
      "another origin than that of first",
    ],
    ["an image that is none", setting("image", "mirror"), "try.image", "an AMI id"],
    ["a type that is none", setting("instanceType", "large"), "try.instanceType", "an instance type"],
    ["another root device", setting("rootDevice", "/dev/sdb"), "try.rootDevice", "/dev/xvda or /dev/sda1"],
    ["a root volume too small", setting("rootGib", 7), "try.rootGib", "from 8"],
    ["a cache too small", setting("cacheGib", 9), "try.cacheGib", "from 10"],
    [
      "less than 1 GiB of cache for each upstream",
      (mirror) => {
        mirror["cacheGib"] = 12;
        mirror.upstreams = Object.fromEntries(
          Array.from({ length: 10 }, (_, index) => [
            `u${index}`,
            { ...upstream, origin: `https://u${index}.example` },
          ]),
        );
      },
      "try.cacheGib",
      "13 or more for 10 upstreams",
    ],
    ["no mirror at all", setting("minimum", 0), "try.minimum", "from 1 to 10"],
    ["eleven mirrors", setting("maximum", 11), "try.maximum", "from 1 to 10"],
    ["fewest above most", setting("minimum", 3), "try.minimum", "at most maximum (2)"],
    ["another transport", setting("transport", "http"), "try.transport", "one of tls, plain"],
    [
      "tls without the authority that workers know",
      (_, config) => {
        const buildNetwork = config["overflow:buildNetwork"] as Tree;
        buildNetwork["certificateAuthority"] = "none";
      },
      "try.transport",
      "only with overflow:buildNetwork.certificateAuthority",
    ],
    ["slices by a word", setting("slice", "yes"), "try.slice", "true or false"],
    ["a mirror for nothing", setting("dollarsPerHour", 0), "try.dollarsPerHour", "more than 0"],
    [
      "more than user data holds",
      (mirror) => {
        let seed = 1;
        const word = () =>
          Array.from(
            { length: 190 },
            () => ((seed = (seed * 48_271) % 2_147_483_647), (seed % 36).toString(36)),
          ).join("");
        mirror.upstreams = Object.fromEntries(
          Array.from({ length: 8 }, (_, index) => [
            `u${index}`,
            {
              ...upstream,
              origin: `https://u${index}.example`,
              immutable: Array.from({ length: 20 }, () => `/${word()}`),
            },
          ]),
        );
      },
      "try.upstreams",
      "at most 16384, as EC2 takes them",
    ],
  ];
  for (const [title, change, path, allowed] of wrong) {
    it(`refuse ${title}`, () => {
      const found = problems(change);
      expect(found.map((problem) => problem.path)).to.deep.equal([`overflow:mirrors.${path}`]);
      expect(found[0]?.allowed).to.contain(allowed);
    });
  }

  it("refuse names longer than DNS has them", () => {
    const level = "l".repeat(17);
    const host = "s".repeat(31);
    const label = "z".repeat(63);
    const found = problems((mirror, config) => {
      const zone = `${label}.${label}.${label}.internal`;
      config["overflow:dns"] = { zone, hosts: {}, forward: "none", logRetentionDays: 30 };
      mirror.upstreams = { [host]: upstream };
    }, level);
    const path = `overflow:mirrors.${level}`;
    // There are no subnets of that level either.
    expect(found.map((problem) => problem.path)).to.deep.equal([path, `${path}.upstreams.${host}`]);
    expect(found[1]?.allowed).to.contain("at most 253 characters");
  });
});
