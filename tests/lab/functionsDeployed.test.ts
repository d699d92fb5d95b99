import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { expect } from "chai";
import { strToU8, zipSync } from "fflate";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { once } from "node:events";
import { labDown, type LabState, labUp } from "../../lab/lab";
import { logPath } from "../../lab/processes/start";
import { listProcesses } from "../../lab/processes/registry";
import { testTools } from "./labSupport";
import { eventually, makeLabDirectory, removeLabDirectory } from "./temporaryLab";

const code = (answer: string) =>
  zipSync({
    "index.js": strToU8(`exports.handler = async (event) => { console.log(event); return ${answer}; };`),
  });

describe("a function deployed by AWS's own API", function () {
  this.timeout(90_000);
  let directory: string;
  let state: LabState;
  let lambda: LambdaClient;
  let scheduler: SchedulerClient;
  let role: string;

  before(async () => {
    directory = await makeLabDirectory();
    ({ state } = await labUp({ directory, tools: testTools() }));
    const client = {
      region: state.region,
      endpoint: `http://127.0.0.1:${state.ports.emulator}`,
      credentials: { accessKeyId: "lab-test", secretAccessKey: "lab" },
    };
    lambda = new LambdaClient(client);
    scheduler = new SchedulerClient(client);
    const principal = { Service: "lambda.amazonaws.com" };
    const trust = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
    };
    const made = await new IAMClient(client).send(
      new CreateRoleCommand({ RoleName: "echo", AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    role = made.Role!.Arn!;
  });
  after(async () => {
    await labDown(directory);
    await removeLabDirectory(directory);
  });

  const deploy = async (answer: string): Promise<string> => {
    const made = await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "echo",
        Role: role,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile: code(answer) },
        Environment: { Variables: { OVERFLOW_TABLE: "table" } },
        MemorySize: 128,
        Timeout: 10,
      }),
    );
    return made.FunctionArn!;
  };
  const invoke = async (event: unknown) => {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: "echo", Payload: strToU8(JSON.stringify(event)) }),
    );
    return {
      error: answer.FunctionError,
      payload: JSON.parse(answer.Payload!.transformToString()) as unknown,
    };
  };
  const log = () => readFile(logPath(directory, "function-echo"), "utf8").catch(() => "");

  afterEach(() => lambda.send(new DeleteFunctionCommand({ FunctionName: "echo" })).catch(() => undefined));

  it("is run with its declared environment the moment it is there, and anew when its code changes", async () => {
    await deploy("[event, process.env.OVERFLOW_TABLE]");
    expect(await invoke({ a: 1 })).to.deep.equal({ error: undefined, payload: [{ a: 1 }, "table"] });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "echo", ZipFile: code("'new'") }));
    expect((await invoke({})).payload).to.equal("new");
  });

  it("answers its exception as AWS does", async () => {
    await deploy("(() => { throw new RangeError('as told') })()");
    const { error, payload } = await invoke({});
    expect(error).to.equal("Unhandled");
    expect(payload).to.deep.include({ errorType: "RangeError", errorMessage: "as told" });
  });

  it("is throttled by its reserved concurrency", async () => {
    await deploy("1");
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: "echo", ReservedConcurrentExecutions: 0 }),
    );
    const refused = await invoke({}).catch((error: unknown) => (error as Error).name);
    expect(refused).to.equal("TooManyRequestsException");
  });

  it("is called by its schedule, and ends when it is deleted", async () => {
    const arn = await deploy("1");
    await scheduler.send(
      new CreateScheduleCommand({
        Name: "minutely",
        ScheduleExpression: "rate(1 minute)",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: arn, RoleArn: role, Input: '{"by":"schedule"}' },
      }),
    );
    await eventually(async () => (await log()).includes("by: 'schedule'"));
    await scheduler.send(new DeleteScheduleCommand({ Name: "minutely" }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName: "echo" }));
    await eventually(() => !listProcesses(directory).some(({ name }) => name.startsWith("function-")));
  });

  it("reaches the build master through the link, and nothing else", async () => {
    const ask = async (address: string) => {
      const socket = connect(state.ports.linkFunctions, "127.0.0.1");
      socket.write(`CONNECT ${address} HTTP/1.1\r\nHost: ${address}\r\n\r\n`);
      const [answer] = (await once(socket, "data")) as [Buffer];
      socket.destroy();
      return answer.toString().split(" ")[1];
    };
    expect(await ask("10.20.0.10:8010")).to.equal("200");
    expect(await ask("127.0.0.1:22")).to.equal("403");
    expect(await ask(`127.0.0.1:${state.ports.masterWeb}`)).to.equal("403");
  });
});
