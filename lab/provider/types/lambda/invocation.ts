import { createHash } from "node:crypto";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { type Aws } from "../../aws";
import { needText, text } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { holdsUnknown, isProps, type Props, type Value } from "../../values";
import { lambda } from "./common";

type Action = "create" | "update" | "delete";

/** Where the real provider tells the function which moment of the resource's life it is called at. */
const defaultKey = "tf";

/** What the function gets: the input, and with `lifecycleScope: CRUD` the action and the input before it. */
export function payloadOf(inputs: Props, action: Action, olds: Props | undefined): string {
  const input = needText(inputs, "input");
  if (inputs.lifecycleScope !== "CRUD") return input;
  const event = JSON.parse(input) as Value;
  if (!isProps(event))
    throw new Error(`"input" must be a JSON object with lifecycleScope "CRUD"; got ${input}.`);
  const previous = olds === undefined ? undefined : text(olds, "input");
  const key = text(inputs, "terraformKey") ?? defaultKey;
  return JSON.stringify({
    ...event,
    [key]: { action, prev_input: previous === undefined ? null : (JSON.parse(previous) as Value) },
  });
}

async function invoke(aws: Aws, inputs: Props, action: Action, olds?: Props): Promise<string> {
  const name = needText(inputs, "functionName");
  const answer = await lambda(aws).send(
    new InvokeCommand({
      FunctionName: name,
      InvocationType: "RequestResponse",
      Payload: Buffer.from(payloadOf(inputs, action, olds)),
      Qualifier: text(inputs, "qualifier"),
    }),
    // A function may run for minutes: a cancelled update must not wait for it.
    { abortSignal: aws.signal },
  );
  const result = Buffer.from(answer.Payload ?? []).toString("utf8");
  if (answer.FunctionError !== undefined)
    throw new Error(`The function ${name}, called at ${action}, failed (${answer.FunctionError}): ${result}`);
  return result;
}

/*
 * The answer of the last call is known only where it was made: create and update leave it here for the read that
 * follows at once, since AWS keeps no record of an invocation.
 */
const results = new WeakMap<Aws, string>();

function check(inputs: Props): CheckFailure[] {
  const { input, lifecycleScope: scope } = inputs;
  if (scope !== undefined && scope !== "CRUD" && scope !== "CREATE_ONLY" && !holdsUnknown(scope))
    return [
      {
        property: "lifecycleScope",
        reason: `It is ${JSON.stringify(scope)}; it must be CREATE_ONLY or CRUD.`,
      },
    ];
  if (typeof input !== "string" || holdsUnknown(input)) return [];
  try {
    JSON.parse(input);
    return [];
  } catch {
    return [{ property: "input", reason: "It is not JSON; the function gets it as its event." }];
  }
}

export const invocation: ResourceType = {
  token: "aws:lambda/invocation:Invocation",
  required: ["functionName", "input"],
  defaults: { lifecycleScope: "CREATE_ONLY", qualifier: "$LATEST", terraformKey: defaultKey },
  replaceOn: (inputs) => [
    "functionName",
    "qualifier",
    "terraformKey",
    ...(inputs.lifecycleScope === "CRUD" ? [] : ["input", "triggers"]),
  ],
  outputs: ["result"],
  check,
  unsettledBy: (changed) => (changed.some((key) => key === "input" || key === "triggers") ? ["result"] : []),
  async create(aws, inputs) {
    results.set(aws, await invoke(aws, inputs, "create"));
    const digest = createHash("md5").update(needText(inputs, "input")).digest("hex");
    return [needText(inputs, "functionName"), text(inputs, "qualifier"), digest].join("_");
  },
  read: (aws, _id, known) => Promise.resolve({ result: results.get(aws) ?? known.result }),
  async update(aws, _id, news, olds) {
    // A changed scope or key alone is no moment of the function's life.
    if (news.lifecycleScope === "CRUD") results.set(aws, await invoke(aws, news, "update", olds));
  },
  async remove(aws, _id, state) {
    if (state.lifecycleScope === "CRUD") await invoke(aws, state, "delete", state);
  },
};
