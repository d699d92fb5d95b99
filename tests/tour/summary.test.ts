import { expect } from "chai";
import { prices } from "../../reports/prices";
import { type ApiCall, type BuildRecord, type TourRecord } from "../../tour/record";
import { summarise, vmCalls } from "../../tour/summary";
import { summaryLines } from "../../tour/words";

const build = (over: Partial<BuildRecord>): BuildRecord => ({
  buildId: 1,
  requestId: 1,
  builder: "linux64-opt",
  worker: "ih-linux64-001",
  submittedAtMs: 0,
  startedAtMs: 2_000,
  completeAtMs: 6_000,
  results: 0,
  ...over,
});
const call = (over: Partial<ApiCall>): ApiCall => ({
  sequence: 1,
  atMs: 1_000,
  service: "ec2",
  action: "StartInstances",
  caller: "lab-scaler",
  status: 200,
  error: null,
  resources: ["i-1"],
  ...over,
});
const record = (over: Partial<TourRecord> = {}): TourRecord => ({
  environment: "local",
  region: "us-east-1",
  startedAtMs: 0,
  endedAtMs: 100_000,
  waves: [{ number: 1, filedAtMs: 0, requestIds: [1, 2] }],
  builds: [build({}), build({ buildId: 2, requestId: 2, worker: "bld-linux64-ec2-001", startedAtMs: 5_000 })],
  calls: [call({}), call({ sequence: 2, atMs: 61_000, action: "StopInstances" })],
  attaches: [{ worker: "bld-linux64-ec2-001", atMs: 3_500 }],
  workerOf: { "i-1": "bld-linux64-ec2-001" },
  policy: { rules: 12, resourcesSeen: 80, findings: 0 },
  resources: [],
  instanceType: "c7i.2xlarge",
  rootGib: 100,
  mirror: { logLines: [], fallBacks: [], originLines: [] },
  leftovers: [],
  ...over,
});

describe("the summary of a tour", () => {
  it("counts builds by place and builder", () => {
    expect(summarise(record(), prices).builds).to.deep.equal({
      filed: 2,
      finishedOnce: 2,
      inHouse: 1,
      cloud: 1,
      byBuilder: { "linux64-opt": { inHouse: 1, cloud: 1 } },
    });
  });

  it("does not count a request that was built twice, or never, as finished once", () => {
    const builds = [build({}), build({ buildId: 2 })];
    expect(summarise(record({ builds }), prices).builds.finishedOnce).to.equal(0);
  });

  it("does not count a build that was retried as a good one", () => {
    const builds = [build({ results: 5 }), build({ buildId: 2 }), build({ buildId: 3, requestId: 2 })];
    expect(summarise(record({ builds }), prices).builds).to.include({ finishedOnce: 2, inHouse: 2 });
  });

  it("measures from filed to called, and from called to attached", () => {
    const [wave] = summarise(record(), prices).waves;
    expect(wave).to.deep.include({ revived: 1, created: 0, reactionSeconds: 1 });
    expect(wave?.wakeSeconds?.medianSeconds).to.equal(2.5);
  });

  it("says nothing was woken, rather than zero, where nothing was", () => {
    const [wave] = summarise(record({ calls: [] }), prices).waves;
    expect(wave).to.deep.include({ reactionSeconds: null, wakeSeconds: null });
  });

  it("says what the mirrors kept off the link, by their log and by the origins' own", () => {
    const line = {
      atMs: 1,
      level: "try",
      upstream: "sources",
      status: 200,
      sentBytes: 1000,
      responseBytes: 1200,
    };
    const logLines = [
      JSON.stringify({ ...line, cache: "MISS", fetchedBytes: "1100" }),
      JSON.stringify({ ...line, cache: "HIT", fetchedBytes: "" }),
    ];
    const mirror = "https://sources.try.mirror.local.overflow.internal";
    const fallBacks = [JSON.stringify({ atMs: 1, level: "try", mirror, outcome: "fetched", bytes: 1000 })];
    const originLines = [
      { from: "link", bytes: 1000 },
      { from: "link", bytes: 1000 },
      { from: "in-house", bytes: 500 },
    ].map((request) => JSON.stringify(request));
    const summary = summarise(record({ mirror: { logLines, fallBacks, originLines } }), prices);
    expect(summary.mirror).to.deep.equal({
      ...{ requests: 2, hits: 1, sentBytes: 2000, fetchedBytes: 1100, savedBytes: 900, savedShare: 0.45 },
      ...{ fallBacks: 1, fallBackBytes: 1000, originBytes: 2000, inHouseBytes: 500 },
    });
    expect(summaryLines(summary).join("\n")).to.contain(": 45 % kept off the link; 1 fall-back");
  });

  it("says that no mirror was asked, rather than that it saved nothing", () => {
    expect(summarise(record(), prices).mirror).to.equal(null);
    expect(summaryLines(summarise(record(), prices))).to.include("mirror   none was asked");
  });

  it("prices VM time by the table, and an unknown type as unknown", () => {
    const known = summarise(record(), prices).cost;
    expect(known).to.include({ awakeSeconds: 60, billedSeconds: 60 });
    expect(known.vmDollars).to.be.closeTo((60 / 3600) * 0.357, 1e-9);
    const unknown = summarise(record({ instanceType: "x9.huge" }), prices);
    expect(unknown.cost).to.include({ vmDollars: null, dollarsPerCloudBuild: null });
    expect(summaryLines(unknown).join("\n")).to.contain("unknown (instance type not in the price table)");
  });
});

describe("VM calls", () => {
  it("leave out mirrors, which an Auto Scaling group makes", () => {
    expect(vmCalls([call({ action: "RunInstances", caller: "autoscaling" })])).to.deep.equal([]);
  });

  it("leave out calls that failed and calls that name no VM", () => {
    const calls = [
      call({ error: "InsufficientInstanceCapacity", status: 500 }),
      call({ resources: ["vol-1"] }),
      call({ service: "dynamodb" }),
      call({ action: "DescribeInstances" }),
      call({ resources: ["i-1", "i-2"] }),
    ];
    expect(vmCalls(calls).map(({ instanceId }) => instanceId)).to.deep.equal(["i-1", "i-2"]);
  });
});
