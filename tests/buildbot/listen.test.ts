import { type ServerResponse } from "node:http";
import { expect } from "chai";
import fc from "fast-check";
import { type Clock } from "../../scaler/ports";
import { createBuildbotQueue } from "../../scaler/buildbot";
import { EventStreamReader } from "../../scaler/buildbot/eventStream";
import { reasonOf } from "../../scaler/buildbot/listen";
import { FakeMaster, send } from "./fakeMaster";

const handshake = "event: handshake\ndata: uuid-1\n\n";
const event = (...key: string[]) => `event: event\ndata: ${JSON.stringify({ key, message: {} })}\n\n`;

describe("the event stream reader", () => {
  it("gives the same events however the stream is cut", () => {
    const text = `${handshake}: comment\n\nevent:event\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata: plain\n\nevent: event\ndata: cut`;
    const whole = new EventStreamReader().push(text);
    expect(whole).to.deep.equal([
      { event: "handshake", data: "uuid-1" },
      { event: "event", data: '{"a":\n1}' },
      { event: "message", data: "plain" },
    ]);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
        const reader = new EventStreamReader();
        const points = [0, ...cuts.sort((a, b) => a - b), text.length];
        const events = points.slice(1).flatMap((end, index) => reader.push(text.slice(points[index], end)));
        expect(events).to.deep.equal(whole);
      }),
    );
  });

  it("fails on an event without an end rather than to keep all of it", () => {
    const reader = new EventStreamReader();
    reader.push(`data: ${"x".repeat(1_000_000)}`);
    expect(() => reader.push("x".repeat(100_000))).to.throw(RangeError, "longer than");
  });

  it("names an event by its kind and what became of it, and nothing else", () => {
    const data = (key: unknown) => JSON.stringify({ key, message: {} });
    expect(reasonOf({ event: "event", data: data(["buildrequests", "31", "new"]) })).to.equal(
      "buildrequests new",
    );
    for (const text of ["no json", "null", "[]", data("x"), data([1, 2, 3]), data(["a", "b"])]) {
      expect(reasonOf({ event: "event", data: text }), text).to.equal(null);
    }
    expect(reasonOf({ event: "message", data: data(["a", "1", "new"]) })).to.equal(null);
  });
});

describe("listening to the master", () => {
  let master: FakeMaster;
  let streams: ServerResponse[];
  let reasons: string[];
  let stop: AbortController;
  let waits: number[];

  /** Short sleeps pass at once and are noted; the long one, the age of a stream, lasts until it is told to end. */
  let renew: () => void;
  const clock: Clock = {
    nowMs: () => 0,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms < 60_000) {
          waits.push(ms);
          setImmediate(resolve);
          return;
        }
        renew = resolve;
        signal?.addEventListener("abort", () => {
          resolve();
        });
        if (signal?.aborted === true) resolve();
      }),
  };

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  beforeEach(async () => {
    master = await FakeMaster.start();
    [streams, reasons, waits, stop] = [[], [], [], new AbortController()];
    master.intercept = (request, response) => {
      if (request.url?.startsWith("/sse/listen/") === true) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(handshake);
        streams.push(response);
      } else send(response, 200, "ok");
      return true;
    };
  });

  afterEach(async () => {
    stop.abort();
    await master.stop();
  });

  function listening() {
    const queue = createBuildbotQueue({
      webUrl: master.url,
      certificateAuthority: null,
      user: "u",
      password: "p",
      clock,
      random: () => 1,
    });
    const done = queue.listen((reason) => reasons.push(reason), stop.signal);
    return {
      end: async () => {
        stop.abort();
        await done;
        await queue.close();
      },
    };
  }

  it("subscribes on one stream to what may change a decision, without query arguments", async () => {
    const { end } = listening();
    await until(() => reasons.length >= 1);
    await end();
    expect(master.requests).to.have.members([
      "GET /sse/listen/buildrequests/*/new",
      "GET /sse/add/uuid-1/buildrequests/*/unclaimed",
      "GET /sse/add/uuid-1/builds/*/finished",
      "GET /sse/add/uuid-1/workers/*/connected",
      "GET /sse/add/uuid-1/workers/*/disconnected",
    ]);
  });

  it("wakes when the stream is open and at each event", async () => {
    const { end } = listening();
    await until(() => reasons.length >= 1);
    streams[0]?.write(event("buildrequests", "1", "new") + event("builds", "1", "finished"));
    await until(() => reasons.length >= 3);
    await end();
    expect(reasons).to.deep.equal(["event stream open", "buildrequests new", "builds finished"]);
  });

  it("opens the stream again when it breaks, and wakes for what it missed", async () => {
    const { end } = listening();
    await until(() => reasons.length >= 1);
    master.cut();
    await until(() => reasons.length >= 2);
    await end();
    expect(waits).to.deep.equal([250]);
    expect(reasons).to.deep.equal(["event stream open", "event stream open"]);
  });

  it("opens a new stream when the old one is due, without a wait", async () => {
    const { end } = listening();
    await until(() => reasons.length >= 1);
    renew();
    await until(() => reasons.length >= 2);
    await end();
    expect(waits).to.deep.equal([]);
    expect(streams).to.have.length(2);
  });

  it("waits longer at each refusal, up to ten seconds", async () => {
    master.intercept = (_request, response) => {
      send(response, 503, "starting");
      return true;
    };
    const { end } = listening();
    await until(() => waits.length >= 8);
    await end();
    expect(waits.slice(0, 8)).to.deep.equal([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
    expect(reasons).to.deep.equal([]);
  });

  it("takes a stream that misses a subscription for refused", async () => {
    const usual = master.intercept;
    master.intercept = (request, response, body) => {
      if (request.url?.includes("/workers/") !== true) return usual(request, response, body);
      send(response, 400, "unknown uuid");
      return true;
    };
    const { end } = listening();
    await until(() => waits.length >= 2);
    await end();
    expect(reasons).to.deep.equal([]);
  });

  it("ends at once when told to, even before it began", async () => {
    stop.abort();
    await listening().end();
    expect(master.requests).to.deep.equal([]);
  });
});
