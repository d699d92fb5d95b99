import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  type FunctionCode,
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  ListVersionsByFunctionCommand,
  type PackageType,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { type Aws, partition } from "../../aws";
import { same } from "../../equality";
import { block, flag, needText, numeric, text, textMap } from "../../properties";
import { type CheckFailure, type ResourceType, type Tagging } from "../../resourceType";
import { holdsUnknown, type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { zipOf } from "./archive";
import { lambda } from "./common";
import {
  architectures,
  codeKeys,
  configuration,
  configurationKeys,
  configurationProps,
} from "./functionConfiguration";

const arnOf = (aws: Aws, name: string): string => aws.arn("lambda", `function:${name}`);

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await lambda(aws).send(new TagResourceCommand({ Resource: arnOf(aws, id), Tags: tags }));
  },
  async untag(aws, id, keys) {
    await lambda(aws).send(new UntagResourceCommand({ Resource: arnOf(aws, id), TagKeys: [...keys] }));
  },
};

function describe(aws: Aws, name: string): Promise<GetFunctionCommandOutput> {
  return lambda(aws).send(new GetFunctionCommand({ FunctionName: name }));
}

/** A function takes no other change while one is under way. */
async function settled(aws: Aws, name: string): Promise<void> {
  await until(aws, `the function ${name} to be active`, 600, async () => {
    const { Configuration: found } = await describe(aws, name);
    if (found?.State === "Failed" || found?.LastUpdateStatus === "Failed")
      throw new Error(
        `The function ${name} failed: ${found.LastUpdateStatusReason ?? found.StateReason ?? ""}`,
      );
    const active = found?.State === undefined || found.State === "Active" || found.State === "Inactive";
    return active && found?.LastUpdateStatus !== "InProgress" ? true : undefined;
  });
}

function code(inputs: Props): FunctionCode {
  const archive = block(inputs, "code");
  if (archive !== undefined) return { ZipFile: zipOf(archive) };
  return {
    ImageUri: text(inputs, "imageUri"),
    S3Bucket: text(inputs, "s3Bucket"),
    S3Key: text(inputs, "s3Key"),
    S3ObjectVersion: text(inputs, "s3ObjectVersion"),
  };
}

async function writeConcurrency(aws: Aws, name: string, news: Props, olds: Props): Promise<void> {
  const reserved = numeric(news, "reservedConcurrentExecutions") ?? -1;
  if (reserved === (numeric(olds, "reservedConcurrentExecutions") ?? -1)) return;
  const request = { FunctionName: name };
  if (reserved < 0) await lambda(aws).send(new DeleteFunctionConcurrencyCommand(request));
  else
    await lambda(aws).send(
      new PutFunctionConcurrencyCommand({ ...request, ReservedConcurrentExecutions: reserved }),
    );
}

/** The last published version's number; "$LATEST" when none is published. */
async function latestVersion(aws: Aws, name: string): Promise<string> {
  const answer = await lambda(aws).send(new ListVersionsByFunctionCommand({ FunctionName: name }));
  const numbers = (answer.Versions ?? []).map(({ Version }) => Number(Version)).filter((n) => n > 0);
  return numbers.length === 0 ? "$LATEST" : String(Math.max(...numbers));
}

function check(inputs: Props): CheckFailure[] {
  const sources = ["code", "imageUri", "s3Bucket"].filter((key) => inputs[key] !== undefined);
  if (sources.length !== 1)
    return [
      {
        property: "code",
        reason: `Exactly one of code, imageUri, s3Bucket must be set; set: ${sources.join(", ") || "none"}.`,
      },
    ];
  const seconds = inputs.timeout;
  if (!holdsUnknown(seconds) && typeof seconds === "number" && (seconds < 1 || seconds > 900))
    return [{ property: "timeout", reason: `timeout is ${seconds}; it must be from 1 to 900 seconds.` }];
  return [];
}

const changed = (keys: readonly string[], news: Props, olds: Props): boolean =>
  keys.some((key) => !same(news[key], olds[key]));

const invokeArn = (aws: Aws, arn: string, call: string): string =>
  `arn:${partition}:apigateway:${aws.region}:lambda:path/${call}/functions/${arn}/invocations`;

