import { expect } from "chai";
import { parseSettings } from "../../../infra/settings/parse";
import { renderProblems } from "../../../infra/settings/problem";
import { type Config, stackConfig } from "../mocks";

type Path = readonly (string | number)[];
type Node = Record<string | number, unknown>;

/** Replaces the value at a path of the local stack's config; undefined removes it. */
function changed(path: Path, value: unknown): Config {
  const config = stackConfig("local");
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => (node as Node)[key], config) as Node;
  const key = path.at(-1) ?? "";
  if (value === undefined) Reflect.deleteProperty(parent, key);
  else parent[key] = value;
  return config;
}

const problemsOf = (config: Config, stack = "local") => parseSettings(config, stack).problems;

/** Option path as messages write it. */
const written = (path: Path) =>
  path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");

const pool = (key: string) => ["overflow:pools", "linux64", key] as const;
const gateway = (key: string) => ["overflow:link", "gateways", "main", key] as const;
const mirror = (key: string) => ["overflow:mirrors", "try", key] as const;
const upstream = (name: string, key: string): Path => ["overflow:mirrors", "try", "upstreams", name, key];
const mirrorAllowed = {
  image: "an AMI id",
  instanceType: "an instance type",
  rootDevice: "/dev/xvda or /dev/sda1",
  transport: "one of tls, plain",
  rootGib: "from 8 to 16384",
  cacheGib: "from 10 to 16384",
  minimum: "from 1 to 10",
  maximum: "from 1 to 10",
  slice: "true or false",
  dollarsPerHour: "US dollars, more than 0",
} as const;
const time = "a time from";

