import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * The switches that guard a whole region of an account, and for what: one value each, whichever environment looks.
 * One environment per account and region sets them; they stay when it goes, as others rely on them.
 *
 * - no way through any internet gateway, in either direction (VPC guide, "Block public access to VPCs and subnets")
 * - no serial console (EC2 guide, "Configure access to the EC2 Serial Console")
 * - volumes are encrypted unless somebody says otherwise (EBS guide, "Encryption by default")
 * - images and snapshots are shared with nobody (EC2 guide, "Block public access to your AMIs"; EBS guide, the same
 *   for snapshots)
 * - instance metadata only by session token, one hop (EC2 guide, "Configure the Instance Metadata Service")
 */
export class RegionGuard extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:security:RegionGuard", name, {}, opts);
    // Deleting most of them opens what they close; so a destroy leaves them, and protection has nothing to add.
    const kept = { parent: this, retainOnDelete: true, protect: false };
    new aws.ec2.VpcBlockPublicAccessOptions(
      name,
      { internetGatewayBlockMode: guardedState.internetGatewayBlockMode },
      kept,
    );
    new aws.ec2.SerialConsoleAccess(name, { enabled: guardedState.serialConsole }, kept);
    new aws.ebs.EncryptionByDefault(name, { enabled: guardedState.encryptionByDefault }, kept);
    new aws.ec2.ImageBlockPublicAccess(name, { state: guardedState.imageBlockPublicAccess }, kept);
    new aws.ebs.SnapshotBlockPublicAccess(name, { state: guardedState.snapshotBlockPublicAccess }, kept);
    new aws.ec2.InstanceMetadataDefaults(
      name,
      { httpTokens: guardedState.httpTokens, httpPutResponseHopLimit: guardedState.httpPutResponseHopLimit },
      kept,
    );
    this.registerOutputs({});
  }
}

/** The values that guard. Whoever does not own the switches asserts that they are so. */
export const guardedState = {
  internetGatewayBlockMode: "block-bidirectional",
  serialConsole: false,
  encryptionByDefault: true,
  imageBlockPublicAccess: "block-new-sharing",
  snapshotBlockPublicAccess: "block-all-sharing",
  httpTokens: "required",
  httpPutResponseHopLimit: 1,
} as const;

export type GuardedState = { readonly [K in keyof typeof guardedState]: string | number | boolean };
