import { expect } from "chai";
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
    expect(settingsForLab(aws, local)).to.equal(
      "config:\n  aws:region: us-east-1\nencryptionsalt: v1:salt\n",
    );
  });
});
