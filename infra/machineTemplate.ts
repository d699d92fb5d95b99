import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Parts that the launch templates of workers and mirrors share: how a VM of this stack is guarded and marked, whatever it
 * does.
 */

/**
 * Instance metadata by session token only, one hop away; the bootstraps read tags there.
 * Source: EC2 guide, "Configure the Instance Metadata Service options".
 */
export const guardedMetadata: aws.types.input.ec2.LaunchTemplateMetadataOptions = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  httpPutResponseHopLimit: 1,
  httpProtocolIpv6: "disabled",
  instanceMetadataTags: "enabled",
};

/** A volume of `sizeGib` GiB, encrypted with the stack's key, that ends with its VM. */
export function encryptedVolume(
  deviceName: string,
  sizeGib: number,
  kmsKeyId: pulumi.Input<string>,
): aws.types.input.ec2.LaunchTemplateBlockDeviceMapping {
  return {
    deviceName,
    ebs: {
      volumeType: "gp3",
      volumeSize: sizeGib,
      encrypted: "true",
      kmsKeyId,
      deleteOnTermination: "true",
    },
  };
}

/** The tags on all that comes with a VM; the provider's default tags do not reach what others launch. */
export function tagsOfLaunch(
  tags: Readonly<Record<string, string>>,
): aws.types.input.ec2.LaunchTemplateTagSpecification[] {
  return ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags }));
}
