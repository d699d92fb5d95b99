import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { singleKey } from "../../scaler/dynamodb/keys";
import { readJournal } from "../../scaler/dynamodb/journalReader";
import { expect } from "chai";
import { systemClock } from "../../scaler/clock";
import { decide } from "../../scaler/decide/decide";
import { emptyMemory } from "../../scaler/decide/memory";
import { ScalerTable } from "../../scaler/dynamodb/table";
import { decided } from "../../scaler/journal";
import { HeldLease, takeLease } from "../../scaler/leadership";
import { LeaseLost } from "../../scaler/store";
import { aDocument, Farm } from "../scaler/worlds";
import { startEmulator } from "./scalerEmulator";
import { removeLabDirectory } from "./temporaryLab";

describe("the scaler's table on the emulator", function () {
  this.timeout(20_000);
  this.bail(true);
  let directory: string;
  let dynamodb: DynamoDBClient;
  let table: ScalerTable;

  before(async () => {
    const emulator = await startEmulator();
    directory = emulator.directory;
    dynamodb = new DynamoDBClient(emulator.options);
    await dynamodb.send(
      new CreateTableCommand({
        TableName: "scaler",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S" as const,
        })),
      }),
    );
    table = new ScalerTable(dynamodb, "scaler");
  });

  after(async () => {
    dynamodb.destroy();
    await removeLabDirectory(directory);
  });

  const never = new AbortController().signal;

  it("has no document until the stack writes it", async () => {
    const error = await table.read().catch((caught: unknown) => caught);
    expect(String(error)).to.include("has no item pk=document");
    const document = { S: JSON.stringify(aDocument()) };
    await dynamodb.send(
      new PutItemCommand({ TableName: "scaler", Item: { ...singleKey("document"), document } }),
    );
    expect(await table.read()).to.deep.equal(aDocument());
  });

  it("gives the lease to one of two who ask at once", async () => {
    const row = await table.readLease();
    const ask = (holder: string) =>
      table.writeLease({ ...row, version: 1, holder, fence: 1, expiresAtMs: 0 });
    const won = await Promise.all([ask("a"), ask("b")]);
    expect(won.filter(Boolean)).to.have.length(1);
  });

  it("takes memory and journal from the holder, and from nobody else", async () => {
    const lease = await takeLease("leader", table, systemClock, never);
    expect(lease).to.be.instanceOf(HeldLease);
    const plan = decide(new Farm().requests(1).world());
    const entry = decided(plan, "sha256:0", lease!.fence, Date.now());
    await table.commit("leader", lease!.fence, plan.memory, [entry]);
    expect(await table.readMemory()).to.deep.equal(plan.memory);
    for (const [holder, fence] of [
      ["other", lease!.fence],
      ["leader", lease!.fence - 1],
    ] as const) {
      const error = await table.commit(holder, fence, emptyMemory(), []).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(LeaseLost);
    }
    expect(await table.readMemory()).to.deep.equal(plan.memory);
    const { Items } = await dynamodb.send(new ScanCommand({ TableName: "scaler" }));
    const journal = (Items ?? []).filter((item) => item["pk"]?.S?.startsWith("journal/") === true);
    expect(journal).to.have.length(1);
    expect(Number(journal[0]?.["expiresAt"]?.N)).to.be.greaterThan(Date.now() / 1000);
  });

  it("tells the journal since a time, over days, oldest first", async () => {
    const row = await table.readLease();
    const plan = decide(new Farm().requests(1).world());
    const hour = 3_600_000;
    const midnight = Date.UTC(2026, 10, 23);
    const at = (hours: number) => decided(plan, "sha256:0", row.fence, midnight + hours * hour);
    await table.commit("leader", row.fence, plan.memory, [at(1), at(-1), at(-30)]);
    const read = (sinceHours: number) =>
      readJournal(dynamodb, "scaler", midnight + sinceHours * hour, midnight + 2 * hour);
    expect(await read(-2)).to.deep.equal([at(-1), at(1)]);
    expect(await read(-31)).to.deep.equal([at(-30), at(-1), at(1)]);
    expect(await read(1.5)).to.deep.equal([]);
  });

  it("lets a leader hand over to the run that waits, under a new fence", async () => {
    const row = await table.readLease();
    const leader = new HeldLease("leader", row, table, systemClock);
    const waiting = takeLease("next", table, systemClock, never);
    expect(await leader.keep(never)).to.equal("successor");
    await leader.passOn();
    expect((await waiting)?.fence).to.equal(row.fence + 1);
    expect(await leader.keep(never)).to.equal("lost");
  });
});
