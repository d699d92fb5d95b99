import { expect } from "chai";
import { reconfigurationIn } from "../../lab/master/reconfiguration";

const stamp = "2026-11-24 08:41:45+0000 [-] ";
const log = (...lines: string[]) => lines.map((line) => stamp + line).join("\n") + "\n";
const [begin, complete] = [
  "beginning configuration update",
  "configuration update complete (took 0.1 seconds)",
];
const aborted = "configuration update aborted without making any changes (took 0.1 seconds)";
const queued = "reconfig already active; will reconfig again after";

describe("a master's log since a SIGHUP", () => {
  it("is running until the master says that it finished", () => {
    expect(reconfigurationIn("").state).to.equal("running");
    expect(reconfigurationIn(log("adding 3 new builders")).state).to.equal("running");
    expect(reconfigurationIn(log(begin, "adding 3 new builders")).state).to.equal("running");
  });

  it("is applied when the update is complete", () => {
    expect(reconfigurationIn(log("earlier", begin, "adding", complete, "later")).state).to.equal("applied");
  });

  it("is refused with the master's reasons, without its time stamps", () => {
    const outcome = reconfigurationIn(log(begin, "pools.json: version: got 'x'", aborted));
    expect(outcome).to.deep.equal({ state: "refused", reasons: ["pools.json: version: got 'x'", aborted] });
  });

  it("is refused when the update was applied in part", () => {
    const partly = "WARNING: configuration update partially applied; master may malfunction";
    expect(reconfigurationIn(log(begin, partly)).state).to.equal("refused");
  });

  it("does not take an update under way for the one that was asked for", () => {
    expect(reconfigurationIn(log("configuration update complete", queued)).state).to.equal("running");
    expect(reconfigurationIn(log(queued, complete)).state).to.equal("running");
    expect(reconfigurationIn(log(queued, complete, begin)).state).to.equal("running");
    expect(reconfigurationIn(log(queued, complete, begin, complete)).state).to.equal("applied");
  });
});
