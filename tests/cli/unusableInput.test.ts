import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prove } from "../../cli/commands/prove";
import { reach } from "../../cli/commands/reach";
import { projectRoot } from "../../lab/toolchain";
import { runCommand, smallStack, stateResource, temporaryFolder, writeState } from "./proofCommands";

describe("overflow prove of unusable input", function () {
  this.timeout(60_000);
  let folder: string;
  let closed: string;

  before(() => {
    folder = temporaryFolder();
    closed = writeState(folder, "closed.json", smallStack);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = (name: string): string => join(folder, name);
  const cases: readonly (readonly [what: string, args: () => readonly string[], words: string])[] = [
    ["a file that is not there", () => ["--state", file("none.json")], "is not there"],
    ["a folder for a file", () => ["--state", folder], "is a folder"],
    ["an empty file", () => ["--state", write("empty.json", "")], "is empty"],
    [
      "a state that is cut short",
      () => ["--state", write("cut.json", readFileSync(closed, "utf8").slice(0, 900))],
      "cut short",
    ],
    ["JSON that is no state", () => ["--state", write("list.json", "[]")], "no state"],
    [
      "a state without resources",
      () => ["--state", write("nothing.json", '{"version":3,"deployment":{}}')],
      "no resources",
    ],
    ["a folder without answers", () => ["--describe", directory("bare")], "no answers"],
    [
      "a broken answer",
      () => ["--describe", directory("broken", { "describe-vpcs.json": '{"Vpcs":[' })],
      "no JSON",
    ],
    [
      "a VPC that is not there",
      () => ["--state", closed, "--vpc", "vpc-9"],
      "There is no VPC 'vpc-9'. VPCs of the input: vpc-1",
    ],
    ["two inputs", () => ["local", "--state", closed], "One input at a time"],
    ["no input", () => [], "What is to be judged?"],
    ["no such environment", () => ["nowhere"], "allowed: local"],
    ["two formats", () => ["local", "--json", "--sarif"], "One at a time: --json, --sarif"],
    ["a file without a format", () => ["local", "--out", "x"], "--out: as what?"],
    ["a block that is none", () => ["local", "--build-network", "10.20.0.0"], "'10.20.0.0' is no block"],
    ["a gateway without a network", () => ["local", "--vpn-gateway", "192.0.2.1"], "needs --build-network"],
    ["what is no evidence", () => ["--check", closed], "is no evidence: its schema"],
    ["an option that is none", () => ["local", "--jsn"], "--jsn"],
  ];
  for (const [what, args, words] of cases) {
    it(`says so in a line, and ends with 3: ${what}`, async () => {
      const { code, said, printed } = await runCommand(prove, ...args());
      expect(said).to.contain(words);
      expect(said.trim().split("\n")).to.have.length(1);
      expect([code, printed]).to.deep.equal([3, ""]);
    });
  }

  it("is never proved where half a folder is missing", async () => {
    const half = directory("half", {
      "describe-vpcs.json": '{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16"}]}',
    });
    const { code, printed } = await runCommand(prove, "--describe", half);
    expect(code, printed).to.be.oneOf([1, 2]);
    expect(printed).to.contain("describe-subnets.json is not there");
    const question = ["--describe", half, "--from", "internet", "--to", "inside"];
    expect((await runCommand(reach, ...question)).code).to.equal(2);
  });

  it("is never proved where values come from each other in a circle", async () => {
    const sealed = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "v1:x",
    };
    const circle = ["one", "two"].map((name, index) => {
      const made = stateResource("ec2/subnet:Subnet", name, `subnet-${name}`, {
        ...{ vpcId: sealed, cidrBlock: `10.0.${index + 8}.0/24` },
      });
      const other = made.urn.replace(/[^:]+$/, name === "one" ? "two" : "one");
      return { ...made, propertyDependencies: { vpcId: [other] } };
    });
    const state = writeState(folder, "circle.json", [...smallStack, ...circle]);
    const { code, printed } = await runCommand(prove, "--state", state);
    expect(code, printed).to.be.oneOf([1, 2]);
    expect(printed).to.match(/circle\.json: (refuted|undetermined)/);
  });

  it("ends a process with 3 as well, from wherever it is called", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(projectRoot, "cli/overflow.js"), "prove", "--state", "none.json"],
      { encoding: "utf8", cwd: folder },
    );
    expect([status, stderr]).to.deep.equal([3, "none.json is not there.\n"]);
  });

  function write(name: string, text: string): string {
    writeFileSync(file(name), text);
    return file(name);
  }

  function directory(name: string, files: Readonly<Record<string, string>> = {}): string {
    mkdirSync(file(name));
    for (const [inner, text] of Object.entries(files)) writeFileSync(join(file(name), inner), text);
    return file(name);
  }
});