export const lambdaFunction: ResourceType = {
  token: "aws:lambda/function:Function",
  required: ["role"],
  defaults: {
    memorySize: 128,
    packageType: "Zip",
    publish: false,
    reservedConcurrentExecutions: -1,
    skipDestroy: false,
    timeout: 3,
  },
  autoname: { property: "name", maxLength: 64 },
  replaceOn: ["name", "packageType", "tenancyConfig"],
  outputs: [
    "arn",
    "invokeArn",
    "lastModified",
    "qualifiedArn",
    "qualifiedInvokeArn",
    "responseStreamingInvokeArn",
    "signingJobArn",
    "signingProfileVersionArn",
    "sourceCodeSize",
    "version",
  ],
  chosenByAws: [
    "architectures",
    "codeSha256",
    "ephemeralStorage",
    "loggingConfig",
    "sourceCodeHash",
    "tracingConfig",
  ],
  ordered: ["layers"],
  tagging,
  check,
  unsettledBy: (keys) => [
    ...(keys.length > 0 ? ["lastModified"] : []),
    ...(keys.some((key) => codeKeys.includes(key)) ? ["codeSha256", "sourceCodeSize"] : []),
    ...(keys.some((key) => [...codeKeys, ...configurationKeys, "publish"].includes(key))
      ? ["qualifiedArn", "qualifiedInvokeArn", "version"]
      : []),
  ],
  async create(aws, inputs) {
    const name = needText(inputs, "name");
    await lambda(aws).send(
      new CreateFunctionCommand({
        FunctionName: name,
        ...configuration(inputs),
        Architectures: architectures(inputs),
        Code: code(inputs),
        PackageType: text(inputs, "packageType") as PackageType,
        Publish: flag(inputs, "publish"),
        Tags: textMap(inputs, "tagsAll"),
      }),
    );
    aws.acknowledged(name);
    await settled(aws, name);
    await writeConcurrency(aws, name, inputs, {});
    return name;
  },
  async read(aws, id, known) {
    const found = await describe(aws, id);
    const settings = found.Configuration;
    if (settings === undefined) return undefined;
    const arn = arnOf(aws, id);
    const version = known.publish === true ? await latestVersion(aws, id) : "$LATEST";
    const qualifiedArn = `${arn}:${version}`;
    return {
      ...configurationProps(settings),
      arn,
      invokeArn: invokeArn(aws, arn, "2015-03-31"),
      name: settings.FunctionName,
      qualifiedArn,
      qualifiedInvokeArn: invokeArn(aws, qualifiedArn, "2015-03-31"),
      responseStreamingInvokeArn: invokeArn(aws, arn, "2021-11-15"),
      reservedConcurrentExecutions: found.Concurrency?.ReservedConcurrentExecutions ?? -1,
      signingJobArn: settings.SigningJobArn ?? "",
      signingProfileVersionArn: settings.SigningProfileVersionArn ?? "",
      sourceCodeHash: settings.CodeSha256,
      version,
      tagsAll: found.Tags ?? {},
    };
  },
  async update(aws, id, news, olds) {
    const newSettings = changed(configurationKeys, news, olds);
    const newCode = changed(codeKeys, news, olds);
    if (newSettings) {
      await lambda(aws).send(
        new UpdateFunctionConfigurationCommand({ FunctionName: id, ...configuration(news) }),
      );
      await settled(aws, id);
    }
    if (newCode) {
      await lambda(aws).send(
        new UpdateFunctionCodeCommand({
          FunctionName: id,
          ...code(news),
          Architectures: architectures(news),
        }),
      );
      await settled(aws, id);
    }
    await writeConcurrency(aws, id, news, olds);
    if (flag(news, "publish") === true && (newSettings || newCode || flag(olds, "publish") !== true))
      await lambda(aws).send(new PublishVersionCommand({ FunctionName: id }));
  },
  async remove(aws, id, state) {
    if (state.skipDestroy === true) return;
    await lambda(aws).send(new DeleteFunctionCommand({ FunctionName: id }));
    await untilGone(aws, `the function ${id}`, 600, () => describe(aws, id));
  },
};
