import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MasterCredentials } from "../../infra/outputs";
import { type RegionReport } from "../../operations/regionGuard";
import { ProjectCopy } from "./support/project";
import { expectSameProof } from "./support/proofs";
import { TestLab } from "./support/testLab";
import { insideBase64, processesNaming } from "./support/traces";
import { eventually } from "./temporaryLab";

const builders = { staging: "linux64-opt", production: "linux64-debug" };

/** Test step of a build that keeps an in-house machine, seconds. */
const forLong = 900;

/** What an update says of each switch of the region's guard that it sets. */
const guardMade = [
  "VpcBlockPublicAccessOptions",
  "SerialConsoleAccess",
  "EncryptionByDefault",
  "ImageBlockPublicAccess",
  "SnapshotBlockPublicAccess",
  "InstanceMetadataDefaults",
].map((type) => new RegExp(`created: ${type} guard`));

/** Bad and forbidden changes, several environments in one lab, and another lab beside it: in a copy of the project. */
describe("several environments and labs beside each other", function () {
  this.timeout(180_000);
  this.bail(true);
  let project: ProjectCopy;
  let lab: TestLab;
  let other: TestLab;

  before(async () => {
    project = new ProjectCopy();
    // Builders that the lab's master has, one each, which go to the cloud at once.
    for (const [environment, builder] of Object.entries(builders))
      project.change(
        `Pulumi.${environment}.yaml`,
        ['builders: ["try-linux64-*"]', `builders: ["${builder}"]`],
        ["grace: 30s", "grace: 0s"],
        ["tick: 15s", "tick: 2s"],
      );
    [lab, other] = await Promise.all([TestLab.create(project.root), TestLab.create(project.root)]);
    await Promise.all([lab.bringUp(), other.bringUp()]);
  });
  after(async () => {
    await Promise.all([lab.remove(), other.remove()]);
    project.remove();
  });

  const workersKnown = async (environment: string): Promise<number> => {
    const { workers } = await lab.master.get<{ workers: { name: string; configured_on: unknown[] }[] }>(
      "workers?field=name&field=configured_on",
    );
    const isOurs = (name: string): boolean =>
      name.startsWith("bld-") && name.startsWith("bld-staging-") === (environment === "staging");
    return workers.filter(({ name, configured_on: on }) => isOurs(name) && on.length > 0).length;
  };
  /** What the region has of an environment. */
  const own = async (environment: string): Promise<number> =>
    (await lab.leftovers()).filter((each) => each.environment === environment).length;

  /** The same without what comes and goes with the mirrors' groups and the scaler. */
  const standing = async (environment: string): Promise<readonly string[]> =>
    (await lab.leftovers())
      .filter(({ kind }) => !["instance", "volume", "network-interface"].includes(kind))
      .filter((each) => each.environment === environment)
      .map(({ id }) => id);
  /** All switches are closed. */
  const expectGuarded = async (environment: string, regionGuard: string): Promise<void> => {
    const report = await lab.json<RegionReport>("doctor", environment, "--lab");
    expect(report.switches.filter(({ isClosed }) => !isClosed)).to.deep.equal([]);
    expect(report).to.include({ regionGuard, refusal: null });
    expect(report.public).to.deep.equal({ ways: [], exclusions: [], unread: [] });
  };

  it("have ports of their own", () => {
    const ports = [lab, other].flatMap(({ state }) => Object.values<number>({ ...state.ports }));
    expect(new Set(ports).size).to.equal(ports.length);
  });

  it("refuse wrong settings all at once, each with its fix, before anything is touched", async () => {
    const restore = project.change(
      "Pulumi.local.yaml",
      ["overflow:protect:", "overflow:protects:"],
      ["vpc: 10.130.0.0/16", "vpc: 10.130.0.1/16"],
      ["    amazonAsn: 64512\n", ""],
      ["maximum: 6", "maximum: many"],
    );
    const calls = await lab.calls();
    const { code, stdout, stderr } = await lab.run("up", "local");
    restore();
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.contain("Pulumi.local.yaml: 5 settings are wrong; nothing was changed.");
    for (const words of [
      /overflow:protects\n +got +an unknown key\n.*\n +fix +did you mean overflow:protect\?/,
      /overflow:protect\n +got +nothing\n.*\n +fix +add it/,
      /overflow:network\.vpc\n +got +"10\.130\.0\.1\/16"\n +allowed .*\n +fix +change it/,
      /overflow:link\.amazonAsn\n +got +nothing\n.*\n +fix +add it .*amazonAsn: 64512/,
      /overflow:pools\.linux64\.maximum\n +got +"many"\n +allowed +a whole number from 1 to 999/,
    ]) {
      expect(stderr).to.match(words);
    }
    expect(await lab.calls()).to.deep.equal(calls);
    expect((await lab.pulumi("stack", "ls", "--json")).stdout).to.match(/^\[\]/);
  });

  it("refuse what the policy forbids, with its reason and exit code 3, before anything is made", async () => {
    const restore = project.change("infra/network/isolatedVpc.ts", [
      "    this.registerOutputs(",
      '    new aws.ec2.InternetGateway("door", { vpcId: vpc.id }, { parent: this });\n    this.registerOutputs(',
    ]);
    const { code, stderr } = await lab.run("up", "local");
    restore();
    expect(code, stderr).to.equal(3);
    expect(stderr).to.match(/policy no-internet-gateway, aws:ec2\/internetGateway:InternetGateway door/);
    expect(stderr)
      .to.match(/^ +fix /m)
      .and.contain("Nothing was created.");
    expect(await lab.leftovers()).to.deep.equal([]);
  });

  it("refuse to be two owners of one region's guard, and to rely on one that is open", async () => {
    const restore = [
      project.change("Pulumi.production.yaml", ['"444455556666"', '"111122223333"']),
      project.change("Pulumi.local.yaml", ["overflow:regionGuard: owner", "overflow:regionGuard: asserted"]),
    ];
    const [owner, relying] = await Promise.all([
      lab.run("preview", "staging", "--lab"),
      lab.run("up", "local"),
    ]);
    const plain = await lab.pulumi("preview", "-s", "local", "--non-interactive");
    for (const each of restore) each();
    expect(owner.code, owner.stderr).to.equal(2);
    expect(owner.stderr).to.match(/got +owner, as Pulumi\.production\.yaml .*\n.*\n +fix +asserted here, or/);
    expect(relying.code, relying.stderr).to.equal(3);
    expect(relying.stderr).to.match(
      /VPC block public access\n +got +off\n +must be +block-bidirectional\n +fix/,
    );
    expect(plain.code).not.to.equal(0);
    expect(plain.stdout).to.contain("EBS encryption by default is off. Nothing was changed.");
    expect(await lab.leftovers()).to.deep.equal([]);
  });

  it("come up side by side in one lab: one owns the guard, both have their workers at the one master", async () => {
    const first = lab.start("up", "staging", "--lab");
    for (const made of guardMade) await first.says(made);
    const second = await lab.ok("up", "production", "--lab");
    const { code, stderr } = await first.ended;
    expect(code, stderr).to.equal(0);
    expect(second.stderr).to.contain("whose guard 'staging' owns: 'production' asserts it here");
    expect(second.stderr).not.to.match(guardMade[0]!);
    expect([await workersKnown("staging"), await workersKnown("production")]).to.deep.equal([10, 100]);
    expect(await own("staging")).to.be.greaterThan(10);
    expect(await other.leftovers()).to.deep.equal([]);
  });

  it("build at the same time, each on its own VMs", async () => {
    for (const _ of [1, 2]) await lab.master.submit("release-sign", forLong);
    await eventually(async () => (await lab.view.running()).length === 2);
    const requests = await Promise.all(
      Object.values(builders).map((builder) => lab.master.submit(builder, 0)),
    );
    const built = await eventually(async () => {
      const builds = (await lab.view.builds()).filter(({ requestId }) => requests.includes(requestId));
      return builds.length < requests.length
        ? null
        : builds.map(({ worker, results }) => `${worker} ${results}`);
    });
    expect(built.sort()).to.deep.equal(["bld-linux64-try-ec2-001 0", "bld-staging-linux64-try-ec2-001 0"]);
  });

  for (const environment of Object.keys(builders)) {
    it(`are proved by program, state and the account alike, each for itself: ${environment}`, async () => {
      await expectSameProof(lab, environment, "--lab");
    });
  }

  it("keep their secrets: none stands in plain text in an exported state", async () => {
    const folder = mkdtempSync(join(tmpdir(), "overflow-secrets-"));
    for (const environment of Object.keys(builders)) {
      await lab.ok("workers", environment, "--lab", "--out", folder);
      const file = readFileSync(join(folder, `${environment}.credentials.json`), "utf8");
      const { scalerPassword, workerKeys } = JSON.parse(file) as MasterCredentials;
      const state = join(folder, "state.json");
      await lab.pulumi("stack", "export", "-s", environment, "--file", state);
      const exported = readFileSync(state, "utf8");
      expect(exported).to.contain('"ciphertext"').and.contain(`overflow-${environment}-scaler`);
      for (const secret of [scalerPassword, ...Object.values(workerKeys)])
        for (const shape of [secret, ...insideBase64(secret)]) expect(exported).not.to.contain(shape);
    }
    rmSync(folder, { recursive: true });
  });

  it("go down one by one: the rest stays whole, and counts as nobody's leftovers; the guard stands", async () => {
    const before = await standing("production");
    await lab.ok("down", "staging", "--lab");
    await expectGuarded("production", "owner");
    expect(await own("staging")).to.equal(0);
    expect(await standing("production")).to.deep.equal(before);
    expect([await workersKnown("staging"), await workersKnown("production")]).to.deep.equal([0, 100]);
  });

  it("stay up where they are protected, until the setting is changed as the refusal says", async () => {
    const before = await standing("production");
    const { code, stderr } = await lab.run("down", "production", "--lab");
    expect(code, stderr).to.equal(2);
    expect(stderr).to.contain("overflow:protect is true in Pulumi.production.yaml");
    expect(await standing("production")).to.deep.equal(before);

    project.change("Pulumi.production.yaml", ["overflow:protect: true", "overflow:protect: false"]);
    // With its owner gone, the guard is this one's.
    expect((await lab.ok("up", "production", "--lab")).stderr).to.match(guardMade[0]!);
    const { stderr: words } = await lab.ok("down", "production", "--lab");
    expect(words).to.match(/Stays, as it should:\n[^]*VpcBlockPublicAccessOptions/);
    expect(await lab.leftovers()).to.deep.equal([]);
    await expectGuarded("staging", "owner");
  });

  it("end with their lab, and only with theirs", async () => {
    await lab.ok("lab", "down");
    expect(processesNaming(lab.directory)).to.deep.equal([]);
    expect((await other.run("lab", "status")).code).to.equal(0);
    await other.ok("lab", "down");
    expect(processesNaming(other.directory)).to.deep.equal([]);
  });
});
