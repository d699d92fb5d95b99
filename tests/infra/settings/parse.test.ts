import { expect } from "chai";
import { parseSettings } from "../../../infra/settings/parse";
import { renderProblems } from "../../../infra/settings/problem";
import { type Config, stackConfig } from "../mocks";
import { type Path, wrongValues } from "./wrongValues";

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
    for (const [path, value, allowed] of wrongValues) {
      it(`${written(path)}: ${JSON.stringify(value)}`, () => {
        const problems = problemsOf(changed(path, value));
        const found = problems.find((problem) => problem.path.startsWith(written(path)));
        expect(found, JSON.stringify(problems)).to.not.equal(undefined);
        expect(found?.allowed).to.include(allowed);
        expect(found?.fix).to.include("Pulumi.local.yaml");
      });
    }

    it("for every setting there is", () => {
      const tried = new Set(wrongValues.map(([path]) => written(path)));
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
