import { type IncomingMessage, type ServerResponse } from "node:http";
import { expect } from "chai";
import { MasterUnreadable } from "../../scaler/ports";
import { type BuildbotQueue, createBuildbotQueue } from "../../scaler/buildbot";
import { sessionCookie } from "../../scaler/buildbot/session";
import { FakeMaster, send } from "./fakeMaster";
import { fakeClock } from "./fakeClock";

describe("pausing and unpausing", () => {
  let master: FakeMaster;
  let queue: BuildbotQueue;
  let sessions: number;
  let paused: boolean;
  /** Reads of the worker until a control call shows. */
  let delay: number;
  let calls: { cookie: string | undefined; body: unknown }[];

  function login(request: IncomingMessage, response: ServerResponse): void {
    const expected = `Basic ${Buffer.from("overflow:secret").toString("base64")}`;
    if (request.headers.authorization !== expected) {
      send(response, 401, "Unauthorized");
      return;
    }
    sessions += 1;
    const anonymous = "TWISTED_SESSION=anonymous; Path=/";
    response.writeHead(302, {
      location: "/#/",
      "set-cookie": [anonymous, `TWISTED_SESSION=session-${sessions}; Path=/`],
    });
    response.end();
  }

  beforeEach(async () => {
    master = await FakeMaster.start();
    [sessions, paused, delay, calls] = [0, false, 0, []];
    let pending: { paused: boolean; reads: number } | null = null;
    master.intercept = (request, response, body) => {
      if (request.url === "/auth/login") login(request, response);
      else if (request.method === "POST") {
        calls.push({ cookie: request.headers.cookie, body: JSON.parse(body) });
        if (request.headers.cookie !== `TWISTED_SESSION=session-${sessions}`) {
          send(response, 403, { error: { message: "you need to have role" } });
          return true;
        }
        pending = { paused: body.includes('"pause"'), reads: delay };
        send(response, 200, { id: 1, jsonrpc: "2.0", result: null });
      } else {
        if (pending !== null && pending.reads-- <= 0) paused = pending.paused;
        send(response, 200, { workers: [{ paused }], meta: {} });
      }
      return true;
    };
    const options = {
      webUrl: master.url,
      certificateAuthority: null,
      user: "overflow",
      password: "secret",
      clock: fakeClock(0),
    };
    queue = createBuildbotQueue({ ...options, confirmMs: 1000 });
  });

  afterEach(async () => {
    await queue.close();
    await master.stop();
  });

  const failure = async (action: Promise<void>) => {
    const error: unknown = await action.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(MasterUnreadable);
    expect(String(error)).not.to.contain("secret");
    return String(error);
  };

  it("logs in once, with the last of the two session cookies, and says why it pauses", async () => {
    await queue.pause("bld-1", "idle for an hour");
    await queue.unpause("bld-1");
    expect(sessions).to.equal(1);
    expect(calls.map((call) => call.cookie)).to.deep.equal([
      "TWISTED_SESSION=session-1",
      "TWISTED_SESSION=session-1",
    ]);
    expect(calls[0]?.body).to.deep.equal({
      jsonrpc: "2.0",
      id: 1,
      method: "pause",
      params: { reason: "idle for an hour" },
    });
    expect(paused).to.equal(false);
  });

  it("returns only when the worker shows it", async () => {
    delay = 3;
    await queue.pause("bld-1", "test");
    expect(paused).to.equal(true);
    expect(master.requests.filter((line) => line.includes("field=paused"))).to.have.length(4);
  });

  it("fails when the worker never shows it", async () => {
    delay = 1_000_000;
    expect(await failure(queue.pause("bld-1", "test"))).to.contain("'bld-1' does not show paused=true");
  });

  it("logs in again when its session has ended", async () => {
    await queue.pause("bld-1", "test");
    sessions = 7;
    await queue.unpause("bld-1");
    expect(sessions).to.equal(8);
    expect(paused).to.equal(false);
  });

  it("fails when its role does not allow the call, after one new login at most", async () => {
    await queue.pause("bld-1", "test");
    const usual = master.intercept;
    master.intercept = (request, response, body) => {
      if (request.method !== "POST") return usual(request, response, body);
      send(response, 403, { error: { message: "only its own" } });
      return true;
    };
    expect(await failure(queue.pause("ih-1", "test")))
      .to.contain("403")
      .and.to.contain("only its own");
    expect(sessions).to.equal(2);
  });

  it("logs in once for calls made at the same time", async () => {
    await Promise.all([queue.pause("bld-1", "a"), queue.pause("bld-1", "b")]);
    expect(sessions).to.equal(1);
  });

  it("fails with the fix when the password is refused, and tries anew at the next call", async () => {
    const options = {
      webUrl: master.url,
      certificateAuthority: null,
      user: "overflow",
      password: "old",
      clock: fakeClock(0),
    };
    const outdated = createBuildbotQueue(options);
    expect(await failure(outdated.pause("bld-1", "test"))).to.contain("`overflow workers <env>`");
    expect(await failure(outdated.pause("bld-1", "test"))).to.contain("refuses the password");
    await outdated.close();
    expect(calls).to.deep.equal([]);
  });

  it("fails on a login that answers no session", async () => {
    master.intercept = (_request, response) => {
      send(response, 302, "");
      return true;
    };
    expect(await failure(queue.pause("bld-1", "test"))).to.contain("login as 'overflow': 302");
  });

  it("fails on a worker that the master does not know", async () => {
    const usual = master.intercept;
    master.intercept = (request, response, body) => {
      if (request.method !== "POST") return usual(request, response, body);
      send(response, 500, { error: { code: -32603, message: "AttributeError" } });
      return true;
    };
    expect(await failure(queue.pause("nobody", "test")))
      .to.contain("pause /api/v2/workers/nobody")
      .and.to.contain("500");
  });
});

describe("the session cookie of a login", () => {
  it("is the last one, over TLS too", () => {
    expect(sessionCookie(["TWISTED_SESSION=a; Path=/", "other=x", "TWISTED_SESSION=b; Path=/"])).to.equal(
      "TWISTED_SESSION=b",
    );
    expect(sessionCookie("TWISTED_SECURE_SESSION=c; Secure")).to.equal("TWISTED_SECURE_SESSION=c");
  });

  it("is null when there is none", () => {
    expect(sessionCookie(undefined)).to.equal(null);
    expect(sessionCookie(["other=x"])).to.equal(null);
  });
});
