import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson } from "../iam";
import { type KeyReach, keyStatements } from "./keyPolicy";

export interface EncryptionKeyArgs extends KeyReach {
  /** `alias/…` */
  readonly alias: string;
  /** Days between the key's deletion and its end. Source: KMS API, ScheduleKeyDeletion: 7 to 30. */
  readonly deletionDays: number;
}

/** The environment's own key: root volumes, secrets, the scaler's table and all logs. */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:security:EncryptionKey", name, {}, opts);
    const key = new aws.kms.Key(
      name,
      {
        description: `overflow, ${args.alias}`,
        enableKeyRotation: true,
        deletionWindowInDays: args.deletionDays,
        policy: policyJson(keyStatements(args)),
      },
      { parent: this },
    );
    new aws.kms.Alias(name, { name: args.alias, targetKeyId: key.keyId }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
