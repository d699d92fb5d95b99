import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { settingsProblem } from "../../operations/settings";
import { draftFor, environmentsIn, isFilled, writeDraft } from "../../operations/init/write";

const root = join(__dirname, "..", "..");

/** The command as scripts run it: nobody to ask. */
function init(...args: string[]) {
  const program = join(root, "cli", "overflow.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "init", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { status, stdout, stderr };
}

describe("overflow init, where nobody can be asked", function () {
  this.timeout(20_000);

  it("prints the file with what the options say, and names what is still an example", () => {
    const { status, stdout, stderr } = init("qa", "--dry-run", "--account", "123456789012", "--trust", "try");
    expect(status, stderr).to.equal(0);
    expect(settingsProblem(stdout, "qa")).to.equal(null);
    expect(stdout).to.contain('overflow:account: "123456789012"\n');
    expect(stderr).to.contain("overflow:master.address: your Buildbot master");
    expect(existsSync(join(root, "Pulumi.qa.yaml"))).to.equal(false);
  });

  it("refuses a wrong answer, naming its option and what is allowed, with exit code 2", () => {
    const { status, stdout, stderr } = init("staging", "--dry-run", "--gateway", "example.org");
    expect([status, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.contain('--gateway: got "example.org", allowed: an IPv4 address');
  });

  it("refuses what does not fit together, and names that no environment may have", () => {
    expect(init("staging", "--dry-run", "--vpc", "10.20.0.0/16").stderr).to.contain("overflow:network.vpc");
    expect(init("Staging", "--dry-run").stderr).to.contain("<env> is 'Staging', allowed");
    expect(init("local", "--dry-run").status).to.equal(2);
  });
});

describe("settings files of a project", () => {
  const folder = mkdtempSync(join(tmpdir(), "overflow-init-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("are written from staging's, found by name, and filled when no example is left", () => {
    for (const name of ["staging", "production"])
      copyFileSync(join(root, `Pulumi.${name}.yaml`), join(folder, `Pulumi.${name}.yaml`));
    expect(isFilled(folder, "staging")).to.equal(false);

    const file = writeDraft(folder, "qa", draftFor(folder, "qa").finish());
    expect(environmentsIn(folder)).to.deep.equal(["production", "qa", "staging"]);
    expect(parse(readFileSync(file, "utf8"))).to.have.property("config");
    expect(isFilled(folder, "qa")).to.equal(false);

    writeFileSync(file, readFileSync(file, "utf8").replace(/ # <-- .*/g, ""));
    expect(isFilled(folder, "qa")).to.equal(true);
    expect(isFilled(folder, "nightly")).to.equal(false);
  });
});
