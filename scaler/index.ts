import { composePorts } from "./compose";
import { createHandler } from "./lambda";

/** Entry of the bundle: the Lambda function's `index.handler`. */
export const handler = createHandler(() => composePorts(process.env));
