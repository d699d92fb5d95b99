import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Aws } from "../../aws";

export const dynamodb = (aws: Aws): DynamoDBClient => aws.client(DynamoDBClient);
