import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layoutOf } from "../../lab/lab";
import { labStacks } from "../../operations/labStacks";

describe("the stacks of a lab", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "overflow-stacks-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });
  const write = (files: Readonly<Record<string, string>>): void => {
    const folder = join(layoutOf(directory).backend, ".pulumi", "stacks", "overflow");
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  };

  it("are none before the first one", () => {
    expect(labStacks({ directory })).to.deep.equal([]);
  });

  it("are read as they are, without what lies beside them", () => {
    write({
      "local.json": '{"a":1}',
      "local.json.bak": "{}",
      "local.json.attrs": "x",
      "staging.json": "[2]",
    });
    expect(labStacks({ directory })).to.deep.equal([
      { stack: "local", state: '{"a":1}' },
      { stack: "staging", state: "[2]" },
    ]);
  });

  it("are read as they were, while an update writes them", () => {
    write({ "local.json": '{"a":', "local.json.bak": '{"a":1}', "staging.json.bak": "[2]" });
    expect(labStacks({ directory }).map(({ state }) => state)).to.deep.equal(['{"a":1}', "[2]"]);
  });
});
