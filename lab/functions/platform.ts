import { dirname } from "node:path";
import { type DeployedFunction, regionOf } from "./deployed";

/** What all functions of a lab have in common. */
export interface FunctionPlatform {
  /** The lab's folder. */
  readonly directory: string;
  readonly emulatorUrl: string;
  readonly region: string;
  /** The link's entry for functions: their only way into the build network. */
  readonly linkFunctionsPort: number;
  readonly node: string;
  /** Path of `runtime.js`. */
  readonly runtime: string;
}

/**
 * Environment of a function's process: what the function declares, what Lambda adds (Developer Guide, "Defined runtime
 * environment variables"), and the lab's roads: the emulator for AWS, the link for the build network. Nothing else.
 */
export function environmentOf(
  platform: FunctionPlatform,
  deployed: DeployedFunction,
  taskRoot: string,
): Readonly<Record<string, string>> {
  const region = regionOf(deployed.arn) ?? platform.region;
  return {
    ...deployed.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: platform.emulatorUrl,
    // Names the caller in the emulator's log of calls; the emulator checks no signature.
    AWS_ACCESS_KEY_ID: "lab-scaler",
    AWS_SECRET_ACCESS_KEY: "lab",
    AWS_LAMBDA_FUNCTION_NAME: deployed.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(deployed.memoryMib),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${deployed.name}`,
    LAMBDA_TASK_ROOT: taskRoot,
    OVERFLOW_LAB_FUNCTION_ARN: deployed.arn,
    _HANDLER: deployed.handler,
    HTTP_PROXY: `http://127.0.0.1:${platform.linkFunctionsPort}`,
    NO_PROXY: "127.0.0.1",
    PATH: `${dirname(platform.node)}:/usr/local/bin:/usr/bin:/bin`,
    TZ: ":UTC",
  };
}
