import { KMSClient } from "@aws-sdk/client-kms";
import { type Aws } from "../../aws";

export const kms = (aws: Aws): KMSClient => aws.client(KMSClient);
