import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GeneratedSecret } from "../security/generatedSecret";
import { policyJson, trustJson } from "../iam";
import { encryptedVolume, guardedMetadata, tagsOfLaunch } from "../machineTemplate";
import { type PoolSettings } from "../settings/schema";
import { vmTags } from "../tags";

export interface WorkerPoolArgs {
  readonly environment: string;
  /** The pool's name in the settings. */
  readonly pool: string;
  readonly settings: PoolSettings;
  readonly securityGroupId: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** See `GeneratedSecretArgs.recoveryDays`. */
  readonly recoveryDays: number;
}

/**
 * VMs of one kind: the template from which the scaler makes them, the key from which their passwords come, and a
 * profile without rights. No VM is a resource here; the scaler makes, suspends and removes them.
 */
export class WorkerPool extends pulumi.ComponentResource {
  readonly template: aws.ec2.LaunchTemplate;
  /** Version of the template that is to be used, never `$Latest`. */
  readonly templateVersion: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  readonly workerKey: GeneratedSecret;

  constructor(name: string, args: WorkerPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:workers:WorkerPool", name, {}, opts);
    const parent = { parent: this };
    const { environment, pool, settings } = args;
    this.workerKey = new GeneratedSecret(
      `${name}-key`,
      {
        description: `Key of the worker passwords of pool ${pool} (${environment})`,
        kmsKeyArn: args.kmsKeyArn,
        recoveryDays: args.recoveryDays,
        generation: settings.keyGeneration,
      },
      parent,
    );
    const role = new aws.iam.Role(name, { assumeRolePolicy: trustJson("ec2.amazonaws.com") }, parent);
    // Said aloud, so that no policy of a bucket or of the account gives a build what nobody meant it to have.
    const nothing = policyJson([{ Sid: "NoRights", Effect: "Deny", Action: "*", Resource: "*" }]);
    new aws.iam.RolePolicy(name, { role: role.id, policy: nothing }, parent);
    const profile = new aws.iam.InstanceProfile(name, { role: role.name }, parent);

    this.template = new aws.ec2.LaunchTemplate(
      name,
      {
        description: `Workers of pool ${pool} (${environment})`,
        imageId: settings.image,
        instanceType: settings.instanceType,
        iamInstanceProfile: { arn: profile.arn },
        instanceInitiatedShutdownBehavior: "stop",
        // The scaler picks the subnet at each launch, which the API takes beside groups but not beside interfaces. The
        // subnets give no public address, and the scaler's role cannot ask for one.
        vpcSecurityGroupIds: [args.securityGroupId],
        metadataOptions: guardedMetadata,
        hibernationOptions: { configured: settings.hibernate },
        blockDeviceMappings: [encryptedVolume(settings.rootDevice, settings.rootGib, args.kmsKeyArn)],
        tagSpecifications: tagsOfLaunch(vmTags(environment, pool)),
        updateDefaultVersion: true,
        tags: { Name: name },
      },
      parent,
    );
    this.templateVersion = this.template.latestVersion.apply(String);
    this.roleArn = role.arn;
    this.registerOutputs({ launchTemplateId: this.template.id, templateVersion: this.templateVersion });
  }
}
