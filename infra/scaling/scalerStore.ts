import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { documentKey } from "./scalerPolicy";

export interface ScalerStoreArgs {
  readonly tableName: string;
  /** The scaler's document as JSON text. */
  readonly document: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly protect: boolean;
}

/** The scaler's memory: one table, whose item `document` is the stack's; the rest is the scaler's. */
export class ScalerStore extends pulumi.ComponentResource {
  readonly tableName: pulumi.Output<string>;
  /** What must be there before the scaler's first run. */
  readonly document: pulumi.Resource;

  constructor(name: string, args: ScalerStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:scaler:ScalerStore", name, {}, opts);
    const table = new aws.dynamodb.Table(
      name,
      {
        name: args.tableName,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        // The journal lies by days: `pk` is the day, `sk` the time.
        rangeKey: "sk",
        attributes: [
          { name: "pk", type: "S" },
          { name: "sk", type: "S" },
        ],
        // The scaler's journal ends by itself.
        ttl: { attributeName: "expiresAt", enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: args.kmsKeyArn },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: args.protect,
      },
      { parent: this },
    );
    // `-`: the only item of its partition. Source: scaler/dynamodb/keys.ts.
    const item = { pk: { S: documentKey }, sk: { S: "-" }, document: { S: args.document } };
    this.document = new aws.dynamodb.TableItem(
      `${name}-document`,
      {
        tableName: table.name,
        hashKey: "pk",
        rangeKey: "sk",
        item: pulumi.jsonStringify(item),
      },
      { parent: this },
    );
    this.tableName = table.name;
    this.registerOutputs({ tableName: this.tableName });
  }
}
