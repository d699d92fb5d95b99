import { type DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { type JournalEntry } from "../journal";

/**
 * Journal entries since a time, oldest first. Reads the whole table, which holds news only, for 30 days: for people who ask, not for ticks.
 * @param sinceMs Unix milliseconds
 */
export async function readJournal(
  client: DynamoDBClient,
  tableName: string,
  sinceMs: number,
): Promise<readonly JournalEntry[]> {
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      // `journal0` is the first key behind all of `journal/…`.
      FilterExpression: "pk BETWEEN :since AND :end",
      ExpressionAttributeValues: {
        ":since": { S: `journal/${new Date(sinceMs).toISOString()}` },
        ":end": { S: "journal0" },
      },
      ProjectionExpression: "pk, entry",
    },
  );
  const found: { readonly pk: string; readonly entry: JournalEntry }[] = [];
  for await (const { Items = [] } of pages) {
    for (const { pk, entry } of Items) {
      if (pk?.S !== undefined && entry?.S !== undefined)
        found.push({ pk: pk.S, entry: JSON.parse(entry.S) as JournalEntry });
    }
  }
  return found.sort((a, b) => a.pk.localeCompare(b.pk)).map(({ entry }) => entry);
}
