import { expect } from "chai";
import { intend } from "../../../scaler/decide/intent";
import { type Memory } from "../../../scaler/decide/memory";
import { withFailure } from "../../../scaler/decide/outcome";
import { type Action } from "../../../scaler/decide/plan";
import { ONE, TWO } from "../truth";
import { actionsOf, ago, Farm, NOW } from "../worlds";

const BASE = { pool: "linux64", worker: ONE, instanceId: "i-1", reason: "r" };
const START: Action = { ...BASE, kind: "start", subnetId: "subnet-a" };
const CREATE: Action = {
  ...BASE,
  kind: "create",
  subnetId: "subnet-a",
  launchTemplateId: "lt",
  launchTemplateVersion: "1",
  clientToken: "t",
  madeWith: "m",
};
const SUSPEND: Action = { ...BASE, kind: "suspend", hibernate: true };
const intended = (action: Action): Memory => intend(new Farm().memory, action, 7, NOW);
const refused = (action: Action, code: string): Memory => withFailure(intended(action), action, code, NOW);

describe("what is remembered of an action", () => {
  it("a start counts in its hour and is on its way before EC2 shows it", () => {
    const memory = intended(START);
    expect(memory.pools["linux64"]?.startsMs).to.deep.equal([NOW]);
    expect(memory.workers[ONE]?.pendingStart).to.deep.equal({ atMs: NOW, instanceId: "i-1" });
  });

  it("a refused start is taken back", () => {
    const memory = refused(START, "InsufficientInstanceCapacity");
    expect(memory.pools["linux64"]?.startsMs).to.be.empty;
    expect(memory.workers[ONE]?.pendingStart).to.equal(null);
  });

  for (const [action, code, key, forMs] of [
    [START, "InsufficientInstanceCapacity", "subnet:linux64:subnet-a", 180_000],
    [CREATE, "InsufficientInstanceCapacity", "subnet:linux64:subnet-a", 180_000],
    [START, "InstanceLimitExceeded", "pool:linux64", 180_000],
    [START, "RequestLimitExceeded", "api", 5_000],
    [CREATE, "ThrottlingException", "api", 5_000],
    [START, "IncorrectInstanceState", `vm:${ONE}`, 15_000],
    [CREATE, "InvalidParameterValue", "create:linux64", 60_000],
    [SUSPEND, "IncorrectInstanceState", `vm:${ONE}`, 15_000],
  ] as const) {
    it(`${action.kind} refused with ${code} bars ${key} for ${forMs / 1000} s`, () => {
      expect(refused(action, code).bars).to.deep.equal({ [key]: NOW + forMs });
    });
  }

  it("a refused suspend goes back to draining, and is not given up", () => {
    expect(refused(SUSPEND, "InternalError").workers[ONE]?.mark).to.deep.include({ phase: "draining" });
  });

  it("a pause that failed keeps its mark: it may have reached the master", () => {
    expect(refused({ ...BASE, kind: "pause" }, "Unknown").workers[ONE]?.mark).to.deep.include({
      phase: "draining",
    });
  });

  it("a VM that was suspended a moment ago can be woken as soon as it is stopped", () => {
    const farm = new Farm()
      .asleep(ONE, { launchedAtMs: ago(600) })
      .change(ONE, { paused: true })
      .requests(1);
    farm.memory = intend(farm.memory, { ...SUSPEND, worker: ONE }, ago(600), ago(5));
    expect(actionsOf(farm.plan())).to.deep.equal([`start ${ONE}`]);
  });

  it("a VM that refused to start is passed by for its time, and tried again after it", () => {
    const farm = new Farm().asleep(ONE).asleep(TWO).requests(1);
    farm.memory = withFailure(farm.memory, START, "IncorrectInstanceState", ago(14));
    expect(actionsOf(farm.plan())).to.deep.equal([`start ${TWO}`]);
    farm.memory = withFailure({ ...farm.memory, bars: {} }, START, "IncorrectInstanceState", ago(15));
    expect(actionsOf(farm.plan())).to.deep.equal([`start ${ONE}`]);
  });
});
