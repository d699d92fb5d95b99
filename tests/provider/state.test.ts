import { expect } from "chai";
import { echoOf } from "../../lab/provider/echo";
import { type ResourceType } from "../../lab/provider/resourceType";
import { inputsOf, previewOfCreate, previewOfUpdate, stateOf } from "../../lab/provider/state";
import { ec2Tagging } from "../../lab/provider/types/ec2/common";
import { unknownValue } from "../../lab/provider/values";

const type: ResourceType = {
  ...echoOf("aws:lab/thing:Thing"),
  outputs: ["arn", "version"],
  chosenByAws: ["zone"],
  tagging: ec2Tagging,
  unsettledBy: (changed) => (changed.includes("size") ? ["version"] : []),
};

describe("lab provider: state", () => {
  it("previews a creation with inputs as declared and all that AWS decides unknown", () => {
    expect(previewOfCreate(type, { size: 1, tagsAll: { a: "1" } }, "eu-central-1")).to.deep.equal({
      arn: unknownValue,
      version: unknownValue,
      zone: unknownValue,
      id: unknownValue,
      region: "eu-central-1",
      tagsAll: { a: "1" },
      size: 1,
    });
  });

  it("previews what is declared, not what AWS would choose", () => {
    expect(previewOfCreate(type, { zone: "a" }, "eu-central-1").zone).to.equal("a");
  });

  it("previews an update: dropped inputs gone, moved outputs unknown, the rest as recorded", () => {
    const state = { id: "t-1", arn: "arn", version: 1, size: 1, note: "x", zone: "a", tagsAll: {} };
    const preview = previewOfUpdate(type, {
      state,
      oldInputs: { size: 1, note: "x", zone: "a" },
      news: { size: 2 },
    });
    expect(preview).to.deep.equal({
      id: "t-1",
      arn: "arn",
      version: unknownValue,
      size: 2,
      zone: unknownValue,
      tagsAll: {},
    });
  });

  it("records inputs, what AWS has, region, tags and id", () => {
    const state = stateOf(
      type,
      "t-1",
      { size: 1, tags: { a: "1" } },
      { arn: "arn", size: 1, tagsAll: { a: "1" } },
      "r",
    );
    expect(state).to.deep.equal({
      arn: "arn",
      size: 1,
      tags: { a: "1" },
      tagsAll: { a: "1" },
      region: "r",
      id: "t-1",
    });
  });

  it("gives a global resource no region", () => {
    expect(stateOf({ ...type, scope: "global" }, "t-1", {}, {}, "r")).not.to.have.property("region");
  });

  it("imports every property that is not an output, tags of the provider left out", () => {
    const actual = { arn: "arn", version: 3, size: 1, tagsAll: { owner: "build", cost: "ci" } };
    expect(inputsOf(type, {}, actual, { cost: "ci" })).to.deep.equal({
      size: 1,
      tags: { owner: "build" },
      tagsAll: { owner: "build", cost: "ci" },
    });
  });

  it("finds drift in declared properties and tags only", () => {
    const known = { size: 1, tags: { owner: "build" }, tagsAll: { owner: "build", cost: "ci" } };
    const actual = { size: 2, zone: "b", tagsAll: { owner: "other", cost: "ci" } };
    expect(inputsOf(type, known, actual, { cost: "ci" })).to.deep.equal({
      size: 2,
      tags: { owner: "other" },
      tagsAll: { owner: "other", cost: "ci" },
    });
  });
});
