import { type Json, present } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** States in which an interface is no longer there. Source: EC2 API, NetworkInterface, Status. */
const gone: ReadonlySet<string> = new Set(["deleting"]);

/** The public address of the main private one, given at launch or elastic. */
function associationOf(item: Item, addresses: readonly Item[]): Json | undefined {
  const main = addresses.find((address) => address.flag("Primary") === true) ?? addresses[0];
  const association = item.object("Association") ?? main?.object("Association");
  const publicIp = association?.text("PublicIp");
  return publicIp === undefined
    ? undefined
    : present({ publicIp, allocationId: association?.text("AllocationId") });
}

/** Elastic addresses, of the main private address and of others: an interface's answer has all of them, whoever asks for `describe-addresses`. */
function addElastic(item: Item, networkInterface: string, collection: Collection): void {
  for (const address of item.list("PrivateIpAddresses")) {
    const association = address.object("Association");
    const publicIp = association?.text("PublicIp");
    const allocationId = association?.text("AllocationId");
    if (publicIp === undefined || (allocationId === undefined && address.flag("Primary") !== false)) continue;
    const associateWithPrivateIp = address.text("PrivateIpAddress");
    const props = { publicIp, networkInterface, associateWithPrivateIp, allocationId };
    collection.add(types.eip, allocationId ?? publicIp, props, address);
  }
}

function propsOf(item: Item): Json {
  const addresses = item.list("PrivateIpAddresses");
  const privateIp = item.text("PrivateIpAddress");
  const listed = addresses.flatMap((address) => address.text("PrivateIpAddress") ?? []);
  const privateIps = listed.length > 0 ? listed : privateIp === undefined ? [] : [privateIp];
  return present({
    subnetId: item.text("SubnetId"),
    vpcId: item.text("VpcId"),
    availabilityZone: item.text("AvailabilityZone"),
    privateIp,
    privateIps,
    association: associationOf(item, addresses),
    ipv6Addresses: item.textsOf("Ipv6Addresses", "Ipv6Address"),
    ipv4Prefixes: item.textsOf("Ipv4Prefixes", "Ipv4Prefix"),
    ipv6Prefixes: item.textsOf("Ipv6Prefixes", "Ipv6Prefix"),
    securityGroups: item.textsOf("Groups", "GroupId"),
    sourceDestCheck: item.flag("SourceDestCheck") ?? true,
    interfaceType: item.text("InterfaceType") ?? "interface",
    description: item.text("Description"),
    requesterId: item.text("RequesterId"),
    // Of an instance's own answer it is not told: such an interface is the instance's.
    requesterManaged: item.flag("RequesterManaged"),
    outpostArn: item.text("OutpostArn"),
    ownerId: item.text("OwnerId"),
  });
}

/** `instance` is given for one that stands in an instance's answer. */
function attachmentsOf(item: Item, instance: string | undefined): readonly Json[] {
  const attachment = item.object("Attachment");
  if (attachment === undefined || attachment.text("Status") === "detached") return [];
  return [
    present({
      attachmentId: attachment.text("AttachmentId"),
      instance: instance ?? attachment.text("InstanceId"),
      instanceOwnerId: instance === undefined ? attachment.text("InstanceOwnerId") : undefined,
      deviceIndex: attachment.number("DeviceIndex"),
    }),
  ];
}

/**
 * Network interfaces, those of AWS's services too; and those that only an instance's answer shows.
 * Source: EC2 API, NetworkInterface and InstanceNetworkInterface.
 */
export function readInterfaces(answers: Answers, collection: Collection): void {
  const listed = new Set<string>();
  for (const item of answers.items("describe-network-interfaces")) {
    if (gone.has(item.text("Status") ?? "")) continue;
    listed.add(item.id("NetworkInterfaceId"));
    const id = item.id("NetworkInterfaceId");
    const more = { attachments: attachmentsOf(item, undefined), tags: item.tags() };
    collection.add(types.networkInterface, id, { ...propsOf(item), ...more }, item);
    addElastic(item, id, collection);
  }
  for (const instance of livingInstances(answers)) {
    for (const item of instance.list("NetworkInterfaces")) {
      const id = item.id("NetworkInterfaceId");
      if (listed.has(id)) continue;
      const attachments = attachmentsOf(item, instance.id("InstanceId"));
      collection.add(types.networkInterface, id, { ...propsOf(item), attachments }, item);
      addElastic(item, id, collection);
    }
  }
}

/** A terminated instance is listed for an hour, without its interfaces. Source: EC2 guide, "Terminate Amazon EC2 instances". */
export function livingInstances(answers: Answers): readonly Item[] {
  return answers
    .items("describe-instances")
    .flatMap((reservation) => reservation.list("Instances"))
    .filter(
      (instance) =>
        !["terminated", "shutting-down"].includes(instance.object("State")?.text("Name") ?? "") ||
        instance.list("NetworkInterfaces").length > 0,
    );
}
