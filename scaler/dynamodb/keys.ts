import { type AttributeValue } from "@aws-sdk/client-dynamodb";

/**
 * Keys of the scaler's table. Partition key `pk`: `document` (written by the stack), `lease`, `state`, and `journal/<UTC day>`. Sort key
 * `sk`: `-` where there is one item, else `<time>/<fence>/<kind>` of a journal entry: a day is read by one query, in order.
 */
export const SINGLE = "-";

export function singleKey(pk: "document" | "lease" | "state"): Record<"pk" | "sk", AttributeValue> {
  return { pk: { S: pk }, sk: { S: SINGLE } };
}

/** Partition of the journal that holds a time. */
export function journalDay(atMs: number): string {
  return `journal/${new Date(atMs).toISOString().slice(0, 10)}`;
}
