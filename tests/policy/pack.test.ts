import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { expect } from "chai";
import { policiesFor } from "../../policy/pack/pack";
import { rules } from "../../policy/registry";
import { type Rule } from "../../policy/rule";
import { resource, runPack, unknownText } from "./stack";

const ruleNamed = (id: string): Rule => rules.find((rule) => rule.id === id)!;
const route = (name: string, destinationCidrBlock: string) =>
  resource("aws:ec2/route:Route", name, { destinationCidrBlock, gatewayId: "local" });
const policies = policiesFor(rules, {
  version: "1",
  nonce: undefined,
  dryRun: false,
  exemptions: [],
  today: "2026-11-24",
  publish: () => undefined,
});

describe("the policy pack", () => {
  it("makes every policy mandatory, and tells what each is for", () => {
    for (const policy of policies) expect(policy.enforcementLevel, policy.name).to.equal("mandatory");
    for (const policy of policies.slice(0, -1)) {
      expect(policy.framework?.reference, policy.name).to.match(/^[A-Z]{2}-\d+/);
      expect(policy.severity, policy.name).to.be.oneOf(["critical", "high", "medium"]);
      expect(policy.remediationSteps, policy.name).to.not.equal("");
    }
    expect(new Set(policies.map(({ name }) => name)).size).to.equal(policies.length);
  });

  it("refuses an open route before it is created, and tells it once", () => {
    const { messages } = runPack([ruleNamed("private-routes-only")], [route("out", "0.0.0.0/1")]);
    expect(messages.map(({ at, policy }) => [at, policy])).to.deep.equal([
      ["resource", "private-routes-only"],
    ]);
    expect(messages[0]?.message.split("\n")).to.deep.equal([
      "  resource  out  (aws:ec2/route:Route)",
      '  found     destinationCidrBlock = "0.0.0.0/1"',
      "  why       The route leads to 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8 and 4 more, which is not private. " +
        "[NET-1: No packet of the network reaches the internet, and none from the internet reaches it.]",
      "  fix       Route the build network's own blocks only, each by its prefix.",
    ]);
  });

  it("blocks on a value that is not known, instead of failing to run", () => {
    const { messages, report } = runPack(rules, [route("out", unknownText)]);
    expect(messages.map(({ policy }) => policy)).to.deep.equal(["private-routes-only"]);
    expect(report.findings[0]?.verdict).to.equal("undetermined");
    expect(report.findings[0]?.message).to.contain("undetermined: it is not known before the update");
  });

  it("sees in the outputs what the inputs do not show", () => {
    const subnet = resource("aws:ec2/subnet:Subnet", "subnet", {});
    const { messages } = runPack([ruleNamed("no-public-address")], [subnet], {
      outputs: { subnet: { mapPublicIpOnLaunch: true } },
    });
    expect(messages.map(({ at }) => at)).to.deep.equal(["stack"]);
  });

  it("passes a stack whose computed outputs are all unknown", () => {
    const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16" });
    const { report } = runPack([ruleNamed("no-public-ipv6")], [vpc], {
      outputs: { vpc: { cidrBlock: "10.130.0.0/16", ipv6CidrBlock: unknownText, arn: unknownText } },
    });
    expect(report.findings).to.deep.equal([]);
  });

  it("shows no secret: values are shown of judged properties only", () => {
    const link = resource("aws:ec2/vpnConnection:VpnConnection", "link", {
      tunnel1PresharedKey: "pr3shared",
      staticRoutesOnly: false,
    });
    const run = runPack(rules, [link]);
    expect(run.report.findings).to.not.be.empty;
    expect(JSON.stringify(run)).to.not.contain("pr3shared");
  });

  it("takes options from the policy's configuration", () => {
    const config = { "private-routes-only": { privateBlocks: ["10.20.0.0/16"] } };
    const { report } = runPack([ruleNamed("private-routes-only")], [route("far", "192.168.1.0/24")], {
      config,
    });
    expect(report.findings.map(({ resource: name }) => name)).to.deep.equal(["far"]);
  });

  for (const [title, given, message] of [
    [
      "an option that is not there",
      { privateBlock: [] },
      "has no option 'privateBlock'. Its options: privateBlocks.",
    ],
    [
      "a block that is all of the internet",
      { privateBlocks: ["0.0.0.0/0"] },
      "'0.0.0.0/0' is not a private block",
    ],
    ["a text for a list", { privateBlocks: "10.0.0.0/8" }, "option 'privateBlocks' is a list of texts"],
    ["an empty list", { privateBlocks: [] }, "privateBlocks is empty"],
  ] as const) {
    it(`fails on ${title}`, () => {
      const run = () =>
        runPack([ruleNamed("private-routes-only")], [route("a", "10.0.0.0/8")], {
          config: { "private-routes-only": given },
        });
      expect(run).to.throw(RangeError, message);
    });
  }
});

