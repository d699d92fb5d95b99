import { type LifeCase } from "../world";

const item = (value: Record<string, unknown>): string => JSON.stringify({ pk: { S: "document" }, ...value });

export const tableCases: readonly LifeCase[] = [
  {
    token: "aws:dynamodb/table:Table",
    prepare: () =>
      Promise.resolve({
        inputs: {
          billingMode: "PAY_PER_REQUEST",
          hashKey: "pk",
          attributes: [{ name: "pk", type: "S" }],
          pointInTimeRecovery: { enabled: true },
          serverSideEncryption: { enabled: true },
          ttl: { attributeName: "expires", enabled: true },
        },
        updates: [
          { pointInTimeRecovery: { enabled: false } },
          { deletionProtectionEnabled: true },
          { deletionProtectionEnabled: false },
          { ttl: { attributeName: "expires", enabled: false } },
        ],
        replacements: { hashKey: "id", name: "other" },
      }),
  },
  {
    token: "aws:dynamodb/table:Table",
    prepare: () =>
      Promise.resolve({
        inputs: {
          readCapacity: 2,
          writeCapacity: 1,
          hashKey: "pk",
          rangeKey: "sk",
          attributes: [
            { name: "pk", type: "S" },
            { name: "sk", type: "N" },
          ],
          streamEnabled: true,
          streamViewType: "NEW_IMAGE",
        },
        expected: { billingMode: "PROVISIONED" },
        updates: [{ readCapacity: 3 }],
      }),
  },
  {
    token: "aws:dynamodb/tableItem:TableItem",
    async prepare(world) {
      const table = await world.make("aws:dynamodb/table:Table", {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        attributes: [{ name: "pk", type: "S" }],
      });
      return {
        inputs: {
          tableName: table.id,
          hashKey: "pk",
          item: item({ document: { S: "{}" }, old: { N: "1" } }),
        },
        expected: { hashKeyValue: "document", rangeKeyValue: "" },
        updates: [
          { item: item({ document: { S: `{"a":1}` } }) },
          { item: JSON.stringify({ pk: { S: "other" }, document: { S: "{}" } }) },
        ],
        replacements: { tableName: "other", hashKey: "id" },
      };
    },
  },
];
