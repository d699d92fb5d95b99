import {
  type Architecture,
  type CreateFunctionCommandInput,
  type FunctionConfiguration,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { block, numeric, text, textMap, texts } from "../../properties";
import { type Props } from "../../values";
import { awsShape, pulumiShape, type Shape } from "../naming";

/** Inputs that UpdateFunctionConfiguration writes. */
export const configurationKeys = [
  "deadLetterConfig",
  "description",
  "environment",
  "ephemeralStorage",
  "fileSystemConfig",
  "handler",
  "kmsKeyArn",
  "layers",
  "loggingConfig",
  "memorySize",
  "role",
  "runtime",
  "snapStart",
  "timeout",
  "tracingConfig",
  "vpcConfig",
];

/** Inputs that UpdateFunctionCode writes. */
export const codeKeys = [
  "architectures",
  "code",
  "imageUri",
  "s3Bucket",
  "s3Key",
  "s3ObjectVersion",
  "sourceCodeHash",
];

function shaped(inputs: Props, key: string): Shape | undefined {
  const settings = block(inputs, key);
  return settings === undefined ? undefined : awsShape(settings);
}

function vpcConfig(inputs: Props): Shape | undefined {
  const declared = block(inputs, "vpcConfig");
  if (declared === undefined) return undefined;
  const { vpcId: _chosenByAws, ...settings } = declared;
  return awsShape(settings);
}

type Configuration = Omit<CreateFunctionCommandInput, "FunctionName" | "Code">;

/** A function's settings as the API takes them. What is absent is written as Lambda's default, so that it can go. */
export function configuration(inputs: Props): Configuration {
  const environment = block(inputs, "environment") ?? {};
  return {
    DeadLetterConfig: shaped(inputs, "deadLetterConfig"),
    Description: text(inputs, "description") ?? "",
    Environment: { Variables: textMap(environment, "variables") },
    EphemeralStorage: shaped(inputs, "ephemeralStorage") as Configuration["EphemeralStorage"],
    Handler: text(inputs, "handler"),
    KMSKeyArn: text(inputs, "kmsKeyArn"),
    Layers: texts(inputs, "layers"),
    LoggingConfig: shaped(inputs, "loggingConfig"),
    MemorySize: numeric(inputs, "memorySize"),
    Role: text(inputs, "role"),
    Runtime: text(inputs, "runtime") as Runtime | undefined,
    SnapStart: shaped(inputs, "snapStart"),
    Timeout: numeric(inputs, "timeout"),
    TracingConfig: shaped(inputs, "tracingConfig"),
    VpcConfig: vpcConfig(inputs),
  };
}

export const architectures = (inputs: Props): Architecture[] | undefined => {
  const declared = texts(inputs, "architectures") as Architecture[];
  return declared.length === 0 ? undefined : declared;
};

/** A function's settings as AWS has them, in the names of `aws.lambda.Function`. */
export function configurationProps(found: FunctionConfiguration): Props {
  const { VpcConfig: vpc } = found;
  const inVpc = vpc?.SubnetIds !== undefined && vpc.SubnetIds.length > 0;
  return {
    architectures: found.Architectures,
    codeSha256: found.CodeSha256,
    deadLetterConfig: found.DeadLetterConfig === undefined ? undefined : pulumiShape(found.DeadLetterConfig),
    description: found.Description ?? "",
    environment:
      found.Environment?.Variables === undefined ? null : { variables: found.Environment.Variables },
    ephemeralStorage: found.EphemeralStorage === undefined ? undefined : pulumiShape(found.EphemeralStorage),
    handler: found.Handler,
    kmsKeyArn: found.KMSKeyArn,
    lastModified: found.LastModified,
    layers: (found.Layers ?? []).flatMap(({ Arn }) => Arn ?? []),
    loggingConfig: found.LoggingConfig === undefined ? undefined : pulumiShape(found.LoggingConfig),
    memorySize: found.MemorySize,
    packageType: found.PackageType,
    role: found.Role,
    runtime: found.Runtime,
    sourceCodeSize: found.CodeSize ?? 0,
    timeout: found.Timeout,
    tracingConfig: found.TracingConfig === undefined ? undefined : pulumiShape(found.TracingConfig),
    version: found.Version,
    vpcConfig: inVpc ? pulumiShape(vpc) : null,
  };
}