describe("the policy report", () => {
  const stack = [
    route("low", "0.0.0.0/1"),
    route("high", "128.0.0.0/1"),
    resource("pulumi:pulumi:Stack", "stack"),
  ];
  const { report } = runPack(rules, stack);

  it("says of which run it is and what was judged", () => {
    const { schema, nonce, pack, version, dryRun, resourcesSeen } = report;
    expect({ schema, nonce, pack, version, dryRun, resourcesSeen }).to.deep.equal({
      ...{ schema: 1, nonce: "n-1", pack: "overflow", version: "1.2.3", dryRun: true, resourcesSeen: 3 },
    });
    expect(report.rules.map(({ name }) => name)).to.deep.equal(rules.map(({ id }) => id));
    expect(report.rules.find(({ name }) => name === "known-types-only")?.checked).to.equal(3);
    expect(report.rules.find(({ name }) => name === "private-routes-only")?.checked).to.equal(2);
  });

  it("gives each finding its rule, resource, property, value, reason and fix", () => {
    expect(report.findings.at(-1)).to.deep.include({
      rule: "private-routes-only",
      level: "mandatory",
      verdict: "refused",
      control: "NET-1",
      urn: "urn:pulumi:test::overflow::aws:ec2/route:Route::low",
      resource: "low",
      property: "destinationCidrBlock",
      found: '"0.0.0.0/1"',
      message:
        'low: destinationCidrBlock is "0.0.0.0/1". The route leads to 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8 and 4 more, ' +
        "which is not private. (NET-1)",
      fix: "Route the build network's own blocks only, each by its prefix.",
    });
  });

  it("is the same whatever order the resources came in", () => {
    expect(runPack(rules, [...stack].reverse()).report).to.deep.equal(report);
  });

  it("is empty of findings for a sound stack", () => {
    const sound = [route("home", "10.20.0.0/16"), resource("overflow:network:VpnLink", "link")];
    expect(runPack(rules, sound).report.findings).to.deep.equal([]);
  });
});

describe("the pack's folder", () => {
  const file = (name: string): string => readFileSync(join(__dirname, "..", "..", "policy", name), "utf8");

  it("is one that Pulumi's runner can load: CommonJS, a name, a version, no tsconfig.json", () => {
    const manifest = JSON.parse(file("package.json")) as Record<string, unknown>;
    expect(manifest["main"]).to.equal("main.js");
    expect(manifest).to.have.keys("name", "private", "version", "main");
    expect(() => file("tsconfig.json")).to.throw();
  });

  it("keeps the AWS SDK out of the pack, whose start everyone waits for", () => {
    // A process of its own: other tests of this one load the AWS SDK.
    const program = `require("tsx/cjs"); require("./policy/pack/pack"); require("./policy/registry");
      console.log(JSON.stringify(Object.keys(require.cache)));`;
    const root = join(__dirname, "..", "..");
    const loaded = JSON.parse(
      execFileSync(process.execPath, ["-e", program], { cwd: root, encoding: "utf8" }),
    ) as string[];
    expect(loaded.filter((path) => path.includes(join("policy", "rules")))).not.to.deep.equal([]);
    expect(loaded.filter((path) => path.includes(join("@pulumi", "aws") + sep))).to.deep.equal([]);
  });
});
