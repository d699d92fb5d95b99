import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { stackOutputs } from "../engine";
import { systemClock } from "../scaler/clock";
import { readJournal } from "../scaler/dynamodb/journalReader";
import { createFleet } from "../scaler/ec2/fleet";
import { type JournalEntry } from "../scaler/journal";
import { type Vm } from "../scaler/ports";
import { clientConfig } from "./clients";
import { type World } from "./world";

export interface StackStatus {
  readonly environment: string;
  readonly region: string;
  readonly vms: readonly Vm[];
  /** What the scaler decided since the time asked for, oldest first. */
  readonly journal: readonly JournalEntry[];
}

/** What there is of an environment now. Null: no stack. @throws Error if AWS, or the lab, cannot be asked */
export async function stackStatus(
  { engine, environment }: World,
  sinceMs: number,
): Promise<StackStatus | null> {
  const outputs = await stackOutputs(engine);
  const { region, scalerTableName } = outputs;
  if (typeof region !== "string" || typeof scalerTableName !== "string") return null;
  const config = clientConfig(engine.env, region);
  const dynamodb = new DynamoDBClient(config);
  const ec2 = new EC2Client(config);
  try {
    const fleet = createFleet({ environment, client: ec2, clock: systemClock });
    const [{ vms }, journal] = await Promise.all([
      fleet.read(),
      readJournal(dynamodb, scalerTableName, sinceMs),
    ]);
    return { environment, region, vms, journal };
  } finally {
    dynamodb.destroy();
    ec2.destroy();
  }
}
