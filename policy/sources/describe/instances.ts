import { Withheld } from "../../facts/props";
import { type Json, present } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { livingInstances } from "./interfaces";
import { type Item } from "./item";
import { types } from "./types";

const noVolumes = new Withheld("is in describe-volumes.json, which is not there");
const volumeNotListed = new Withheld(
  "is of a volume that is not in describe-volumes.json: the VM came or went while AWS was asked, so ask again",
);

/** Instances; how they are reached is told by their interfaces, which each names. Source: EC2 API, Instance. */
export function readInstances(answers: Answers, collection: Collection): void {
  const interfaces = interfacesByInstance(answers, collection);
  const volumes = new Map(answers.items("describe-volumes").map((item) => [item.id("VolumeId"), item]));
  for (const item of livingInstances(answers)) {
    const id = item.id("InstanceId");
    const own = interfaces.get(id) ?? [];
    const primary = own.find(({ deviceIndex }) => deviceIndex === 0) ?? own[0];
    const publicIp = item.text("PublicIpAddress");
    const metadata = item.object("MetadataOptions");
    collection.add(
      types.instance,
      id,
      {
        subnetId: item.text("SubnetId"),
        vpcId: item.text("VpcId"),
        privateIp: item.text("PrivateIpAddress"),
        publicIp,
        associatePublicIpAddress: publicIp !== undefined,
        vpcSecurityGroupIds: item.textsOf("SecurityGroups", "GroupId"),
        sourceDestCheck: item.flag("SourceDestCheck"),
        availabilityZone: item.object("Placement")?.text("AvailabilityZone"),
        instanceState: item.object("State")?.text("Name"),
        instanceType: item.text("InstanceType"),
        ami: item.text("ImageId"),
        iamInstanceProfile: item.object("IamInstanceProfile")?.text("Arn")?.split("/").pop(),
        primaryNetworkInterfaceId: primary?.networkInterfaceId,
        networkInterfaces: own,
        metadataOptions: metadata && metadataOf(metadata),
        ...blockDevices(item, answers.has("describe-volumes") ? volumes : undefined),
      },
      item,
    );
  }
}

/** Source: EC2 API, InstanceMetadataOptionsResponse. */
export function metadataOf(item: Item): Json {
  return present({
    httpEndpoint: item.text("HttpEndpoint"),
    httpTokens: item.text("HttpTokens"),
    httpPutResponseHopLimit: item.number("HttpPutResponseHopLimit"),
    httpProtocolIpv6: item.text("HttpProtocolIpv6"),
    instanceMetadataTags: item.text("InstanceMetadataTags"),
  });
}

interface Attached {
  readonly networkInterfaceId: string;
  readonly deviceIndex: unknown;
}

/** As the interfaces tell, and as the instances do: one of both may be from before the other. */
function interfacesByInstance(
  answers: Answers,
  collection: Collection,
): ReadonlyMap<string, readonly Attached[]> {
  const found = new Map<string, Attached[]>();
  for (const { id, props } of collection.ofType(types.networkInterface)) {
    const attachments = props["attachments"] as readonly Json[] | undefined;
    for (const { instance, deviceIndex } of attachments ?? []) {
      if (typeof instance !== "string") continue;
      const entry = { networkInterfaceId: id, deviceIndex: deviceIndex ?? 0 };
      const same = found.get(instance);
      if (same === undefined) found.set(instance, [entry]);
      else same.push(entry);
    }
  }
  for (const item of livingInstances(answers)) {
    const own = found.get(item.id("InstanceId")) ?? [];
    const listed = new Set(own.map(({ networkInterfaceId }) => networkInterfaceId));
    const more = item.list("NetworkInterfaces").flatMap((one): readonly Attached[] => {
      const networkInterfaceId = one.id("NetworkInterfaceId");
      const deviceIndex = one.object("Attachment")?.number("DeviceIndex") ?? 0;
      return listed.has(networkInterfaceId) ? [] : [{ networkInterfaceId, deviceIndex }];
    });
    if (more.length > 0) found.set(item.id("InstanceId"), [...own, ...more]);
  }
  return found;
}

function blockDevices(instance: Item, volumes: ReadonlyMap<string, Item> | undefined): Json {
  const root = instance.text("RootDeviceName");
  const devices = instance.list("BlockDeviceMappings").flatMap((mapping) => {
    const volumeId = mapping.object("Ebs")?.text("VolumeId");
    const deviceName = mapping.text("DeviceName");
    if (volumeId === undefined) return [];
    const volume = volumes?.get(volumeId);
    const unlisted = volumes === undefined ? noVolumes : volumeNotListed;
    const encrypted = volume === undefined ? unlisted : volume.flag("Encrypted");
    return [present({ deviceName, volumeId, encrypted, kmsKeyId: volume?.text("KmsKeyId") })];
  });
  const isRoot = ({ deviceName }: Json) => deviceName === root;
  return present({
    rootBlockDevice: devices.find(isRoot),
    ebsBlockDevices: devices.filter((device) => !isRoot(device)),
  });
}

/** Source: EC2 API, Volume. */
export function readVolumes(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-volumes")) {
    if (["deleting", "deleted"].includes(item.text("State") ?? "")) continue;
    collection.add(
      types.volume,
      item.id("VolumeId"),
      {
        availabilityZone: item.text("AvailabilityZone"),
        encrypted: item.flag("Encrypted"),
        kmsKeyId: item.text("KmsKeyId"),
        snapshotId: item.text("SnapshotId"),
      },
      item,
    );
  }
}
