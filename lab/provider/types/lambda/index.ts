import { type ResourceType } from "../../resourceType";
import { lambdaFunction } from "./function";
import { functionEventInvokeConfig } from "./functionEventInvokeConfig";
import { invocation } from "./invocation";
import { permission } from "./permission";

export const types: readonly ResourceType[] = [
  lambdaFunction,
  functionEventInvokeConfig,
  invocation,
  permission,
];
