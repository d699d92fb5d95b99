import { type Props } from "../../../../lab/provider/values";
import { type LifeCase, type Part, type World } from "../world";
import { trust } from "./identity";

/** An archive of one file as the SDK sends it. */
export function archive(source: string, hash: string): Props {
  return {
    "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
    hash,
    assets: {
      "index.js": {
        "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
        hash,
        text: source,
      },
    },
  };
}

const code = archive("exports.handler = async () => 1;", "01");

async function inputsOf(world: World): Promise<Props> {
  const role = await world.make("aws:iam/role:Role", { assumeRolePolicy: trust("lambda.amazonaws.com") });
  return { role: role.text("arn"), runtime: "nodejs22.x", handler: "index.handler", code };
}

export async function makeFunction(world: World): Promise<Part> {
  return world.make("aws:lambda/function:Function", await inputsOf(world));
}

export const functionCases: readonly LifeCase[] = [
  {
    token: "aws:lambda/function:Function",
    async prepare(world) {
      const vpc = await world.vpc();
      const subnet = await world.subnet(vpc);
      const group = await world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
      return {
        inputs: {
          ...(await inputsOf(world)),
          environment: { variables: { OVERFLOW_ENVIRONMENT: "staging" } },
          vpcConfig: { subnetIds: [subnet.id], securityGroupIds: [group.id] },
          reservedConcurrentExecutions: 2,
          timeout: 180,
          memorySize: 512,
          loggingConfig: { logFormat: "JSON", logGroup: "/overflow/scaler" },
        },
        expected: { packageType: "Zip", version: "$LATEST" },
        updates: [
          { code: archive("exports.handler = async () => 2;", "02") },
          { timeout: 120 },
          { memorySize: 1024 },
          { environment: { variables: { OVERFLOW_ENVIRONMENT: "production", OVERFLOW_TABLE: "state" } } },
          { reservedConcurrentExecutions: 1 },
          { reservedConcurrentExecutions: -1 },
          { description: "scaler" },
        ],
        replacements: { name: "other", packageType: "Image" },
      };
    },
  },
  {
    token: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    async prepare(world) {
      const made = await makeFunction(world);
      return {
        inputs: { functionName: made.id, maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
        updates: [{ maximumRetryAttempts: 1 }, { maximumEventAgeInSeconds: 120 }],
        replacements: { functionName: "other" },
      };
    },
  },
  {
    token: "aws:lambda/permission:Permission",
    async prepare(world) {
      const made = await makeFunction(world);
      return {
        inputs: {
          function: made.id,
          action: "lambda:InvokeFunction",
          principal: "scheduler.amazonaws.com",
          sourceArn: "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/scaler",
        },
        replacements: { principal: "events.amazonaws.com", statementId: "other" },
      };
    },
  },
  {
    token: "aws:lambda/invocation:Invocation",
    permanent: true,
    async prepare(world) {
      const made = await makeFunction(world);
      return {
        inputs: { functionName: made.id, input: `{"teardownWaitSeconds":600}`, lifecycleScope: "CRUD" },
        expected: { result: `{"teardownWaitSeconds":600,"tf":{"action":"create","prev_input":null}}` },
        updates: [{ input: `{"teardownWaitSeconds":300}` }, { triggers: { code: "abc" } }],
        replacements: { functionName: "other", qualifier: "1" },
      };
    },
  },
  {
    token: "aws:lambda/invocation:Invocation",
    permanent: true,
    async prepare(world) {
      const made = await makeFunction(world);
      return {
        inputs: { functionName: made.id, input: `{"once":true}` },
        expected: { result: `{"once":true}` },
        replacements: { input: `{"once":false}`, triggers: { code: "abc" } },
      };
    },
  },
];
