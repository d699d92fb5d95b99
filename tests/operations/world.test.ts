import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parse } from "yaml";
import { settingsFile } from "../../engine";
import { projectRoot } from "../../lab/toolchain";
import { labDirectoryOf, runsInLab, settingsForLab } from "../../operations/world";

describe("which world", () => {
  it("is the lab for local always, for others only when asked", () => {
    expect([
      runsInLab("local", false),
      runsInLab("staging", true),
      runsInLab("staging", false),
    ]).to.deep.equal([true, true, false]);
  });

  it("keeps the lab where OVERFLOW_LAB says, else in the project", () => {
    expect(labDirectoryOf({ OVERFLOW_LAB: "/elsewhere" }, "/project")).to.equal("/elsewhere");
    expect(labDirectoryOf({}, "/project")).to.equal("/project/.lab");
  });
});

describe("settings of an AWS environment in the lab", () => {
  it("are sealed as the lab's own, whatever seals them on AWS", () => {
    const aws = "secretsprovider: awskms://alias/x\nencryptedkey: abc\nconfig:\n  aws:region: us-east-1\n";
    const local = "config: {}\n# why\nencryptionsalt: v1:salt\n";
    expect(settingsForLab(aws, local, "PEM\n")).to.equal(
      "config:\n  aws:region: us-east-1\nencryptionsalt: v1:salt\n",
    );
  });

  it("trust the lab's CA in place of their own, ask no slices of the lab's nginx, and are the same otherwise", () => {
    const config = (text: string) =>
      (parse(text) as { config: Record<string, Record<string, unknown>> }).config;
    const own = readFileSync(settingsFile(projectRoot, "staging"), "utf8");
    const lab = config(settingsForLab(own, "", "PEM\n"));
    expect(lab["overflow:buildNetwork"]?.["certificateAuthority"]).to.equal("PEM\n");
    expect(lab["overflow:master"]?.["transport"]).to.equal("tls");
    const expected = config(own);
    Object.assign(expected["overflow:buildNetwork"] ?? {}, { certificateAuthority: "PEM\n" });
    const mirrors = Object.values(expected["overflow:mirrors"] ?? {}) as { slice: boolean }[];
    expect(mirrors.map(({ slice }) => slice)).to.include(true);
    for (const mirror of mirrors) mirror.slice = false;
    expect(lab).to.deep.equal(expected);
  });

  it("stay as they are where they are wrong: who checks them has the words for it", () => {
    for (const text of ["config: [\n", "config:\n  overflow:master: x\n"]) {
      expect(settingsForLab(text, "", "PEM\n")).to.equal(text);
    }
  });
});
