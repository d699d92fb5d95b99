import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface GeneratedSecretArgs {
  readonly description: string;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Days in which a deleted secret can be recovered: 0 (none) or 7 to 30. Source: Secrets Manager API, DeleteSecret. */
  readonly recoveryDays: number;
  /** Raised by one to replace the text: each generation is a version of its own, made anew. */
  readonly generation: number;
}

/** Letters and digits of a generated secret: 48 hold 285 bits. */
const secretLength = 48;

/**
 * A secret that AWS invents when the stack first comes up and that stays as it is afterwards: each run asks for a new
 * random text, and only the one of the run that makes the generation counts.
 */
export class GeneratedSecret extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** The text, a secret output. */
  readonly value: pulumi.Output<string>;

  constructor(name: string, args: GeneratedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:security:GeneratedSecret", name, {}, opts);
    const secret = new aws.secretsmanager.Secret(
      name,
      {
        description: args.description,
        kmsKeyId: args.kmsKeyArn,
        recoveryWindowInDays: args.recoveryDays,
      },
      { parent: this },
    );
    const random = aws.secretsmanager.getRandomPasswordOutput(
      { passwordLength: secretLength, excludePunctuation: true },
      { parent: this },
    );
    const version = new aws.secretsmanager.SecretVersion(
      `${name}-${args.generation}`,
      { secretId: secret.id, secretString: pulumi.secret(random.randomPassword) },
      { parent: this, ignoreChanges: ["secretString"] },
    );
    // By way of the version: whoever holds the ARN can read a value.
    this.arn = pulumi.all([secret.arn, version.id]).apply(([arn]) => arn);
    this.value = pulumi.secret(version.secretString.apply((text) => text ?? ""));
    this.registerOutputs({ arn: this.arn });
  }
}
