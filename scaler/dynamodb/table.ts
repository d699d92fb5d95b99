import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { emptyMemory, type Memory } from "../decide/memory";
import { type ScalerDocument } from "../document";
import { parseDocument } from "../documentParser";
import { type JournalEntry } from "../journal";
import { FREE_LEASE, type Lease } from "../lease";
import { type DocumentSource } from "../ports";
import { journalDay, singleKey } from "./keys";
import { LeaseLost, type Store } from "../store";

type Item = Record<string, AttributeValue>;

/** How long a journal entry is kept; DynamoDB removes it by the TTL attribute `expiresAt`. */
const JOURNAL_DAYS = 30;
const DAY_SECONDS = 86_400;

/** The table as the scaler's store and the source of its document. Reads are strongly consistent. */
export class ScalerTable implements Store, DocumentSource {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  /** @throws Error if the stack has not written the document, or it is not one */
  async read(): Promise<ScalerDocument> {
    const text = (await this.#get("document"))?.["document"]?.S;
    if (text === undefined) {
      throw new Error(
        `table ${this.tableName} has no item pk=document; deploy the stack (overflow up) to write it`,
      );
    }
    return parseDocument(text);
  }

  async readLease(): Promise<Lease> {
    const item = await this.#get("lease");
    return item === undefined ? FREE_LEASE : leaseOf(item);
  }

  async writeLease(next: Lease): Promise<boolean> {
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: leaseItem(next),
          ConditionExpression: next.version === 1 ? "attribute_not_exists(pk)" : "version = :before",
          ...(next.version === 1
            ? {}
            : { ExpressionAttributeValues: { ":before": number(next.version - 1) } }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async readMemory(): Promise<Memory | null> {
    const text = (await this.#get("state"))?.["memory"]?.S;
    if (text === undefined) return null;
    const memory = JSON.parse(text) as { readonly schema: unknown };
    // Memory of another version of the code is no memory: the next tick starts with a look.
    return memory.schema === emptyMemory().schema ? (memory as Memory) : null;
  }

  async commit(
    holder: string,
    fence: number,
    memory: Memory,
    entries: readonly JournalEntry[],
  ): Promise<void> {
    const TableName = this.tableName;
    const held = {
      ConditionCheck: {
        TableName,
        Key: singleKey("lease"),
        ConditionExpression: "holder = :holder AND fence = :fence",
        ExpressionAttributeValues: { ":holder": text(holder), ":fence": number(fence) },
      },
    };
    const state = { ...singleKey("state"), memory: text(JSON.stringify(memory)), fence: number(fence) };
    const puts = [state, ...entries.map(journalItem)].map((Item) => ({ Put: { TableName, Item } }));
    try {
      await this.client.send(new TransactWriteItemsCommand({ TransactItems: [held, ...puts] }));
    } catch (error) {
      if (isHeldByAnother(error))
        throw new LeaseLost(`fence ${fence} of ${holder} is over`, { cause: error });
      throw error;
    }
  }

  async #get(pk: "document" | "lease" | "state"): Promise<Item | undefined> {
    const answer = await this.client.send(
      new GetItemCommand({ TableName: this.tableName, Key: singleKey(pk), ConsistentRead: true }),
    );
    return answer.Item;
  }
}

/** The first of the transaction's reasons is that of the condition on the lease. */
function isHeldByAnother(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  return error.CancellationReasons?.[0]?.Code === "ConditionalCheckFailed";
}

function leaseItem(lease: Lease): Item {
  return {
    ...singleKey("lease"),
    version: number(lease.version),
    ...(lease.holder === null ? {} : { holder: text(lease.holder) }),
    fence: number(lease.fence),
    expiresAtMs: number(lease.expiresAtMs),
    ...(lease.successor === null ? {} : { successor: text(lease.successor) }),
    successorSeenMs: number(lease.successorSeenMs),
    closed: { BOOL: lease.closed },
  };
}

function leaseOf(item: Item): Lease {
  return {
    version: Number(item["version"]?.N ?? 0),
    holder: item["holder"]?.S ?? null,
    fence: Number(item["fence"]?.N ?? 0),
    expiresAtMs: Number(item["expiresAtMs"]?.N ?? 0),
    successor: item["successor"]?.S ?? null,
    successorSeenMs: Number(item["successorSeenMs"]?.N ?? 0),
    closed: item["closed"]?.BOOL ?? false,
  };
}

function journalItem(entry: JournalEntry): Item {
  const at = new Date(entry.atMs).toISOString();
  const expiresAt = Math.ceil(entry.atMs / 1000) + JOURNAL_DAYS * DAY_SECONDS;
  return {
    pk: text(journalDay(entry.atMs)),
    sk: text(`${at}/${entry.fence}/${entry.kind}`),
    entry: text(JSON.stringify(entry)),
    expiresAt: number(expiresAt),
  };
}

function text(value: string): AttributeValue {
  return { S: value };
}

function number(value: number): AttributeValue {
  return { N: String(value) };
}
