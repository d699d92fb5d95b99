import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardedState } from "./guardedState";
import { type Settings } from "../settings/schema";

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

/**
 * Where an environment relies on switches that it does not own, looks at those of them that @pulumi/aws has functions for, before anything is
 * declared: so plain `pulumi up` makes nothing in a region whose guard is plainly open. `overflow` looks at all of them before the engine
 * starts (operations/regionGuard.ts).
 * @throws pulumi.RunError: a switch is open
 */
export async function assertGuard({
  environment,
  account,
  region,
  regionGuard,
}: Pick<Settings, "environment" | "account" | "region" | "regionGuard">): Promise<void> {
  if (regionGuard === "owner") return;
  const provider = new aws.Provider("look", { region: region as aws.Region, allowedAccountIds: [account] });
  const [serialConsole, encryption] = await Promise.all([
    aws.ec2.getSerialConsoleAccess({}, { provider }),
    aws.ebs.getEncryptionByDefault({}, { provider }),
  ]);
  const open = [
    ...(serialConsole.enabled === guardedState.serialConsole ? [] : ["the EC2 serial console is on"]),
    ...(encryption.enabled === guardedState.encryptionByDefault ? [] : ["EBS encryption by default is off"]),
  ];
  if (open.length === 0) return;
  throw new pulumi.RunError(
    `${environment} relies on the guard of ${region} in account ${account} (overflow:regionGuard: ${regionGuard}), and ${open.join(", ")}. ` +
      `Nothing was changed. Bring up the environment that owns the guard, or see all switches: npx overflow doctor ${environment}`,
  );
}
