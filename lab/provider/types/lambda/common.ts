import { LambdaClient } from "@aws-sdk/client-lambda";
import { type Aws } from "../../aws";

export const lambda = (aws: Aws): LambdaClient => aws.client(LambdaClient);
