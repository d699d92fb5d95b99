import { expect } from "chai";
import { UsageError } from "../../cli/command";
import { mustAsk, saysYes } from "../../cli/consent";
import { type LabState } from "../../lab/state";

const aws = { environment: "staging", lab: null };
const lab: LabState = {
  schema: 1,
  directory: "/lab",
  region: "us-east-1",
  ports: {
    ...{ emulator: 1, machines: 2, masterWeb: 3, masterWorkers: 4, functions: 5, linkFunctions: 6 },
    ...{ originSources: 7, originFiles: 8, egress: 9, switch: 10 },
  },
};

describe("asking before a real account is changed", () => {
  it("is done on AWS where someone can answer", () => {
    expect(mustAsk(aws, false, true)).to.equal(true);
  });

  it("is not done in the lab, nor with --yes", () => {
    expect(mustAsk({ environment: "staging", lab }, false, false)).to.equal(false);
    expect(mustAsk(aws, true, false)).to.equal(false);
  });

  it("fails where nobody can answer, naming the way on", () => {
    expect(() => mustAsk(aws, false, false)).to.throw(UsageError, "Nothing was touched. Add --yes");
  });

  it("takes y and yes for yes, and all else for no", () => {
    expect(["y", "YES", " yes "].every(saysYes)).to.equal(true);
    expect(["", "n", "yess", "yes please", "да"].some(saysYes)).to.equal(false);
  });
});