/** Path, a wrong value, and a part of what is allowed. */
const wrong: readonly (readonly [Path, unknown, string])[] = [
  [["aws:region"], "us-gov-west-1", "a commercial AWS region"],
  [["overflow:account"], 123456789012, "12 digits in quotes"],
  [["overflow:protect"], "yes", "true or false"],
  [["overflow:permissionsBoundary"], "boundary", "the ARN of an IAM policy, or none"],
  [["overflow:regionGuard"], "shared", "one of owner, asserted, organization"],
  [["overflow:teardown"], "ask", "one of refuse, wait, force"],
  [["overflow:network"], "10.0.0.0/16", "an object with the keys vpc, zones, subnets, logRetentionDays"],
  [["overflow:network", "vpc"], "10.130.0.0/15", "an IPv4 block /16 to /28"],
  [["overflow:network", "vpc"], "10.130.0.1/16", "no bits set behind the prefix"],
  [["overflow:network", "zones"], ["us-east-1a"], "a list of 2 to 6"],
  [["overflow:network", "zones", 0], "us-east-1", "an availability zone"],
  [["overflow:network", "subnets"], [], "an object with the keys workers, mirrors, endpoints, scaler"],
  [["overflow:network", "subnets", "workers"], {}, "an object of 1 to 3 entries"],
  [["overflow:network", "subnets", "workers", "try"], "10.130.0.0/20", "a list of 2 to 6"],
  [["overflow:network", "subnets", "mirrors"], ["10.130.128.0/25"], "a list of 2 to 6"],
  [["overflow:network", "subnets", "endpoints", 0], "10.130.32.0/29", "/16 to /28"],
  [["overflow:network", "subnets", "scaler", 1], 7, "/16 to /28"],
  [["overflow:network", "logRetentionDays"], 2, "one of 1, 3, 5, 7"],
  [["overflow:buildNetwork", "blocks"], [], "a list of 1 to 20"],
  [["overflow:buildNetwork", "blocks", 0], "0.0.0.0/0", "/8 to /32"],
  [["overflow:buildNetwork", "services", "sources", "block"], "10.20.0.30", "/16 to /32"],
  [["overflow:buildNetwork", "services", "sources", "port"], 0, "from 1 to 65535"],
  [["overflow:link", "routing"], "ospf", "one of static, bgp"],
  [["overflow:buildNetwork", "certificateAuthority"], "our-ca.pem", "none, or the PEM text"],
  [["overflow:link", "amazonAsn"], 7224, "from 64512 to 4294967294"],
  [["overflow:link", "gateways"], {}, "an object of 1 to 2 entries"],
  [gateway("address"), "gateway.example.com", "an IPv4 address"],
  [gateway("asn"), 0, "from 1 to 4294967294"],
  [gateway("tunnelBlocks"), ["169.254.21.0/30"], "a list of 2 to 2"],
  [["overflow:link", "gateways", "main", "tunnelBlocks", 0], "169.254.21.0/29", "/30"],
  [["overflow:link", "holdMaintenance"], 1, "true or false"],
  [["overflow:link", "logRetentionDays"], 8, "one of 1, 3, 5, 7"],
  [["overflow:buildNetwork", "services", "egress"], 443, "an object with the keys block, port"],
  [["overflow:buildNetwork", "services", "egress", "block"], "egress", "/16 to /32"],
  [["overflow:buildNetwork", "services", "egress", "port"], 0, "from 1 to 65535"],
  [["overflow:buildNetwork", "operators"], ["everywhere"], "an IPv4 block /16 to /32"],
  [["overflow:dns", "zone"], "internal", "a name of two labels or more"],
  [["overflow:dns", "hosts"], { Master: "10.20.0.10" }, "a name of two labels or more"],
  [["overflow:dns", "hosts", "sources.corp.example"], "10.20.0", "an IPv4 address"],
  [["overflow:dns", "hosts", "files.example.org"], 7, "an IPv4 address"],
  [["overflow:dns", "forward"], "corp.example", "or none"],
  [["overflow:dns", "forward"], { domains: [], servers: ["10.20.0.53"] }, "a list of 1 to 10"],
  [["overflow:dns", "logRetentionDays"], 31, "one of 1, 3, 5, 7"],
  [["overflow:alarms", "email"], "us", "one mail address, or none"],
  [["overflow:mirrors"], [], "an object of 0 to 5 entries"],
  ...(["image", "instanceType", "rootDevice", "transport"] as const).map(
    (key) => [mirror(key), "wrong", mirrorAllowed[key]] as const,
  ),
  ...(["rootGib", "cacheGib", "minimum", "maximum", "slice", "dollarsPerHour"] as const).map(
    (key) => [mirror(key), -1, mirrorAllowed[key]] as const,
  ),
  [mirror("upstreams"), {}, "an object of 1 to 20 entries"],
  ...["sources", "files"].flatMap((name): (readonly [Path, unknown, string])[] => [
    [upstream(name, "origin"), "http://example.org", "https:// and a host name"],
    [upstream(name, "address"), "example.org", "an IPv4 address"],
    [upstream(name, "port"), 0, "from 1 to 65535"],
    [upstream(name, "immutable"), ["releases"], "a path from / on"],
    [upstream(name, "indexMinutes"), 61, "from 1 to 60"],
    [upstream(name, "cookies"), "keep", "one of refuse, drop"],
  ]),
  [["overflow:buckets"], { Cache: {} }, "20 at most"],
  ...["clone-bundles", "try-cache"].flatMap((name): (readonly [Path, unknown, string])[] => [
    [["overflow:buckets", name, "read"], ["Try!"], "lower-case letters"],
    [["overflow:buckets", name, "write"], "try", "a list of 0 to 3"],
    [["overflow:buckets", name, "publishers"], ["*"], "the ARN of an IAM role"],
    [["overflow:buckets", name, "expireDays"], 0, "from 1 to 3650, or none"],
  ]),
  [["overflow:master", "address"], "master", "an IPv4 address"],
  [["overflow:master", "webPort"], 65536, "from 1 to 65535"],
  [["overflow:master", "workersPort"], "9989/tcp", "from 1 to 65535"],
  [["overflow:master", "transport"], "ssl", "one of tls, plain"],
  [["overflow:master", "user"], "Scaler", "lower-case letters"],
  [["overflow:master", "passwordGeneration"], 0, "from 1 to 9999"],
  [["overflow:scaler", "tick"], "60s", `${time} 1s to 50s`],
  [["overflow:scaler", "tick"], 5, `${time} 1s to 50s`],
  [["overflow:scaler", "grace"], "2h", `${time} 0s to 1h`],
  [["overflow:scaler", "maxStartsPerTick"], 1.5, "a whole number from 1 to 100"],
  [["overflow:scaler", "maxStartsPerHour"], -1, "from 1 to 1000"],
  [["overflow:scaler", "maxDollarsPerDay"], 0, "US dollars, more than 0, or none"],
  [["overflow:scaler", "maxSnapshotAge"], "1s", `${time} 5s to 10m`],
  [["overflow:scaler", "drain"], "1s", `${time} 2s to 60s`],
  [["overflow:scaler", "attachSettle"], "0s", `${time} 1s to 60s`],
  [["overflow:scaler", "attachTimeout"], "5s", `${time} 15s to 1h`],
  [["overflow:scaler", "teardownWait"], "3m", `${time} 0s to 2m`],
  [["overflow:scaler", "logRetentionDays"], "always", "one of 1, 3, 5, 7"],
  [["overflow:pools"], {}, "an object of 1 to 10 entries"],
  [pool("platform"), "Linux 64", "lower-case letters"],
  [pool("trust"), "", "lower-case letters"],
  [pool("builders"), [], "a list of 1 to 50"],
  [["overflow:pools", "linux64", "builders", 0], "linux64 *", "glob without spaces"],
  [pool("keyGeneration"), "two", "from 1 to 9999"],
  [pool("maximum"), 1000, "from 1 to 999"],
  [pool("maximum"), 0, "from 1 to 999"],
  [pool("idleCeiling"), "60", `${time} 5s to 24h`],
  [pool("image"), "ami-123", "an AMI id"],
  [pool("rootDevice"), "sda", "/dev/xvda or /dev/sda1"],
  [pool("rootGib"), 4, "from 8 to 16384"],
  [pool("instanceType"), "c6i", "an instance type"],
  [pool("hibernate"), "maybe", "true or false"],
  [pool("dollarsPerHour"), "cheap", "US dollars, more than 0"],
];

