import { expect } from "chai";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prove } from "../../cli/commands/prove";
import { proveDiff } from "../../cli/commands/proveDiff";
import { runCommand, smallStack, temporaryFolder, wayOut, writeState } from "./proofCommands";

describe("overflow prove and prove diff", function () {
  this.timeout(60_000);
  let folder: string;
  let closed: string;
  let open: string;

  before(() => {
    folder = temporaryFolder();
    closed = writeState(folder, "closed.json", smallStack);
    open = writeState(folder, "open.json", [...smallStack, ...wayOut]);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = (name: string): string => join(folder, name);

  describe("of an environment's settings, without an account", () => {
    it("proves it, writes evidence that is the same each time, and confirms what it wrote", async () => {
      const first = await runCommand(prove, "local", "--json", "--out", file("evidence.json"));
      expect([first.code, first.said]).to.deep.equal([0, `local: proved (${file("evidence.json")})\n`]);
      const again = await runCommand(prove, "local", "--json");
      expect(again.printed).to.equal(readFileSync(file("evidence.json"), "utf8"));
      const checked = await runCommand(prove, "--check", file("evidence.json"));
      expect(checked.code, checked.printed).to.equal(0);
      expect(checked.printed)
        .to.contain("the checker confirms it")
        .and.to.match(
          /consistent; that it is of your network shows only 'overflow prove <input> --check'\n$/,
        );
      const ofLocal = await runCommand(prove, "local", "--check", file("evidence.json"));
      expect(ofLocal.code, ofLocal.printed).to.equal(0);
      expect(ofLocal.printed).to.match(/the input, proved again: says the same[^]*confirmed\n$/);
      const ofStaging = await runCommand(prove, "staging", "--check", file("evidence.json"));
      expect(ofStaging.code).to.equal(1);
      expect(ofStaging.printed).to.contain("✗ the input, proved again: says something else of: input");
    });

    it("does not confirm evidence that was changed", async () => {
      const { printed } = await runCommand(prove, "local", "--json");
      writeFileSync(
        file("changed.json"),
        printed.replace('"declaredBy":"Pulumi.local.yaml"', '"declaredBy":"nobody"'),
      );
      const { code, printed: found } = await runCommand(prove, "--check", file("changed.json"));
      expect(found).to.contain("✗ hash of the statement");
      expect(code).to.equal(1);
    });

    it("refutes it if the build network is declared to be another", async () => {
      const { code, printed } = await runCommand(prove, "local", "--build-network", "10.99.0.0/16");
      expect(code).to.equal(1);
      expect(printed).to.contain("Build network: 10.99.0.0/16 behind any customer gateway (--build-network)");
      expect(printed).to.match(/✗ inside can send to (beyond-the-link|foreign)/);
    });

    it("tells how two environments differ: nothing between one and itself", async () => {
      const same = await runCommand(proveDiff, "local", "local");
      expect([same.code, same.printed]).to.deep.equal([
        0,
        "local and local reach the same zones on the same ports.\n",
      ]);
      const { code, printed } = await runCommand(proveDiff, "local", "staging", "--addresses", "--json");
      expect(code).to.equal(1);
      expect(
        (JSON.parse(printed) as { opened: readonly { to: string }[] }).opened.map(({ to }) => to),
      ).to.include("inside");
    });
  });

  describe("of a state", () => {
    it("refutes what leads out, hop by hop, with the fix", async () => {
      const { code, printed } = await runCommand(prove, "--state", open);
      expect(code).to.equal(1);
      expect(printed).to.contain("✗ inside can send to internet, which the contract does not allow:");
      expect(printed).to.match(/default gatewayId: route 0\.0\.0\.0\/0 to /);
      expect(printed).to.match(/fix {2}.*internet gateway/);
      expect(printed).to.match(/open\.json: refuted\. Packets refuted; \d+ rules/);
    });

    it("writes SARIF with places in the source, a report and a diagram", async () => {
      const sarif = await runCommand(prove, "--state", open, "--sarif");
      const [run] = (JSON.parse(sarif.printed) as { runs: { results: { ruleId: string }[] }[] }).runs;
      expect(run?.results.map(({ ruleId }) => ruleId)).to.include.members([
        "isolated-network",
        "no-internet-gateway",
      ]);
      expect(sarif.printed).to.contain('"uri": "infra/network.ts"');
      expect(sarif.code).to.equal(1);
      const report = await runCommand(prove, "--state", open, "--markdown");
      expect(report.printed).to.contain("### From inside to internet");
      const diagram = await runCommand(prove, "--state", open, "--diagram");
      expect(diagram.printed)
        .to.match(/^flowchart LR\n/)
        .and.to.match(/linkStyle [\d,]+ stroke:#b42318/);
    });

    it("proves its packets where nothing leads out, though rules refuse it", async () => {
      const { code, printed } = await runCommand(prove, "--state", closed);
      expect(code).to.equal(1);
      expect(printed).to.match(/closed\.json: refuted\. Packets proved/);
    });

    it("says what one opens that the other does not", async () => {
      const { code, printed } = await runCommand(proveDiff, closed, open);
      expect(code).to.equal(1);
      expect(printed).to.contain(`+ only in ${open}: inside → internet: anything`);
      expect(printed).to.not.contain(`only in ${closed}`);
    });
  });
});
