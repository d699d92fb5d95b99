import { controls } from "../controls";
import { expect } from "../expect";
import { type Fact } from "../facts/fact";
import { switchTypes } from "../facts/regionSwitches";
import { type ResourceFacts } from "../facts/resource";
import { judgeSwitch, missingSwitch, type RegionSwitch } from "../regionSwitch";
import { type Finding, ofTypes, refused, type Rule, undetermined } from "../rule";

const fix = "Set encrypted to true for each volume.";
const reason = "Sources, secrets of builds and, of a hibernated machine, its memory lie on the volume.";

function mustBeEncrypted(resource: ResourceFacts, property: string, fact: Fact<boolean>): readonly Finding[] {
  return expect({ resource, property, fact, accepts: (on) => on, absentIs: "refused", reason, fix });
}

/** A template without mappings leaves the volumes to the image, of which nothing is known here. */
function checkLaunchTemplate(template: ResourceFacts): readonly Finding[] {
  const property = "blockDeviceMappings";
  const mappings = template.props.objects(property);
  if (mappings.state === "unknown") return [undetermined([template, property], mappings, reason, fix)];
  if (mappings.state === "absent" || mappings.value.length === 0) {
    const advice = "Declare the image's volumes as blockDeviceMappings, each with ebs.encrypted: true.";
    return [refused([template, property], "not set", `The image would decide. ${reason}`, advice)];
  }
  return mappings.value.flatMap((mapping, index) => {
    const path = `${property}[${index}]`;
    if (mapping.state === "unknown") return [undetermined([template, path], mapping, reason, fix)];
    const ebs = mapping.state === "known" ? mapping.value.object("ebs") : mapping;
    if (ebs.state === "unknown") return [undetermined([template, `${path}.ebs`], ebs, reason, fix)];
    return ebs.state === "absent"
      ? []
      : mustBeEncrypted(template, `${path}.ebs.encrypted`, ebs.value.flag("encrypted"));
  });
}

function checkInstance(instance: ResourceFacts): readonly Finding[] {
  const root = instance.props.object("rootBlockDevice");
  if (root.state === "unknown") return [undetermined([instance, "rootBlockDevice"], root, reason, fix)];
  if (root.state === "absent") return [refused([instance, "rootBlockDevice"], "not set", reason, fix)];
  const others = instance.props.objects("ebsBlockDevices");
  if (others.state === "unknown") return [undetermined([instance, "ebsBlockDevices"], others, reason, fix)];
  const devices = others.state === "known" ? others.value : [];
  return [
    ...mustBeEncrypted(instance, "rootBlockDevice.encrypted", root.value.flag("encrypted")),
    ...devices.flatMap((device, index) => {
      const path = `ebsBlockDevices[${index}]`;
      if (device.state === "unknown") return [undetermined([instance, path], device, reason, fix)];
      return device.state === "absent"
        ? []
        : mustBeEncrypted(instance, `${path}.encrypted`, device.value.flag("encrypted"));
    }),
  ];
}

/** Source of the default: Pulumi registry, aws.ebs.EncryptionByDefault. */
const byDefault: RegionSwitch = {
  type: switchTypes.encryption,
  property: "enabled",
  read: (props) => props.flag("enabled"),
  guards: true,
  absentIs: "accepted",
};

/** What an image's or an instance's volumes are encrypted with; a copy of somebody's snapshot must say so itself. */
const volumeTypes = ["aws:ebs/volume:Volume", "aws:ebs/snapshotCopy:SnapshotCopy", "aws:ec2/amiCopy:AmiCopy"];

export const encryptedVolumes: Rule = {
  id: "encrypted-volumes",
  title: "Every volume of a machine is encrypted.",
  control: controls.encryptedAtRest,
  severity: "high",
  frameworks: { nist: ["SC-28(1)", "SC-13"], cis: ["5.1.1"], slsa: [] },
  url: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
  cause:
    "A volume, or a launch template's or instance's block device, that does not say `encrypted: true`; the region's encryption by " +
    "default is off, or the owner of the region's switches leaves it out.",
  fix,
  judges: ofTypes(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/instance:Instance",
    ...volumeTypes,
    ...Object.values(switchTypes),
  ),
  check(resource) {
    switch (resource.type) {
      case "aws:ec2/launchTemplate:LaunchTemplate":
        return checkLaunchTemplate(resource);
      case "aws:ec2/instance:Instance":
        return checkInstance(resource);
      default:
        return volumeTypes.includes(resource.type)
          ? mustBeEncrypted(resource, "encrypted", resource.props.flag("encrypted"))
          : judgeSwitch(byDefault, resource);
    }
  },
  relate: (stack) => missingSwitch(byDefault, stack),
};
