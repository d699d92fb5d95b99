import { type LifeCase } from "../world";

const owner = (action: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: action,
        Resource: "*",
      },
    ],
  });

export const keepingCases: readonly LifeCase[] = [
  {
    token: "aws:kms/key:Key",
    prepare: () =>
      Promise.resolve({
        inputs: { description: "disks", policy: owner("kms:*"), deletionWindowInDays: 7 },
        expected: { isEnabled: true, enableKeyRotation: false, keyUsage: "ENCRYPT_DECRYPT" },
        updates: [
          { description: "disks of workers" },
          { enableKeyRotation: true },
          { policy: owner("kms:Decrypt") },
          { isEnabled: false },
        ],
        replacements: { keyUsage: "SIGN_VERIFY", multiRegion: true },
      }),
  },
  {
    token: "aws:kms/alias:Alias",
    async prepare(world) {
      const key = await world.make("aws:kms/key:Key", {});
      const other = await world.make("aws:kms/key:Key", {});
      return {
        inputs: { targetKeyId: key.id },
        expected: { targetKeyArn: key.text("arn") },
        updates: [{ targetKeyId: other.id }, { targetKeyId: key.text("arn") }],
        replacements: { name: "alias/other" },
      };
    },
  },
  {
    token: "aws:secretsmanager/secret:Secret",
    prepare: () =>
      Promise.resolve({
        inputs: { description: "pool key", recoveryWindowInDays: 7 },
        updates: [{ description: "key of pool linux64" }, { policy: owner("secretsmanager:GetSecretValue") }],
        replacements: { name: "other" },
      }),
  },
  {
    token: "aws:secretsmanager/secretVersion:SecretVersion",
    // The version that readers get cannot be taken from a secret: it goes with the secret.
    permanent: true,
    async prepare(world) {
      const secret = await world.make("aws:secretsmanager/secret:Secret", { recoveryWindowInDays: 0 });
      return {
        inputs: { secretId: secret.id, secretString: "test-key" },
        expected: { versionStages: ["AWSCURRENT"], arn: secret.text("arn") },
        updates: [{ versionStages: ["AWSCURRENT", "pinned"] }, { versionStages: ["AWSCURRENT"] }],
        replacements: { secretString: "other-key", secretId: "other" },
      };
    },
  },
  {
    token: "aws:cloudwatch/logGroup:LogGroup",
    prepare: () =>
      Promise.resolve({
        inputs: { name: "/overflow/flows", retentionInDays: 30 },
        updates: [{ retentionInDays: 90 }, { retentionInDays: 0 }],
        replacements: { name: "other", logGroupClass: "INFREQUENT_ACCESS" },
      }),
  },
];
