import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Aws } from "../../aws";

export const secrets = (aws: Aws): SecretsManagerClient => aws.client(SecretsManagerClient);
