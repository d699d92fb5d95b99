import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { trustJson } from "../iam";
import { ceilingJson } from "../security/ceiling";
import { mirrorActions } from "./mirrorAccess";
import { encryptedVolume, guardedMetadata, tagsOfLaunch } from "../machineTemplate";
import { type MirrorSettings } from "../settings/groups/mirrors";
import { mirrorTags } from "../tags";

export interface MirrorArgs {
  readonly environment: string;
  /** The trust level that it serves. */
  readonly level: string;
  readonly settings: MirrorSettings;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly targetGroupArn: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** JSON of what its profile may do. */
  readonly access: pulumi.Input<string>;
  /** Base64 of what `images/mirror/bootstrap.py` reads. */
  readonly userData: pulumi.Input<string>;
}

/**
 * Seconds from a mirror's launch to the first look that counts: it boots and waits up to 300 s for its settings (`bootstrap.py`), and a right
 * or a certificate that was given just now takes a while to be known. A shorter time would end mirrors that are about to serve.
 */
const graceSeconds = 600;

/** Seconds that a new mirror serves before the next one is replaced. */
const warmupSeconds = 120;

/**
 * A new mirror serves before an old one goes, one more than usual at a time: builds never lose their mirror to a change, and a template that
 * cannot serve ends no mirror that does. Source: EC2 Auto Scaling guide, "Instance maintenance policies", launch before terminating.
 */
const refreshPercent = { minHealthyPercentage: 100, maxHealthyPercentage: 110 } as const;

/** The device of the cache; `images/mirror` makes its file system at first boot. */
const cacheDevice = "/dev/sdf";

/**
 * The mirrors of one trust level: a group over the zones that replaces what is ill, from an image made outside. A new
 * configuration is a new template, with which the group replaces its mirrors one after another.
 */
export class Mirror extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: MirrorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:mirrors:Mirror", name, {}, opts);
    const parent = { parent: this };
    const { settings } = args;
    const role = new aws.iam.Role(name, { assumeRolePolicy: trustJson("ec2.amazonaws.com") }, parent);
    const rights = new aws.iam.RolePolicy(name, { role: role.id, policy: args.access }, parent);
    const ceiling = ceilingJson({ actions: mirrorActions });
    new aws.iam.RolePolicy(`${name}-ceiling`, { role: role.id, policy: ceiling }, parent);
    const profile = new aws.iam.InstanceProfile(name, { role: role.name }, parent);
    const tags = {
      Name: `overflow-${args.environment}-mirror-${args.level}`,
      ...mirrorTags(args.environment, args.level),
    };
    const volume = (deviceName: string, sizeGib: number) =>
      encryptedVolume(deviceName, sizeGib, args.kmsKeyArn);
    const template = new aws.ec2.LaunchTemplate(
      name,
      {
        description: `Mirrors of trust level ${args.level} (${args.environment})`,
        imageId: settings.image,
        instanceType: settings.instanceType,
        iamInstanceProfile: { arn: profile.arn },
        vpcSecurityGroupIds: [args.securityGroupId],
        userData: args.userData,
        metadataOptions: guardedMetadata,
        blockDeviceMappings: [
          volume(settings.rootDevice, settings.rootGib),
          volume(cacheDevice, settings.cacheGib),
        ],
        tagSpecifications: tagsOfLaunch(tags),
        updateDefaultVersion: true,
        tags: { Name: name },
      },
      parent,
    );
    new aws.autoscaling.Group(
      name,
      {
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        vpcZoneIdentifiers: args.subnetIds,
        minSize: settings.minimum,
        maxSize: settings.maximum,
        targetGroupArns: [args.targetGroupArn],
        healthCheckType: "ELB",
        healthCheckGracePeriod: graceSeconds,
        // Its mirrors become healthy once their certificate is there, which may come after the stack.
        waitForCapacityTimeout: "0",
        instanceRefresh: {
          strategy: "Rolling",
          preferences: { ...refreshPercent, instanceWarmup: String(warmupSeconds) },
        },
        tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      },
      { parent: this, dependsOn: [rights] },
    );
    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
