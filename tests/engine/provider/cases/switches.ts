import { type LifeCase } from "../world";

const onOff = (token: string): LifeCase => ({
  token,
  permanent: true,
  prepare: () =>
    Promise.resolve({ inputs: { enabled: true }, updates: [{ enabled: false }, { enabled: true }] }),
});

const sharing = (token: string, states: readonly string[]): LifeCase => ({
  token,
  permanent: true,
  prepare: () =>
    Promise.resolve({
      inputs: { state: "block-new-sharing" },
      updates: [...states, "block-new-sharing"].map((state) => ({ state })),
    }),
});

export const switchCases: readonly LifeCase[] = [
  onOff("aws:ebs/encryptionByDefault:EncryptionByDefault"),
  onOff("aws:ec2/serialConsoleAccess:SerialConsoleAccess"),
  sharing("aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", ["unblocked"]),
  sharing("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", ["block-all-sharing", "unblocked"]),
  {
    token: "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
    permanent: true,
    prepare: () =>
      Promise.resolve({
        inputs: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        expected: { httpEndpoint: "no-preference", instanceMetadataTags: "no-preference" },
        updates: [{ httpPutResponseHopLimit: 2 }, { instanceMetadataTags: "enabled" }],
      }),
  },
  {
    token: "aws:ebs/defaultKmsKey:DefaultKmsKey",
    permanent: true,
    async prepare(world) {
      const key = await world.make("aws:kms/key:Key", {});
      return { inputs: { keyArn: key.text("arn") }, replacements: { keyArn: "other" } };
    },
  },
  {
    token: "aws:ec2/allowedImagesSettings:AllowedImagesSettings",
    prepare: () =>
      Promise.resolve({
        inputs: { state: "audit-mode", imageCriterions: [{ imageProviders: ["123456789012"] }] },
        updates: [
          { state: "enabled" },
          {
            imageCriterions: [
              { imageProviders: ["amazon"], imageNames: ["al2023-*"] },
              { creationDateCondition: { maximumDaysSinceCreated: 90 } },
            ],
          },
        ],
      }),
  },
  {
    token: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
    permanent: true,
    prepare: () =>
      Promise.resolve({
        inputs: { internetGatewayBlockMode: "block-bidirectional" },
        expected: { awsRegion: "eu-central-1", awsAccountId: "123456789012" },
        updates: [{ internetGatewayBlockMode: "block-ingress" }],
      }),
  },
];
