import { type ResourceFacts, type StackFacts } from "./resource";

/**
 * Switches that hold for a whole region of an account, for every network in it. Who owns them declares all of them; whoever does not own them
 * declares none. Source: Pulumi registry, page of each type.
 */
export const switchTypes = {
  blockPublicAccess: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
  serialConsole: "aws:ec2/serialConsoleAccess:SerialConsoleAccess",
  encryption: "aws:ebs/encryptionByDefault:EncryptionByDefault",
  images: "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  snapshots: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  metadata: "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
} as const;

/** A switch of the stack, if it owns the region's switches and lacks this one: what a finding points at. */
export function ownerWithout(stack: StackFacts, type: string): ResourceFacts | undefined {
  if (stack.ofType(type).length > 0) return undefined;
  return Object.values(switchTypes).flatMap((other) => stack.ofType(other))[0];
}
