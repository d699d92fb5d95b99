import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { singleKey } from "../../scaler/dynamodb/keys";
import {
  CreateLaunchTemplateCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { labAuthority } from "../../lab/certificates/authority";
import { composePorts } from "../../scaler/compose";
import { createHandler, type LambdaAnswer } from "../../scaler/lambda";
import { aDocument, aPool } from "../scaler/worlds";
import { BuildNetwork, cloudNames, scaler } from "./buildbotSupport";
import { startEmulator } from "./scalerEmulator";
import { eventually, removeLabDirectory } from "./temporaryLab";

interface Call {
  readonly action: string;
  readonly atMs: number;
  readonly status: number;
}
interface LabInstance {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly stopMode: string | null;
}

const [ONE = ""] = cloudNames;

/** The function's handler, a real build master, EC2 and DynamoDB of the emulator: the scaler as it is deployed, bar Lambda. */
describe("the scaler between a real build master and the emulator", function () {
  this.timeout(60_000);
  this.bail(true);
  const outerEnvironment = { ...process.env };
  let network: BuildNetwork;
  let directory: string;
  let endpoint: string;
  const runs: Promise<LambdaAnswer>[] = [];

  before(async () => {
    const [emulator, farm] = await Promise.all([startEmulator(), BuildNetwork.create()]);
    network = farm;
    ({ directory, endpoint } = emulator);
    const { options } = emulator;
    await Promise.all([
      ...[...network.master.origins, network.master.master].map((recipe) => network.start(recipe)),
      prepareAccount(options, network.master.webUrl),
    ]);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: options.region,
      AWS_ACCESS_KEY_ID: options.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: options.credentials.secretAccessKey,
      OVERFLOW_TABLE: "scaler",
      OVERFLOW_ENVIRONMENT: "test",
    });
  });

  after(async () => {
    process.env = outerEnvironment;
    await network.stop();
    await removeLabDirectory(directory);
  });

  const lab = async <T>(path: string): Promise<T> =>
    (await fetch(`${endpoint}/lab/${path}`)).json() as Promise<T>;
  const calls = async (action: string) =>
    (await lab<Call[]>("calls?after=0")).filter((call) => call.action === action);
  const vm = async () =>
    (await lab<{ instances: LabInstance[] }>("instances?after=0&waitSeconds=0")).instances[0];
  const isIn = (state: string) => eventually(async () => (await vm())?.state === state);

  /** Starts the function as its schedule does: each run in a container of its own. */
  function invoke(event: unknown, seconds = 50): Promise<LambdaAnswer> {
    const endMs = Date.now() + seconds * 1000;
    const handler = createHandler(() => composePorts(process.env, () => undefined));
    const context = {
      awsRequestId: `run-${runs.length + 1}`,
      getRemainingTimeInMillis: () => endMs - Date.now(),
    };
    const run = handler(event, context);
    runs.push(run);
    return run;
  }

  const built = (request: number) =>
    eventually(async () => {
      const { buildrequests } = await network.master.client.get<{ buildrequests: { results: number }[] }>(
        `buildrequests/${request}`,
      );
      return buildrequests[0]?.results === 0;
    });

  it("makes a VM for a request that no machine can take, and gives it the build", async () => {
    void invoke({});
    const request = await network.master.client.submit("linux64-opt", 0);
    await isIn("running");
    expect((await vm())?.name).to.equal(ONE);
    await network.startCloudWorker(ONE);
    await built(request);
  });

  it("closes the door of an idle VM, looks again, and hibernates it", async () => {
    await isIn("stopped");
    expect((await vm())?.stopMode).to.equal("hibernate");
    await network.end(ONE);
    const { workers } = await network.master.client.get<{ workers: { paused: boolean }[] }>(`workers/${ONE}`);
    expect(workers[0]?.paused).to.equal(true);
  });

  it("wakes it for a request filed while one run hands over to the next, and opens the door", async () => {
    void invoke({});
    const request = await network.master.client.submit("linux64-opt", 0);
    await eventually(async () => (await calls("StartInstances")).length > 0);
    expect(await runs[0]).to.deep.equal({ end: "handed-over" });
    await isIn("running");
    await network.startCloudWorker(ONE);
    await built(request);
    expect(await calls("RunInstances")).to.have.length(1);
  });

  it("empties the environment when the stack is destroyed, and leaves no door closed", async () => {
    const answer = invoke({ tf: { action: "delete" }, teardownWaitSeconds: 5 }, 120);
    await isIn("terminated");
    await network.end(ONE);
    expect(await answer)
      .to.have.property("terminated")
      .with.length(1);
    expect(await runs[1]).to.deep.equal({ end: "handed-over" });
    const { workers } = await network.master.client.get<{ workers: { paused: boolean }[] }>(
      "workers?field=paused",
    );
    expect(workers.filter((worker) => worker.paused)).to.be.empty;
    expect(await invoke({})).to.deep.equal({ end: "closed" });
  });
});

type Options = Awaited<ReturnType<typeof startEmulator>>["options"];

/** What the stack would have made: network, template, secrets, table and document. */
async function prepareAccount(options: Options, webUrl: string): Promise<void> {
  const ec2 = new EC2Client(options);
  const dynamodb = new DynamoDBClient(options);
  const secrets = new SecretsManagerClient(options);
  const secret = async (name: string, text: string) =>
    (await secrets.send(new CreateSecretCommand({ Name: name, SecretString: text }))).ARN ?? "";
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.130.0.0/16" }));
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: "10.130.0.0/24" }),
  );
  const Ebs = { Encrypted: true, VolumeType: "gp3" as const, VolumeSize: 20 };
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: "linux64",
      LaunchTemplateData: {
        ImageId: "ami-0123456789abcdef0",
        InstanceType: "m7i.large",
        HibernationOptions: { Configured: true },
        BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs }],
      },
    }),
  );
  const pool = aPool("linux64", cloudNames.length, {
    builders: ["linux64-*"],
    idleCeilingSeconds: 3,
    launchTemplateId: LaunchTemplate?.LaunchTemplateId ?? "",
    launchTemplateVersion: "1",
    subnetIds: [Subnet?.SubnetId ?? ""],
    workerKeySecretArn: await secret("linux64-key", "test-key"),
  });
  const base = aDocument([pool], { tickSeconds: 1 });
  const passwordSecretArn = await secret("scaler-password", scaler.password);
  const tls = { certificateAuthority: labAuthority(), workerTls: true };
  const master = { ...base.master, ...tls, webUrl, user: scaler.user, passwordSecretArn };
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "scaler",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S" as const,
      })),
    }),
  );
  const document = { S: JSON.stringify({ ...base, environment: "test", master }) };
  await dynamodb.send(
    new PutItemCommand({ TableName: "scaler", Item: { ...singleKey("document"), document } }),
  );
  for (const client of [ec2, dynamodb, secrets]) client.destroy();
}
