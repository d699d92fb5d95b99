import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type Aws } from "../../aws";
import { needText, text } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { holdsUnknown, type Props } from "../../values";
import { dynamodb } from "./common";

type Item = Record<string, AttributeValue>;

/** An item in DynamoDB's own JSON, as in `{"pk": {"S": "document"}}`. */
const itemOf = (props: Props): Item => JSON.parse(needText(props, "item")) as Item;

const keyNames = (props: Props): string[] =>
  ["hashKey", "rangeKey"].flatMap((name) => {
    const attribute = text(props, name);
    return attribute === undefined || attribute === "" ? [] : [attribute];
  });

function keyOf(props: Props): Item {
  const item = itemOf(props);
  return Object.fromEntries(
    keyNames(props).map((name) => {
      const value = item[name];
      if (value === undefined) throw new Error(`"item" has no attribute "${name}", which is its key.`);
      return [name, value];
    }),
  );
}

/** A key's value as text; keys are texts, numbers or bytes. */
const valueOf = (value: AttributeValue | undefined): string => {
  const { S: words, N: number, B: bytes } = value ?? {};
  return words ?? number ?? (bytes === undefined ? "" : Buffer.from(bytes).toString("base64"));
};

const keyValues = (props: Props): string[] => Object.values(keyOf(props)).map(valueOf);

/** Writes what is declared and takes away what was; attributes that others wrote stay. */
async function change(aws: Aws, news: Props, olds: Props): Promise<void> {
  const keys = keyNames(news);
  const after = Object.entries(itemOf(news)).filter(([name]) => !keys.includes(name));
  const names = new Set(after.map(([name]) => name));
  const gone = Object.keys(itemOf(olds)).filter((name) => !keys.includes(name) && !names.has(name));
  const set = after.map((_, index) => `#s${index} = :s${index}`);
  const remove = gone.map((_, index) => `#r${index}`);
  const expression = [
    ...(set.length > 0 ? [`SET ${set.join(", ")}`] : []),
    ...(remove.length > 0 ? [`REMOVE ${remove.join(", ")}`] : []),
  ].join(" ");
  if (expression === "") return;
  await dynamodb(aws).send(
    new UpdateItemCommand({
      TableName: needText(news, "tableName"),
      Key: keyOf(news),
      UpdateExpression: expression,
      ExpressionAttributeNames: Object.fromEntries([
        ...after.map(([name], index) => [`#s${index}`, name]),
        ...gone.map((name, index) => [`#r${index}`, name]),
      ]) as Record<string, string>,
      ExpressionAttributeValues:
        after.length === 0
          ? undefined
          : Object.fromEntries(after.map(([, value], index) => [`:s${index}`, value])),
    }),
  );
}

async function put(aws: Aws, inputs: Props): Promise<void> {
  await dynamodb(aws).send(
    new PutItemCommand({
      TableName: needText(inputs, "tableName"),
      Item: itemOf(inputs),
      // What somebody else wrote must not be taken over unseen.
      ConditionExpression: "attribute_not_exists(#hash)",
      ExpressionAttributeNames: { "#hash": needText(inputs, "hashKey") },
    }),
  );
}

async function remove(aws: Aws, props: Props): Promise<void> {
  await dynamodb(aws).send(
    new DeleteItemCommand({ TableName: needText(props, "tableName"), Key: keyOf(props) }),
  );
}

function check(inputs: Props): CheckFailure[] {
  const { item } = inputs;
  if (typeof item !== "string" || holdsUnknown(item)) return [];
  try {
    JSON.parse(item);
    return [];
  } catch {
    return [{ property: "item", reason: `It is not JSON; it must be like {"pk": {"S": "document"}}.` }];
  }
}

export const tableItem: ResourceType = {
  token: "aws:dynamodb/tableItem:TableItem",
  required: ["hashKey", "item", "tableName"],
  replaceOn: ["hashKey", "rangeKey", "tableName"],
  outputs: ["hashKeyValue", "rangeKeyValue"],
  check,
  async create(aws, inputs) {
    await put(aws, inputs);
    return [needText(inputs, "tableName"), ...keyNames(inputs), ...keyValues(inputs)].join("|");
  },
  async read(aws, _id, known) {
    const answer = await dynamodb(aws).send(
      new GetItemCommand({
        TableName: needText(known, "tableName"),
        Key: keyOf(known),
        ConsistentRead: true,
      }),
    );
    if (answer.Item === undefined) return undefined;
    const found = answer.Item;
    // Only what is declared: a program may add attributes of its own to the item.
    const declared = Object.keys(itemOf(known)).flatMap((name) => {
      const value = found[name];
      return value === undefined ? [] : [[name, value]];
    });
    const [hash = "", range = ""] = keyValues(known);
    return {
      item: JSON.stringify(Object.fromEntries(declared)),
      hashKeyValue: hash,
      rangeKeyValue: range,
    };
  },
  async update(aws, _id, news, olds) {
    if (keyValues(news).join("|") === keyValues(olds).join("|")) {
      await change(aws, news, olds);
      return;
    }
    await put(aws, news);
    await remove(aws, olds);
  },
  remove: (aws, _id, state) => remove(aws, state),
};
