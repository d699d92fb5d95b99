import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { type Aws } from "../../aws";
import { block, needText, numeric, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { awsShape, pulumiShape } from "../naming";
import { lambda } from "./common";

const target = (props: Props): { FunctionName: string; Qualifier: string | undefined } => ({
  FunctionName: needText(props, "functionName"),
  Qualifier: text(props, "qualifier"),
});

async function put(aws: Aws, inputs: Props): Promise<void> {
  const destinations = block(inputs, "destinationConfig");
  await lambda(aws).send(
    new PutFunctionEventInvokeConfigCommand({
      ...target(inputs),
      MaximumEventAgeInSeconds: numeric(inputs, "maximumEventAgeInSeconds"),
      MaximumRetryAttempts: numeric(inputs, "maximumRetryAttempts"),
      DestinationConfig: destinations === undefined ? undefined : awsShape(destinations),
    }),
  );
}

export const functionEventInvokeConfig: ResourceType = {
  token: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  required: ["functionName"],
  defaults: { maximumRetryAttempts: 2 },
  replaceOn: ["functionName", "qualifier"],
  outputs: [],
  async create(aws, inputs) {
    await put(aws, inputs);
    const { FunctionName, Qualifier } = target(inputs);
    return Qualifier === undefined ? FunctionName : `${FunctionName}:${Qualifier}`;
  },
  async read(aws, id, known) {
    const name = text(known, "functionName") ?? id;
    const found = await lambda(aws).send(
      new GetFunctionEventInvokeConfigCommand(target({ ...known, functionName: name })),
    );
    const destinations =
      Object.keys(found.DestinationConfig ?? {}).length > 0 ? found.DestinationConfig : undefined;
    return {
      functionName: name,
      maximumEventAgeInSeconds: found.MaximumEventAgeInSeconds,
      maximumRetryAttempts: found.MaximumRetryAttempts,
      destinationConfig: destinations === undefined ? undefined : pulumiShape(destinations),
    };
  },
  update: (aws, _id, news) => put(aws, news),
  async remove(aws, _id, state) {
    await lambda(aws).send(new DeleteFunctionEventInvokeConfigCommand(target(state)));
  },
};
