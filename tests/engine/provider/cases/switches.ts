import { type LifeCase } from "../world";

const onOff = (token: string): LifeCase => ({
  token,
  permanent: true,
  prepare: () =>
    Promise.resolve({ inputs: { enabled: true }, updates: [{ enabled: false }, { enabled: true }] }),
});

export const switchCases: readonly LifeCase[] = [
  onOff("aws:ebs/encryptionByDefault:EncryptionByDefault"),
  onOff("aws:ec2/serialConsoleAccess:SerialConsoleAccess"),
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
