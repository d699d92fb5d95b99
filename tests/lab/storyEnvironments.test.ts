import { expect } from "chai";
import { ProjectCopy } from "./support/project";
import { TestLab } from "./support/testLab";
import { processesNaming } from "./support/traces";

/** Bad and forbidden changes, several environments in one lab, and another lab beside it: in a copy of the project. */
describe("several environments and labs beside each other", function () {
  this.timeout(120_000);
  this.bail(true);
  let project: ProjectCopy;
  let lab: TestLab;
  let other: TestLab;

  before(async () => {
    project = new ProjectCopy();
    // Builders that the lab's master has.
    for (const environment of ["staging", "production"])
      project.change(`Pulumi.${environment}.yaml`, [
        'builders: ["try-linux64-*"]',
        'builders: ["linux64-*"]',
      ]);
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

  it("come up side by side in one lab, each with its workers at the one master", async () => {
    await Promise.all([lab.ok("up", "staging", "--lab"), lab.ok("up", "production", "--lab")]);
    expect([await workersKnown("staging"), await workersKnown("production")]).to.deep.equal([10, 100]);
    expect(await own("staging")).to.be.greaterThan(10);
    expect(await other.leftovers()).to.deep.equal([]);
  });

  it("go down one by one: the rest stays whole, and counts as nobody's leftovers", async () => {
    const before = await own("production");
    await lab.ok("down", "staging", "--lab");
    expect([await own("staging"), await own("production")]).to.deep.equal([0, before]);
    expect([await workersKnown("staging"), await workersKnown("production")]).to.deep.equal([0, 100]);
  });

  it("stay up where they are protected, until the setting is changed as the refusal says", async () => {
    const before = (await lab.leftovers()).length;
    const { code, stderr } = await lab.run("down", "production", "--lab");
    expect(code, stderr).to.equal(2);
    expect(stderr).to.contain("overflow:protect is true in Pulumi.production.yaml");
    expect(await lab.leftovers()).to.have.length(before);

    project.change("Pulumi.production.yaml", ["overflow:protect: true", "overflow:protect: false"]);
    await lab.ok("up", "production", "--lab");
    await lab.ok("down", "production", "--lab");
    expect(await lab.leftovers()).to.deep.equal([]);
  });

  it("end with their lab, and only with theirs", async () => {
    await lab.ok("lab", "down");
    expect(processesNaming(lab.directory)).to.deep.equal([]);
    expect((await other.run("lab", "status")).code).to.equal(0);
    await other.ok("lab", "down");
    expect(processesNaming(other.directory)).to.deep.equal([]);
  });
});
