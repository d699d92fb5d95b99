import { expect } from "chai";
import { strToU8, zipSync } from "fflate";
import { readFile, writeFile } from "node:fs/promises";
import { type Server } from "node:http";
import { join, resolve } from "node:path";
import { type DeployedFunction, type DeployedSchedule } from "../../lab/functions/deployed";
import { FunctionRunner } from "../../lab/functions/runner";
import { serveFunctions } from "../../lab/functions/server";
import { portOf } from "../../lab/processes/ports";
import { listProcesses } from "../../lab/processes/registry";
import { membersOf } from "../../lab/processes/stop";
import { closeControl } from "../../lab/control";
import { eventually, makeLabDirectory, removeLabDirectory, serveAnswers } from "./temporaryLab";

const scaler: DeployedFunction = {
  name: "scaler",
  arn: "arn:aws:lambda:eu-central-1:123456789012:function:scaler",
  handler: "index.handler",
  timeoutSeconds: 10,
  memoryMib: 128,
  reservedConcurrency: 2,
  environment: { OVERFLOW_TABLE: "table" },
  revision: 1,
  maximumRetryAttempts: 0,
  maximumEventAgeSeconds: 60,
};

/** Answers what it saw; `hang` waits for ever, `wait` until a file is there, `throw`, `exit` and `callback` do what they say. */
const CODE = `
let calls = 0;
exports.handler = (event, context, callback) => {
  calls += 1;
  if (event.callback) return void setImmediate(callback, null, "called back");
  return (async () => {
    if (event.throw) throw new TypeError("as told");
    if (event.exit) process.exit(3);
    if (event.hang) await new Promise((done) => setTimeout(done, 1e9));
    while (event.wait && !require("node:fs").existsSync(event.wait)) await new Promise((done) => setTimeout(done, 10));
    console.log("saw " + JSON.stringify(event));
    return { event, calls, pid: process.pid, env: process.env, remainingMs: context.getRemainingTimeInMillis(), context };
  })();
};
`;

interface Seen {
  readonly event: unknown;
  readonly calls: number;
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly remainingMs: number;
  readonly context: Readonly<Record<string, unknown>>;
}

