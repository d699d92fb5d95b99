import { type Json, present } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** States in which an interface is no longer there. Source: EC2 API, NetworkInterface, Status. */
const gone: ReadonlySet<string> = new Set(["deleting"]);

/** Public addresses by private one. `publicIps` is no name of the provider's: only an answer has them all. */
function publicIpsOf(item: Item, addresses: readonly Item[]): readonly Json[] {
  const found = addresses.flatMap((address) => {
    const publicIp = address.object("Association")?.text("PublicIp");
    const privateIp = address.text("PrivateIpAddress");
    return publicIp === undefined || privateIp === undefined ? [] : [{ privateIp, publicIp }];
  });
  if (found.length > 0) return found;
  const publicIp = item.object("Association")?.text("PublicIp");
  const privateIp = item.text("PrivateIpAddress");
  return publicIp === undefined || privateIp === undefined ? [] : [{ privateIp, publicIp }];
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
    publicIps: publicIpsOf(item, addresses),
    ipv6Addresses: item.textsOf("Ipv6Addresses", "Ipv6Address"),
    ipv4Prefixes: item.textsOf("Ipv4Prefixes", "Ipv4Prefix"),
    ipv6Prefixes: item.textsOf("Ipv6Prefixes", "Ipv6Prefix"),
    securityGroups: item.textsOf("Groups", "GroupId"),
    sourceDestCheck: item.flag("SourceDestCheck") ?? true,
    interfaceType: item.text("InterfaceType") ?? "interface",
    description: item.text("Description"),
    requesterId: item.text("RequesterId"),
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
  for (const item of answers.items("describe-network-interfaces")) {
    if (gone.has(item.text("Status") ?? "")) continue;
    const id = item.id("NetworkInterfaceId");
    const more = { attachments: attachmentsOf(item, undefined), tags: item.tags() };
    collection.add(types.networkInterface, id, { ...propsOf(item), ...more }, item);
  }
  for (const instance of livingInstances(answers)) {
    for (const item of instance.list("NetworkInterfaces")) {
      const id = item.id("NetworkInterfaceId");
      if (collection.has(types.networkInterface, id)) continue;
      const attachments = attachmentsOf(item, instance.id("InstanceId"));
      collection.add(types.networkInterface, id, { ...propsOf(item), attachments }, item);
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