/** Every path of the local stack's settings, containers included, but not items of lists. */
function pathsOf(node: unknown, path: Path = []): Path[] {
  if (typeof node !== "object" || node === null || Array.isArray(node))
    return path.length === 0 ? [] : [path];
  const inner = Object.entries(node).flatMap(([key, value]) => pathsOf(value, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

/** Names that the user chooses may be missing; that is no fault. */
const chosenNames = [
  "overflow:pools.linux64",
  "overflow:buildNetwork.services.sources",
  "overflow:buildNetwork.services.egress",
  "overflow:link.gateways.main",
  "overflow:network.subnets.workers.try",
  "overflow:dns.hosts.sources.corp.example",
  "overflow:dns.hosts.files.example.org",
  "overflow:mirrors.try",
  "overflow:mirrors.try.upstreams.sources",
  "overflow:mirrors.try.upstreams.files",
  "overflow:buckets.clone-bundles",
  "overflow:buckets.try-cache",
];

describe("settings", () => {
  describe("a wrong value is named with what is allowed", () => {
    for (const [path, value, allowed] of wrong) {
      it(`${written(path)}: ${JSON.stringify(value)}`, () => {
        const problems = problemsOf(changed(path, value));
        const found = problems.find((problem) => problem.path.startsWith(written(path)));
        expect(found, JSON.stringify(problems)).to.not.equal(undefined);
        expect(found?.allowed).to.include(allowed);
        expect(found?.fix).to.include("Pulumi.local.yaml");
      });
    }

    it("for every setting there is", () => {
      const tried = new Set(wrong.map(([path]) => written(path)));
      const untried = pathsOf(stackConfig("local"))
        .map(written)
        .filter((path) => ![...tried].some((other) => other.startsWith(path)));
      expect(untried).to.deep.equal([]);
    });
  });

  describe("a missing value is asked for", () => {
    for (const path of pathsOf(stackConfig("local"))) {
      if (chosenNames.includes(written(path))) continue;
      it(written(path), () => {
        const [problem, ...others] = problemsOf(changed(path, undefined));
        expect(others).to.deep.equal([]);
        expect(problem).to.include({ path: written(path), got: "nothing" });
        expect(problem?.fix).to.match(/^add it in Pulumi\.local\.yaml, e\.g\. /);
      });
    }
  });

  describe("an unknown key is refused", () => {
    it("with what was meant, and without its value", () => {
      const config = changed(["overflow:scaler", "maxStartPerTick"], "s3cret");
      expect(problemsOf(config)).to.deep.equal([
        {
          path: "overflow:scaler.maxStartPerTick",
          got: "an unknown key",
          allowed:
            "tick, grace, maxStartsPerTick, maxStartsPerHour, maxDollarsPerDay, maxSnapshotAge, drain, attachSettle, " +
            "attachTimeout, teardownWait, logRetentionDays",
          fix: "did you mean maxStartsPerTick? Rename or remove it in Pulumi.local.yaml",
        },
      ]);
    });

    it("with the advice to remove it where nothing is close", () => {
      const [problem] = problemsOf(changed(["overflow:internetGateway"], true));
      expect(problem).to.include({
        path: "overflow:internetGateway",
        fix: "remove it from Pulumi.local.yaml",
      });
    });

    for (const key of ["__proto__", "constructor", "toString"]) {
      it(`also if it is '${key}'`, () => {
        const config: Config = { ...stackConfig("local") };
        config["overflow:master"] = JSON.parse(
          JSON.stringify(config["overflow:master"]).replace(/\}$/, `,"${key}":1}`),
        ) as unknown;
        expect(problemsOf(config).map(({ path }) => path)).to.deep.equal([`overflow:master.${key}`]);
      });
    }

    it("in the overflow namespace only", () => {
      expect(problemsOf({ ...stackConfig("local"), "aws:profile": "ci", "pulumi:tags": {} })).to.deep.equal(
        [],
      );
    });
  });

  it("names a pool's bad name", () => {
    const config = stackConfig("local");
    config["overflow:pools"] = { "Linux 64": (config["overflow:pools"] as Node)["linux64"] };
    expect(problemsOf(config)).to.deep.equal([
      {
        path: "overflow:pools.Linux 64",
        got: 'the name "Linux 64"',
        allowed: "lower-case letters, digits and -, first a letter",
        fix: "rename it in Pulumi.local.yaml, e.g. linux64",
      },
    ]);
  });

  it("refuses a stack whose name AWS would not take", () => {
    expect(problemsOf(stackConfig("local"), "Staging").map(({ path }) => path)).to.deep.equal(["stack"]);
  });

  it("reports all problems of all kinds at once, readably", () => {
    const config = changed(["overflow:scaler", "tick"], "5 seconds");
    Reflect.deleteProperty(config, "overflow:account");
    config["overflow:protected"] = true;
    expect(renderProblems("Pulumi.local.yaml", problemsOf(config))).to.equal(
      `Pulumi.local.yaml: 3 settings are wrong; nothing was changed.
  overflow:protected
    got      an unknown key
    allowed  aws:region, overflow:account, overflow:protect, overflow:permissionsBoundary, overflow:regionGuard, overflow:teardown, overflow:network, overflow:buildNetwork, overflow:dns, overflow:link, overflow:alarms, overflow:master, overflow:scaler, overflow:mirrors, overflow:buckets, overflow:pools
    fix      did you mean overflow:protect? Rename or remove it in Pulumi.local.yaml
  overflow:account
    got      nothing
    allowed  12 digits in quotes
    fix      add it in Pulumi.local.yaml, e.g. overflow:account: "123456789012"
  overflow:scaler.tick
    got      "5 seconds"
    allowed  a time from 1s to 50s, written like 20s, 60m, 1h
    fix      change it in Pulumi.local.yaml, e.g. tick: 15s`,
    );
  });

  it("cuts a long wrong value", () => {
    const [problem] = problemsOf(changed(["overflow:master", "user"], "x".repeat(200)));
    expect(problem?.got.length).to.be.below(90);
  });

  it("holds durations in seconds under a name that says so, and is frozen to the leaves", () => {
    const { settings } = parseSettings(stackConfig("staging"), "staging");
    expect(settings?.pools["staging-linux64-try"]?.idleCeilingSeconds).to.equal(3600);
    expect(settings?.scaler.maxDollarsPerDay).to.equal(50);
    const frozen = (value: unknown): boolean =>
      typeof value !== "object" ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(settings)).to.equal(true);
  });
});
