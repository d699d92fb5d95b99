import { type DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import { type JournalEntry } from "../journal";
import { journalDay } from "./keys";

const DAY_MS = 86_400_000;

/**
 * Journal entries since a time, oldest first: one query for each day, whose entries lie together. What is older than the journal keeps
 * (30 days) is asked for in vain.
 * @param sinceMs Unix milliseconds
 */
export async function readJournal(
  client: DynamoDBClient,
  tableName: string,
  sinceMs: number,
  nowMs: number = Date.now(),
): Promise<readonly JournalEntry[]> {
  const days = await Promise.all(
    daysBetween(sinceMs, nowMs).map((day) => readDay(client, tableName, day, sinceMs)),
  );
  return days.flat();
}

async function readDay(
  client: DynamoDBClient,
  TableName: string,
  day: string,
  sinceMs: number,
): Promise<readonly JournalEntry[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName,
      KeyConditionExpression: "pk = :day AND sk >= :since",
      ExpressionAttributeValues: { ":day": { S: day }, ":since": { S: new Date(sinceMs).toISOString() } },
      ProjectionExpression: "entry",
    },
  );
  const found: JournalEntry[] = [];
  for await (const { Items = [] } of pages) {
    for (const { entry } of Items)
      if (entry?.S !== undefined) found.push(JSON.parse(entry.S) as JournalEntry);
  }
  return found;
}

/** Partition keys of all days from one time to another, both included. A day more than needed costs an empty query. */
function daysBetween(sinceMs: number, untilMs: number): string[] {
  const first = Math.floor(sinceMs / DAY_MS);
  const last = Math.floor((untilMs + DAY_MS / 24) / DAY_MS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => journalDay((first + n) * DAY_MS));
}
