import { unknownFlag, unknownList, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { add, ec2, instance, ofTypes, rowOf, template } from "../shapes";

const images = rowOf(56, "no-shared-image");
const snapshots = rowOf(57, "no-shared-snapshot");
const volumes = rowOf(58, "encrypted-volumes");

const ebs = add("ebs");
const volume = (props: object) =>
  ebs("Volume", "it", { availabilityZone: "us-east-1a", size: 10, ...props }, { kmsKeyId: [own.key] });
const allowed = (state: unknown) => ec2("AllowedImagesSettings", "it", { state });
const lifecycle = (policyDetails: object) =>
  add("dlm")(
    "LifecyclePolicy",
    "it",
    { description: "daily", executionRoleArn: unknownText, policyDetails },
    { executionRoleArn: [own.flowRole] },
  );
const schedule = (part: object) => lifecycle({ schedules: [{ name: "daily", ...part }] });
const mapping = (part: object) => [{ deviceName: "/dev/xvda", ebs: { volumeSize: 10, ...part } }];

/** Rows 56 to 58: images, snapshots, volumes. */
export const sharing: readonly EscapeCase[] = [
  images.escape(
    "with everybody",
    ec2("AmiLaunchPermission", "it", { imageId: "ami-0123456789abcdef0", group: "all" }),
  ),
  images.escape(
    "with an account",
    ec2("AmiLaunchPermission", "it", { imageId: "ami-0123456789abcdef0", accountId: "999999999999" }),
  ),
  images.escape(
    "with an organization",
    ec2("AmiLaunchPermission", "it", {
      imageId: "ami-0123456789abcdef0",
      organizationArn: "arn:aws:organizations::999999999999:organization/o-0123456789",
    }),
  ),
  images.escape(
    "by Image Builder",
    add("imagebuilder")("DistributionConfiguration", "it", {
      distributions: [
        { region: "us-east-1", amiDistributionConfiguration: { launchPermission: { userGroups: ["all"] } } },
      ],
    }),
  ),
  images.escape("the region's block off", [], { changes: { [own.images]: { state: "unblocked" } } }),
  images.escape("the region's block not known", [], { changes: { [own.images]: { state: unknownText } } }),
  images.escape("the region's block left out by who owns the switches", [], { removes: [own.images] }),
  images.escape("anybody's images, only counted", allowed("audit-mode")),
  images.escape("anybody's images", allowed("disabled")),
  images.twin("named images only", allowed("enabled")),

  snapshots.escape(
    "with an account",
    ec2("SnapshotCreateVolumePermission", "it", {
      snapshotId: "snap-0123456789abcdef0",
      accountId: "999999999999",
    }),
  ),
  snapshots.escape("by a schedule", schedule({ shareRule: { targetAccounts: ["999999999999"] } })),
  snapshots.escape(
    "by a second schedule",
    lifecycle({ schedules: [{ name: "a" }, { name: "b", shareRule: { targetAccounts: ["1"] } }] }),
  ),
  snapshots.escape(
    "by a copy to another region",
    schedule({ crossRegionCopyRules: [{ target: "eu-west-1", encrypted: true }] }),
  ),
  snapshots.escape(
    "by a policy that copies others'",
    lifecycle({ action: { name: "copy", crossRegionCopies: [] } }),
  ),
  snapshots.escape("by schedules that are not known", lifecycle({ schedules: unknownList })),
  snapshots.escape("of a database", add("rds")("Snapshot", "it", { sharedAccounts: ["999999999999"] })),
  snapshots.escape(
    "of a database cluster, with everybody",
    add("rds")("ClusterSnapshot", "it", { sharedAccounts: ["all"] }),
  ),
  ...ofTypes(
    57,
    "no-shared-snapshot",
  )({
    "by a backup vault's policy": "backup VaultPolicy",
    "by leave to copy backups to other accounts": "backup GlobalSettings",
    "of a database, to a bucket": "rds ExportTask",
  }),
  snapshots.escape("the region's block for new ones only", [], {
    changes: { [own.snapshots]: { state: "block-new-sharing" } },
  }),
  snapshots.escape("the region's block off", [], { changes: { [own.snapshots]: { state: "unblocked" } } }),
  snapshots.escape("the region's block left out by who owns the switches", [], { removes: [own.snapshots] }),
  snapshots.twin(
    "a schedule that keeps what it makes",
    schedule({ retainRule: { count: 7 }, createRule: { interval: 24 } }),
  ),

  volumes.escape("a volume", volume({})),
  volumes.escape("a volume that says no", volume({ encrypted: false })),
  volumes.escape("a volume of which it is not known", volume({ encrypted: unknownFlag })),
  volumes.escape("a template's", template("it", { blockDeviceMappings: mapping({ encrypted: "false" }) })),
  volumes.escape("a template's that says nothing", template("it", { blockDeviceMappings: mapping({}) })),
  volumes.escape(
    "a template's that is the image's to say",
    template("it", { blockDeviceMappings: undefined }),
  ),
  volumes.escape(
    "a machine's second",
    instance("it", { ebsBlockDevices: [{ deviceName: "/dev/sdf", encrypted: false }] }),
  ),
  volumes.escape("a machine's first", instance("it", { rootBlockDevice: { volumeSize: 10 } })),
  volumes.escape("the region's default off", [], { changes: { [own.encryption]: { enabled: false } } }),
  volumes.escape("the region's default left out by who owns the switches", [], { removes: [own.encryption] }),
  volumes.twin("a volume by the stack's key", volume({ encrypted: true, kmsKeyId: unknownText })),
  volumes.twin(
    "a template's device that is taken away",
    template(
      "more",
      {
        vpcSecurityGroupIds: [unknownText],
        blockDeviceMappings: [
          ...mapping({ encrypted: "true" }),
          { deviceName: "/dev/sdb", noDevice: "true" },
        ],
      },
      { vpcSecurityGroupIds: [own.workersGroup] },
    ),
  ),
];
