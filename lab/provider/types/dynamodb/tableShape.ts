import {
  type AttributeDefinition,
  type BillingMode,
  type CreateTableCommandInput,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  type LocalSecondaryIndex,
  type Projection,
  type ProvisionedThroughput,
  type SSESpecification,
  type StreamSpecification,
  type StreamViewType,
  type TableClass,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { block, blocks, flag, needText, nonEmpty, numeric, text, texts } from "../../properties";
import { type Props } from "../../values";

/** The key of a table or index. */
export function keySchema(props: Props): KeySchemaElement[] {
  const range = text(props, "rangeKey");
  return [
    { AttributeName: needText(props, "hashKey"), KeyType: "HASH" },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" as const }]),
  ];
}

/** Provisioned capacity; undefined where requests are paid one by one. */
export function throughputOf(
  props: Props,
  billing = text(props, "billingMode"),
): ProvisionedThroughput | undefined {
  if (billing === "PAY_PER_REQUEST") return undefined;
  return {
    ReadCapacityUnits: numeric(props, "readCapacity") ?? 1,
    WriteCapacityUnits: numeric(props, "writeCapacity") ?? 1,
  };
}

export function encryptionOf(props: Props): SSESpecification | undefined {
  const settings = block(props, "serverSideEncryption");
  if (settings === undefined) return undefined;
  const key = text(settings, "kmsKeyArn");
  const enabled = flag(settings, "enabled") ?? false;
  return { Enabled: enabled, ...(enabled ? { SSEType: "KMS" as const, KMSMasterKeyId: key } : {}) };
}

export function streamOf(props: Props): StreamSpecification | undefined {
  if (flag(props, "streamEnabled") !== true) return undefined;
  return { StreamEnabled: true, StreamViewType: text(props, "streamViewType") as StreamViewType };
}

const projection = (index: Props): Projection => ({
  ProjectionType: needText(index, "projectionType") as NonNullable<Projection["ProjectionType"]>,
  NonKeyAttributes: nonEmpty(texts(index, "nonKeyAttributes")),
});

/** What CreateTable takes beside name and key. */
export function shapeOf(inputs: Props): Omit<CreateTableCommandInput, "TableName" | "KeySchema"> {
  const billing = text(inputs, "billingMode");
  const global = blocks(inputs, "globalSecondaryIndexes").map((index): GlobalSecondaryIndex => ({
    IndexName: needText(index, "name"),
    KeySchema: keySchema(index),
    Projection: projection(index),
    ProvisionedThroughput: throughputOf(index, billing),
  }));
  const local = blocks(inputs, "localSecondaryIndexes").map((index): LocalSecondaryIndex => ({
    IndexName: needText(index, "name"),
    KeySchema: keySchema({ ...index, hashKey: inputs.hashKey }),
    Projection: projection(index),
  }));
  return {
    AttributeDefinitions: blocks(inputs, "attributes").map((attribute) => ({
      AttributeName: needText(attribute, "name"),
      AttributeType: needText(attribute, "type") as NonNullable<AttributeDefinition["AttributeType"]>,
    })),
    BillingMode: billing as BillingMode | undefined,
    DeletionProtectionEnabled: flag(inputs, "deletionProtectionEnabled"),
    GlobalSecondaryIndexes: nonEmpty(global),
    LocalSecondaryIndexes: nonEmpty(local),
    ProvisionedThroughput: throughputOf(inputs),
    SSESpecification: encryptionOf(inputs),
    StreamSpecification: streamOf(inputs),
    TableClass: text(inputs, "tableClass") as TableClass | undefined,
  };
}

const keyOf = (schema: readonly KeySchemaElement[] | undefined, kind: "HASH" | "RANGE"): string | undefined =>
  schema?.find(({ KeyType }) => KeyType === kind)?.AttributeName;

/** A table as AWS has it, in the names of `aws.dynamodb.Table`. */
export function tableProps(found: TableDescription): Props {
  const encryption = found.SSEDescription;
  const encrypted = encryption?.Status === "ENABLED";
  return {
    arn: found.TableArn,
    name: found.TableName,
    attributes: (found.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => ({
      name: AttributeName,
      type: AttributeType,
    })),
    billingMode: found.BillingModeSummary?.BillingMode ?? "PROVISIONED",
    deletionProtectionEnabled: found.DeletionProtectionEnabled ?? false,
    hashKey: keyOf(found.KeySchema, "HASH"),
    rangeKey: keyOf(found.KeySchema, "RANGE"),
    readCapacity: found.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
    writeCapacity: found.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
    serverSideEncryption: encrypted
      ? { enabled: true, kmsKeyArn: encryption.KMSMasterKeyArn }
      : { enabled: false },
    streamArn: found.LatestStreamArn ?? "",
    streamLabel: found.LatestStreamLabel ?? "",
    streamEnabled: found.StreamSpecification?.StreamEnabled ?? false,
    streamViewType: found.StreamSpecification?.StreamViewType,
    tableClass: found.TableClassSummary?.TableClass,
  };
}
