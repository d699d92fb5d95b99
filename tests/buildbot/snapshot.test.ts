import { expect } from "chai";
import { MasterUnreadable } from "../../scaler/ports";
import { readSnapshot } from "../../scaler/buildbot/snapshot";
import { type BuildbotQueue, type BuildbotQueueOptions, createBuildbotQueue } from "../../scaler/buildbot";
import { FakeMaster, send } from "./fakeMaster";
import { fakeClock } from "./fakeClock";

describe("reading the master", () => {
  let master: FakeMaster;
  let queue: BuildbotQueue;
  const open = (options: Partial<BuildbotQueueOptions> = {}) =>
    createBuildbotQueue({
      webUrl: master.url,
      certificateAuthority: null,
      user: "u",
      password: "p",
      clock: fakeClock(1000),
      ...options,
    });
  const failure = async (reading: Promise<unknown>) => {
    const error: unknown = await reading.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(MasterUnreadable);
    return String(error);
  };

  beforeEach(async () => {
    master = await FakeMaster.start();
    queue = open();
  });

  afterEach(async () => {
    await queue.close();
    await master.stop();
  });

  it("gives names, flags and times in milliseconds", async () => {
    expect(await queue.read(["linux64-*"], 50, 0)).to.deep.equal({
      takenAtMs: 1000,
      pending: [
        { requestId: 7, builder: "linux64-opt", submittedAtMs: 100_000 },
        { requestId: 8, builder: "linux64-opt", submittedAtMs: 200_000 },
      ],
      builders: [
        { builderId: 1, name: "linux64-opt" },
        { builderId: 2, name: "release-sign" },
      ],
      workers: [
        {
          workerId: 1,
          name: "ih-1",
          connected: true,
          paused: false,
          pauseReason: null,
          graceful: false,
          builders: ["linux64-opt", "release-sign"],
        },
        {
          workerId: 2,
          name: "bld-1",
          connected: false,
          paused: true,
          pauseReason: "idle",
          graceful: false,
          builders: [],
        },
      ],
      running: [{ buildId: 5, builder: "release-sign", workerId: 1, startedAtMs: 150_000 }],
      finished: [{ buildId: 4, builder: "gone", workerId: 2, completeAtMs: 140_000 }],
    });
  });

  it("reads running builds after workers and pending requests, and finished ones last", async () => {
    await queue.read(["*"], 50, 0);
    const order = master.requests.map((line) => line.slice(0, 60));
    const running = order.findIndex((line) => line.includes("builds?complete=false"));
    const before = order.slice(0, running).join("\n");
    for (const part of ["/masters", "/builders", "/workers", "/buildrequests"])
      expect(before).to.contain(part);
    expect(order.at(-1)).to.contain("complete_at__gt");
    expect(order).to.have.length(6);
  });

  it("asks for the second before the one it was given, so that no finished build is missed", async () => {
    await queue.read(["*"], 50, 141_999);
    expect(master.requests.at(-1)).to.contain("complete_at__gt=140&");
  });

  it("asks for no request when no builder is let through", async () => {
    const { pending } = await queue.read(["win64-*"], 50, 0);
    expect(pending).to.deep.equal([]);
    expect(master.paths).not.to.include("buildrequests");
  });

  it("asks builder by builder when the common list is full, so that none hides another", async () => {
    const { pending } = await queue.read(["linux64-*", "release-*"], 1, 0);
    expect(master.paths).to.include.members(["builders/1/buildrequests", "builders/2/buildrequests"]);
    expect(pending).to.have.length(2);
  });

  it("goes through the proxy by CONNECT, and around it where told to", async () => {
    const proxied = open({ webUrl: "http://10.20.0.10:8010", httpProxy: master.url });
    expect((await proxied.read([], 50, 0)).builders).to.have.length(2);
    await proxied.close();
    expect(master.requests).to.include("CONNECT 10.20.0.10:8010");
    master.requests.length = 0;
    const direct = open({ httpProxy: "http://127.0.0.1:1", noProxy: "127.0.0.1" });
    await direct.read([], 50, 0);
    await direct.close();
    expect(master.requests.join()).not.to.contain("CONNECT");
  });

  it("survives kept-alive connections that were closed meanwhile", async () => {
    await queue.read([], 50, 0);
    master.cut();
    expect((await queue.read([], 50, 0)).builders).to.have.length(2);
  });

  it("fails while the master is not active yet", async () => {
    master.rows["masters"] = [{ active: false }];
    expect(await failure(queue.read(["*"], 50, 0))).to.contain("not active");
  });

  const malformed: readonly (readonly [string, string, unknown, string])[] = [
    ["a row that is no object", "workers", ["x"], "workers[0] is not an object"],
    ["a missing field", "workers", [{ workerid: 1 }], "'configured_on' is not a list: got nothing"],
    ["a flag that is a number", "masters", [{ active: 1 }], "'active' is not true or false: got 1"],
    [
      "a reason that is no text",
      "workers",
      [{ workerid: 1, name: "a", connected_to: [], configured_on: [], paused: true, pause_reason: 1 }],
      "'pause_reason' is not a text or null: got 1",
    ],
    [
      "a fraction for an id",
      "builders",
      [{ builderid: 1.5, name: "a", masterids: [] }],
      "'builderid' is not a whole number",
    ],
    ["an empty name", "builders", [{ builderid: 1, name: "", masterids: [] }], "'name' is not a text"],
    [
      "a running build without a start",
      "running",
      [{ buildid: 1, builderid: 1, workerid: 1, started_at: null }],
      "'started_at'",
    ],
    [
      "a time before all times",
      "finished",
      [{ buildid: 1, builderid: 1, workerid: 1, complete_at: 0 }],
      "Unix seconds",
    ],
    [
      "a request of an unknown builder",
      "buildrequests",
      [{ builderid: 9, buildrequestid: 1, submitted_at: 1 }],
      "builder 9 is not",
    ],
    ["no list at all", "builders", undefined, "404"],
  ];
  for (const [title, collection, rows, part] of malformed) {
    it(`fails on ${title}`, async () => {
      if (rows === undefined) {
        master.intercept = (request, response) => {
          if (request.url?.includes("/builders?") !== true) return false;
          send(response, 404, { error: "gone" });
          return true;
        };
      } else {
        master.rows[collection] = rows as unknown[];
      }
      expect(await failure(queue.read(["*"], 50, 0))).to.contain(part);
    });
  }

  const broken: readonly (readonly [string, string, string])[] = [
    ["an answer that is not JSON", "<html>", "not JSON"],
    ["an answer of another shape", "[]", "no list 'masters'"],
    ["JSON that is cut short", '{"masters": [', "not JSON"],
  ];
  for (const [title, body, part] of broken) {
    it(`fails on ${title}`, async () => {
      master.intercept = (_request, response) => {
        send(response, 200, body);
        return true;
      };
      expect(await failure(queue.read(["*"], 50, 0))).to.contain(part);
    });
  }

  it("fails on an answer longer than allowed", async () => {
    const bounded = open({ maxBodyBytes: 10 });
    expect(await failure(bounded.read(["*"], 50, 0))).to.contain("longer than 10 bytes");
    await bounded.close();
  });

  it("fails on a master that takes the connection and says nothing", async () => {
    master.intercept = () => true;
    const impatient = open({ timeoutMs: 50 });
    expect(await failure(impatient.read(["*"], 50, 0))).to.match(/GET .*(timeout|aborted)/i);
    await impatient.close();
  });

  it("fails when nothing listens", async () => {
    const nowhere = open({ webUrl: "http://127.0.0.1:1" });
    expect(await failure(nowhere.read(["*"], 50, 0))).to.contain("ECONNREFUSED");
    await nowhere.close();
  });

  it("never reads two lists at once that depend on their order", async () => {
    const open = new Set<string>();
    const overlaps: string[] = [];
    const rows = master.rows;
    await readSnapshot(
      async (path) => {
        const name = path.includes("complete_at__gt")
          ? "finished"
          : path.includes("builds?")
            ? "running"
            : path.replace(/\?.*/, "");
        if (["running", "finished"].includes(name) && open.size > 0) overlaps.push(name);
        open.add(name);
        await Promise.resolve();
        open.delete(name);
        return { [["running", "finished"].includes(name) ? "builds" : name]: rows[name] };
      },
      0,
      ["*"],
      50,
      0,
    );
    expect(overlaps).to.deep.equal([]);
  });
});
