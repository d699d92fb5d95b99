import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { systemClock } from "./clock";
import { cachedDocument } from "./documentCache";
import { ScalerTable } from "./dynamodb/table";
import { createFleet } from "./ec2/fleet";
import { createLog } from "./log";
import { createMasterQueue } from "./masterQueue";
import { createSecrets } from "./secrets";
import { type TickPorts } from "./tick";

/**
 * The scaler's ports on real services, from the host's environment: `OVERFLOW_TABLE` and `OVERFLOW_ENVIRONMENT`, and what the AWS SDK
 * reads by itself (region, credentials, `AWS_ENDPOINT_URL`). Nothing is called before the first tick.
 *
 * @param write takes the log's lines. @default stdout, which Lambda and systemd keep
 * @throws Error if one of the two is missing
 */
export function composePorts(
  environment: NodeJS.ProcessEnv,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): TickPorts {
  const tableName = required(environment, "OVERFLOW_TABLE");
  const clock = systemClock;
  const secrets = createSecrets(new SecretsManagerClient(), clock);
  const table = new ScalerTable(
    // The gateway endpoint serves the region's name; the account's own would need one more name in a closed DNS (AWS SDK guide, ACCOUNT_ID_ENDPOINT_MODE).
    new DynamoDBClient({ accountIdEndpointMode: "disabled" }),
    tableName,
  );
  const document = cachedDocument(table, clock);
  return {
    clock,
    secrets,
    document,
    store: table,
    queue: createMasterQueue(document, secrets, clock),
    fleet: createFleet({
      environment: required(environment, "OVERFLOW_ENVIRONMENT"),
      client: new EC2Client({ maxAttempts: 1 }),
      clock,
    }),
    log: createLog(write),
    codeVersion: createHash("sha256").update(readFileSync(__filename)).digest("hex").slice(0, 16),
  };
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== "") return value;
  throw new Error(
    `${name} is missing, allowed: a text that is not empty; the stack sets it on the scaler's function`,
  );
}