describe("the function runner", function () {
  this.timeout(30_000);
  let directory: string;
  let emulator: { server: Server; url: string };
  let runner: FunctionRunner;
  let control: Server;
  let functions: DeployedFunction[];
  let schedules: DeployedSchedule[];
  let code: string;

  beforeEach(async () => {
    directory = await makeLabDirectory();
    functions = [scaler];
    schedules = [];
    code = CODE;
    emulator = await serveAnswers((path) => {
      if (path === "/lab/functions") return functions;
      if (path === "/lab/schedules") return schedules;
      return path === "/lab/functions/scaler/code" ? zipSync({ "index.js": strToU8(code) }) : undefined;
    });
    runner = new FunctionRunner(
      {
        directory,
        emulatorUrl: emulator.url,
        region: "eu-central-1",
        linkFunctionsPort: 4711,
        node: process.execPath,
        runtime: resolve("lab/functions/runtime.js"),
      },
      () => undefined,
    );
    control = await serveFunctions(0, runner);
  });
  afterEach(async () => {
    await runner.end();
    await closeControl(control);
    await closeControl(emulator.server);
    await removeLabDirectory(directory);
  });

  const post = (event: unknown, type = "RequestResponse", name = "scaler") =>
    fetch(`http://127.0.0.1:${portOf(control)}/functions/${name}/invocations`, {
      method: "POST",
      headers: { "x-invocation-type": type },
      body: typeof event === "string" ? event : JSON.stringify(event),
    });
  const invoke = async (event: unknown): Promise<Seen> => (await (await post(event)).json()) as Seen;
  const log = () => readFile(join(directory, "logs", "function-scaler.log"), "utf8").catch(() => "");
  const state = () => runner.state()[0];

  it("runs the deployed code and answers what it answers", async () => {
    const answer = await post({ hello: 1 });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get("x-function-error")).to.equal(null);
    const seen = (await answer.json()) as Seen;
    expect(seen.event).to.deep.equal({ hello: 1 });
    expect(seen.remainingMs).to.be.within(1, 10_000);
    expect(seen.context).to.deep.include({ functionName: "scaler", invokedFunctionArn: scaler.arn });
    expect(seen.context["awsRequestId"]).to.equal(answer.headers.get("x-amzn-requestid"));
  });

  it("runs a handler that calls back", async () => {
    expect(await invoke({ callback: true })).to.equal("called back");
  });

  it("gives it its declared environment and the lab's roads, and nothing of ours", async () => {
    process.env["OVERFLOW_TEST_SECRET"] = "visible";
    try {
      const { env } = await invoke({});
      expect(env).to.deep.include({
        OVERFLOW_TABLE: "table",
        AWS_REGION: "eu-central-1",
        AWS_ENDPOINT_URL: emulator.url,
        AWS_ACCESS_KEY_ID: "lab-scaler",
        AWS_LAMBDA_FUNCTION_NAME: "scaler",
        HTTP_PROXY: "http://127.0.0.1:4711",
        NO_PROXY: "127.0.0.1",
      });
      expect(env).not.to.have.any.keys("OVERFLOW_TEST_SECRET", "HOME", "USER");
    } finally {
      delete process.env["OVERFLOW_TEST_SECRET"];
    }
  });

  it("uses an environment again while it is warm, and freezes it in between", async () => {
    const first = await invoke({});
    const [record] = listProcesses(directory);
    expect(membersOf(directory, record!).map((stat) => stat.state)).to.deep.equal(["T"]);
    const second = await invoke({});
    expect([second.pid, second.calls]).to.deep.equal([first.pid, 2]);
  });

  it("starts a new environment for new code", async () => {
    const first = await invoke({});
    functions = [{ ...scaler, revision: 2 }];
    code = CODE.replace("calls += 1", "calls += 100");
    const second = await invoke({});
    expect(second.calls).to.equal(100);
    expect(second.pid).not.to.equal(first.pid);
    expect(listProcesses(directory)).to.have.length(1);
  });

  it("answers a function's exception as Lambda does, and goes on", async () => {
    const answer = await post({ throw: true });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get("x-function-error")).to.equal("Unhandled");
    expect(await answer.json()).to.deep.include({ errorType: "TypeError", errorMessage: "as told" });
    expect((await invoke({})).calls).to.equal(2);
  });

  it("answers when the process exits, and starts another", async () => {
    const answer = (await (await post({ exit: true })).json()) as { errorType: string };
    expect(answer.errorType).to.equal("Runtime.ExitError");
    expect((await invoke({})).calls).to.equal(1);
  });

  it("kills it at its time-out", async () => {
    functions = [{ ...scaler, timeoutSeconds: 1 }];
    const answer = (await (await post({ hang: true })).json()) as { errorType: string; errorMessage: string };
    expect(answer.errorType).to.equal("Sandbox.Timedout");
    expect(answer.errorMessage).to.match(/Task timed out after 1.00 seconds/);
    expect(listProcesses(directory)).to.be.empty;
  });

  it("answers code that does not load, and says why", async () => {
    code = "throw new Error('broken bundle')";
    expect(await (await post({})).json()).to.deep.include({ errorMessage: "broken bundle" });
    functions = [{ ...scaler, revision: 2, handler: "index.absent" }];
    code = CODE;
    expect(await (await post({})).json()).to.deep.include({ errorType: "Runtime.HandlerNotFound" });
  });

  it("throttles a call beyond the reserved concurrency", async () => {
    const gate = join(directory, "gate");
    functions = [{ ...scaler, reservedConcurrency: 1 }];
    const first = post({ wait: gate });
    await eventually(() => state()?.running === 1);
    const refused = await post({});
    expect(refused.status).to.equal(429);
    expect(refused.headers.get("x-amzn-errortype")).to.equal("TooManyRequestsException");
    await writeFile(gate, "");
    expect((await first).status).to.equal(200);
  });

  it("takes an event at once, and tries it again while it is throttled", async () => {
    const gate = join(directory, "gate");
    functions = [{ ...scaler, reservedConcurrency: 1 }];
    const first = post({ wait: gate });
    await eventually(() => state()?.running === 1);
    expect((await post({ second: 1 }, "Event")).status).to.equal(202);
    await eventually(() => state()?.queued === 1);
    await writeFile(gate, "");
    await first;
    await eventually(async () => (await log()).includes('saw {"second":1}'));
  });

  it("calls by schedule as soon as it is there, with its input", async () => {
    await runner.look();
    schedules = [
      {
        name: "every-minute",
        group: "default",
        expression: "rate(1 minute)",
        enabled: true,
        targetArn: scaler.arn,
        input: '{"by":"schedule"}',
      },
    ];
    await runner.look();
    await eventually(async () => (await log()).includes('saw {"by":"schedule"}'));
  });

  it("ends what runs of a function that is deleted", async () => {
    const running = post({ hang: true });
    await eventually(async () => (await log()).includes("START"));
    functions = [];
    await runner.look();
    expect(((await (await running).json()) as { errorType: string }).errorType).to.equal("Runtime.ExitError");
    await eventually(() => listProcesses(directory).length === 0);
  });

  it("refuses an unknown function, an unknown way to invoke, and what is no JSON", async () => {
    expect((await post({}, "RequestResponse", "absent")).status).to.equal(404);
    expect((await post({}, "Later")).status).to.equal(400);
    expect((await post("{")).status).to.equal(400);
  });

  it("ends what an earlier runner left behind", async () => {
    await invoke({});
    const [record] = listProcesses(directory);
    await runner.clear();
    expect(membersOf(directory, record!)).to.be.empty;
  });
});
