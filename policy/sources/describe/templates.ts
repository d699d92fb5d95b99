import { Withheld } from "../../facts/props";
import { canonical, type Json, present } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { metadataOf } from "./instances";
import { type Item } from "./item";
import { types } from "./types";

/** What a template's version makes. User data is not read: it may hold secrets. Source: EC2 API, ResponseLaunchTemplateData. */
function dataOf(data: Item): Json {
  const metadata = data.object("MetadataOptions");
  const profile = data.object("IamInstanceProfile");
  return present({
    imageId: data.text("ImageId"),
    instanceType: data.text("InstanceType"),
    vpcSecurityGroupIds: data.texts("SecurityGroupIds"),
    iamInstanceProfile: profile && present({ arn: profile.text("Arn"), name: profile.text("Name") }),
    metadataOptions: metadata && metadataOf(metadata),
    networkInterfaces: data.list("NetworkInterfaces").map(interfaceOf),
    blockDeviceMappings: data.list("BlockDeviceMappings").map((mapping) => {
      const ebs = mapping.object("Ebs");
      const disk =
        ebs &&
        present({
          encrypted: ebs.flag("Encrypted"),
          kmsKeyId: ebs.text("KmsKeyId"),
          snapshotId: ebs.text("SnapshotId"),
        });
      return present({ deviceName: mapping.text("DeviceName"), ebs: disk });
    }),
  });
}

/** The provider writes these two flags as texts. */
function interfaceOf(item: Item): Json {
  const text = (key: string) => (item.has(key) ? String(item.flag(key)) : undefined);
  return present({
    deviceIndex: item.number("DeviceIndex"),
    networkInterfaceId: item.text("NetworkInterfaceId"),
    subnetId: item.text("SubnetId"),
    securityGroups: item.texts("Groups"),
    associatePublicIpAddress: text("AssociatePublicIpAddress"),
    associateCarrierIpAddress: text("AssociateCarrierIpAddress"),
    privateIpAddress: item.text("PrivateIpAddress"),
    ipv6AddressCount: item.number("Ipv6AddressCount"),
    ipv6Addresses: item.textsOf("Ipv6Addresses", "Ipv6Address"),
  });
}

/** Under which id each version of a template stands: the default one as the template, others that differ beside it. */
type Versions = ReadonlyMap<string, string>;

/** Launch templates and the groups that start instances by them. */
export function readTemplates(answers: Answers, collection: Collection): void {
  const versionsOf = new Map<string, Versions>();
  const byName = new Map<string, string>();
  for (const item of answers.items("describe-launch-templates")) {
    const id = item.id("LaunchTemplateId");
    byName.set(item.text("LaunchTemplateName") ?? "", id);
    versionsOf.set(id, readVersions(answers, collection, item, id));
  }
  for (const item of answers.items("autoscaling-describe-auto-scaling-groups")) {
    const mixed = item.object("MixedInstancesPolicy")?.object("LaunchTemplate");
    const specifications = [
      item.object("LaunchTemplate"),
      mixed?.object("LaunchTemplateSpecification"),
      ...(mixed?.list("Overrides").map((override) => override.object("LaunchTemplateSpecification")) ?? []),
    ].filter((one) => one !== undefined);
    const [first, ...others] = specifications.map((one) => templateOf(one, versionsOf, byName));
    const subnets = item.text("VPCZoneIdentifier")?.split(",") ?? [];
    const name = item.id("AutoScalingGroupName");
    collection.add(
      types.scalingGroup,
      name,
      {
        name,
        arn: item.text("AutoScalingGroupARN"),
        minSize: item.number("MinSize"),
        maxSize: item.number("MaxSize"),
        vpcZoneIdentifiers: subnets.map((subnet) => subnet.trim()),
        targetGroupArns: item.texts("TargetGroupARNs"),
        launchConfiguration: item.text("LaunchConfigurationName"),
        ...(item.has("LaunchTemplate")
          ? { launchTemplate: first }
          : mixed && {
              mixedInstancesPolicy: {
                launchTemplate: {
                  launchTemplateSpecification: mixedOf(first),
                  overrides: others.map((one) => ({ launchTemplateSpecification: mixedOf(one) })),
                },
              },
            }),
      },
      item,
    );
  }
}

const mixedOf = (template: Json | undefined): Json => ({
  launchTemplateId: template?.["id"],
  version: template?.["version"],
});

function readVersions(answers: Answers, collection: Collection, item: Item, id: string): Versions {
  const name = item.text("LaunchTemplateName");
  const root = answers.of("describe-launch-template-versions", id);
  const versions = (root?.list("LaunchTemplateVersions") ?? []).map((version) => ({
    number: String(version.number("VersionNumber") ?? ""),
    isDefault: version.flag("DefaultVersion") === true,
    data: dataOf(version.object("LaunchTemplateData") ?? version),
  }));
  const chosen = versions.find(({ isDefault }) => isDefault) ?? versions[0];
  const ids = new Map<string, string>();
  if (chosen === undefined) {
    const hidden = new Withheld(`is in describe-launch-template-versions.${id}.json, which is not there`);
    const unseen = {
      networkInterfaces: hidden,
      vpcSecurityGroupIds: hidden,
      metadataOptions: hidden,
      blockDeviceMappings: hidden,
    };
    collection.add(types.launchTemplate, id, { name, ...unseen }, item);
    return ids;
  }
  collection.add(types.launchTemplate, id, { name, ...chosen.data }, item);
  for (const { number, data } of versions) {
    const isSame = canonical(data) === canonical(chosen.data);
    const own = isSame ? id : `${id} version ${number}`;
    ids.set(number, own);
    if (!isSame) collection.add(types.launchTemplate, own, { name, ...data }, item);
  }
  const latest = item.number("LatestVersionNumber");
  ids.set("$Default", id);
  if (latest !== undefined) ids.set("$Latest", ids.get(String(latest)) ?? id);
  return ids;
}

/** Source: Auto Scaling API, LaunchTemplateSpecification: without a version, the default one. */
function templateOf(
  item: Item,
  versionsOf: ReadonlyMap<string, Versions>,
  byName: ReadonlyMap<string, string>,
): Json {
  const id = item.text("LaunchTemplateId") ?? byName.get(item.text("LaunchTemplateName") ?? "");
  const version = item.text("Version") ?? "$Default";
  const versions = id === undefined ? undefined : versionsOf.get(id);
  if (id === undefined || versions === undefined || versions.size === 0) return { id, version };
  const hidden = new Withheld(
    `is version ${version} of ${id}, which is not in describe-launch-template-versions.${id}.json`,
  );
  return { id: versions.get(version) ?? hidden, version };
}
