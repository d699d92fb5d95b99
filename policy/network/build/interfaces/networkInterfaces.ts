import { known } from "../../../facts/fact";
import { type ResourceFacts } from "../../../facts/resource";
import { GroupAttachments } from "./groupAttachments";
import { isOn, neverAtLaunch } from "./machines";
import { namedInterfaces } from "./instanceInterfaces";
import { managedBy } from "./managedInterfaces";
import { ownAddresses, publicAddresses } from "./ownAddresses";
import { type GroupPart, type InterfacePart } from "../parts";
import { type Place, type Places } from "./places";
import { unknownService } from "./serviceInterfaces";
import { tokens } from "../tokens";

const names = {
  all: "privateIps",
  main: "privateIp",
  more: [],
  ipv6: ["ipv6Addresses", "ipv6AddressLists", "ipv6Prefixes"],
  chosen: ["privateIpsCount", "ipv4PrefixCount", "ipv4Prefixes"],
  chosenIpv6: ["ipv6AddressCount", "ipv6PrefixCount"],
} as const;

/** Interfaces that are resources of their own, whoever has them. Those that AWS made for a service belong to it (`managedInterfaces`). */
export function addNetworkInterfaces(places: Places): void {
  const owners = ownersOf(places);
  const more = new GroupAttachments(places);
  for (const resource of places.stack.ofType(tokens.networkInterface)) {
    const place = places.placesOf(resource, "subnetId", known([resource.props.text("subnetId")]));
    for (const each of place) {
      const part = interfacePart(places, resource, each, more.of(resource));
      const manager = managedBy(places, resource)?.owner;
      places.add(part, ...(owners.get(resource.urn) ?? []), ...(manager ? [manager] : []));
    }
  }
}

function interfacePart(
  places: Places,
  resource: ResourceFacts,
  { subnet, missing }: Place,
  more: readonly GroupPart[],
): InterfacePart {
  const { props, urn, name } = resource;
  const own = ownAddresses(props, subnet, exactNames(resource));
  const list = props.texts("securityGroups");
  const manager = managedBy(places, resource);
  const service = unknownService(resource, manager);
  const listsNone = list.state === "known" && list.value.length === 0;
  // Interfaces that AWS makes without groups are not filtered; the interface of a program gets the default group.
  const isFiltered = !(manager?.mayHaveNoGroups === true && (listsNone || list.state === "absent"));
  const given = places.groups.partsOf(resource, "securityGroups", list, subnet.vpc.resource);
  const groups = [...new Map([...given, ...more].map((group) => [identity(group), group])).values()];
  const association = props.object("association");
  const publicIp =
    association.state === "known" ? association.value.text("publicIp") : props.text("publicIp");
  return {
    ...{ key: places.keyFor(places.keys.of(resource)), name, urn, subnet, resource, ...own },
    kind: manager?.kind ?? "instance",
    groups: isFiltered ? groups : [],
    isFiltered,
    ...publicAddresses(own, neverAtLaunch(resource), publicIp, places.elastic.of(resource)),
    // AWS turns it off for some of its own, which send what their service is asked to, and nothing else.
    sourceCheck: manager !== undefined || isOn(props.flag("sourceDestCheck")),
    ...(manager?.owner && { madeFor: manager.owner }),
    ...(missing && { missing }),
    ...(service && { service }),
  };
}

/** A number of addresses is a question to AWS only while the addresses are not there. */
function exactNames({ props }: ResourceFacts) {
  const all = props.texts("privateIps");
  const isThere = all.state === "known" && all.value.length > 0 && props.text("id").state === "known";
  return isThere ? { ...names, chosen: ["ipv4PrefixCount", "ipv4Prefixes"] } : names;
}

const identity = (group: GroupPart): string => (group.kind === "group" ? group.key : group.why);

/** Instances that have an interface, by the interface's URN. */
function ownersOf(places: Places): ReadonlyMap<string, readonly ResourceFacts[]> {
  const owners = new Map<string, ResourceFacts[]>();
  const give = (interface_: ResourceFacts, owner: ResourceFacts) => {
    owners.set(interface_.urn, [...(owners.get(interface_.urn) ?? []), owner]);
  };
  const { stack, references } = places;
  const machines = [tokens.instance, tokens.spotInstance];
  for (const instance of machines.flatMap((type) => stack.ofType(type))) {
    for (const one of namedInterfaces(places, instance)) give(one, instance);
  }
  for (const attachment of stack.ofType(tokens.networkInterfaceAttachment)) {
    const side = (property: string, types: readonly string[]) =>
      references.of(attachment, property, attachment.props.text(property), types);
    const instance = side("instanceId", machines);
    const interface_ = side("networkInterfaceId", [tokens.networkInterface]);
    if (instance?.kind === "resource" && interface_?.kind === "resource")
      give(interface_.resource, instance.resource);
  }
  for (const interface_ of stack.ofType(tokens.networkInterface)) {
    const attachments = interface_.props.objects("attachments");
    for (const item of attachments.state === "known" ? attachments.value : []) {
      if (item.state !== "known") continue;
      const instance = references.of(interface_, "attachments", item.value.text("instance"), machines);
      if (instance?.kind === "resource") give(interface_, instance.resource);
    }
  }
  return owners;
}
