import { expect } from "chai";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { renderReference } from "../../../infra/settings/reference";
import { projectRoot } from "../mocks";

describe("docs/settings.md", () => {
  it("is what the schema renders", () => {
    const text = readFileSync(path.join(projectRoot, "docs/settings.md"), "utf8");
    expect(text, "npm run docs").to.equal(renderReference());
  });

  it("has no row with a broken cell", () => {
    const rows = renderReference()
      .split("\n")
      .filter((line) => line.startsWith("|"));
    for (const row of rows) expect(row.replaceAll("\\|", "").split("|").length, row).to.equal(6);
  });
});
