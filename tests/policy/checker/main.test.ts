import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { certificate, contract, network } from "./smallNetwork";

describe("policy/checker/main.ts", () => {
  const folder = mkdtempSync(join(tmpdir(), "checker-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function run(content: string | undefined) {
    const file = join(folder, "evidence.json");
    if (content !== undefined) writeFileSync(file, content);
    const args = ["--import", "tsx", "policy/checker/main.ts", ...(content === undefined ? [] : [file])];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    return { status, stdout };
  }

  it("exits with 0 where the evidence holds", () => {
    const evidence = { verdict: "proved", network, contract, certificate };
    expect(run(JSON.stringify(evidence))).to.deep.equal({ status: 0, stdout: "accepted\n" });
  });

  it("exits with 1 where it does not, or where there is no certificate", () => {
    const { status, stdout } = run(JSON.stringify({ network, contract }));
    expect([status, stdout]).to.deep.equal([
      1,
      "rejected: the evidence must have required property 'certificate'\n",
    ]);
  });

  it("exits with 3 where it cannot be read", () => {
    for (const content of [undefined, "{", "[]x", "null"]) {
      const { status, stdout } = run(content);
      expect(status, content).to.equal(3);
      expect(stdout).to.match(/^unusable: .+\n$/);
    }
  });
});
