import { absent, type Fact, known } from "../../../facts/fact";
import { type ResourceFacts } from "../../../facts/resource";
import { GroupAttachments } from "./groupAttachments";
import { namedInterfaces } from "./instanceInterfaces";
import { type AddressProperties, ownAddresses, publicAddresses } from "./ownAddresses";
import { type GroupPart, type InterfacePart } from "../parts";
import { type Place, type Places } from "./places";
import { templateOf } from "./templateFacts";
import { tokens } from "../tokens";

const machineAddresses: AddressProperties = {
  main: "privateIp",
  more: ["secondaryPrivateIps"],
  ipv6: ["ipv6Addresses"],
  chosenIpv6: ["ipv6AddressCount"],
};

/** The main interface of each instance, unless it is a `NetworkInterface` of the stack. */
export function addInstances(places: Places): void {
  const more = new GroupAttachments(places);
  for (const type of [tokens.instance, tokens.spotInstance]) {
    for (const instance of places.stack.ofType(type)) {
      // An interface that is a resource of the stack is placed by itself.
      if (hasEnded(instance) || namedInterfaces(places, instance).length > 0) continue;
      const template = templateOf(places, instance);
      const subnet = instance.props.text("subnetId");
      const places_ =
        subnet.state === "absent"
          ? placesWithoutSubnet(places, instance, template?.subnets ?? [])
          : places.placesOf(instance, "subnetId", known([subnet]));
      for (const place of places_)
        places.add(instancePart(places, instance, place, template?.resource, more.of(instance)));
    }
  }
}

/** Source: EC2 guide, "Amazon EC2 instance state changes": a terminated instance has no interface. */
function hasEnded({ props }: ResourceFacts): boolean {
  const state = props.text("instanceState");
  return state.state === "known" && ["terminated", "shutting-down"].includes(state.value);
}

/** Source: EC2 API, RunInstances, SubnetId: without one it is a default subnet. */
function placesWithoutSubnet(
  places: Places,
  instance: ResourceFacts,
  ofTemplate: readonly Place[],
): readonly Place[] {
  if (ofTemplate.length > 0) return ofTemplate;
  const defaults = places.stack
    .ofType(tokens.defaultSubnet)
    .flatMap((subnet) => places.subnetOf(subnet) ?? []);
  if (defaults.length === 0) places.stray(instance, "subnetId", "is not given, which means a default subnet");
  return defaults.map((subnet) => ({ subnet }));
}

function instancePart(
  places: Places,
  resource: ResourceFacts,
  { subnet, missing }: Place,
  template: ResourceFacts | undefined,
  more: readonly GroupPart[],
): InterfacePart {
  const { props, urn, name } = resource;
  const own = ownAddresses(props, subnet, machineAddresses);
  return {
    ...{
      key: places.keyFor(places.keys.of(resource)),
      name,
      urn,
      kind: "instance",
      subnet,
      resource,
      ...own,
    },
    groups: [...machineGroups(places, resource, template, subnet.vpc.resource), ...more],
    isFiltered: true,
    ...publicAddresses(
      own,
      atLaunch(resource, "associatePublicIpAddress", subnet.resource),
      props.text("publicIp"),
      places.elastic.of(resource),
    ),
    sourceCheck: isOn(props.flag("sourceDestCheck")),
    ...(missing && { missing }),
  };
}

/** Groups of a machine: its own, those of its template, or the default one. */
function machineGroups(
  places: Places,
  resource: ResourceFacts,
  template: ResourceFacts | undefined,
  vpc: ResourceFacts,
): InterfacePart["groups"] {
  const sides: readonly (readonly [ResourceFacts, string])[] = [
    [resource, "vpcSecurityGroupIds"],
    [resource, "securityGroups"],
    ...(template === undefined ? [] : ([[template, "vpcSecurityGroupIds"]] as const)),
    ...(template === undefined ? [] : ([[template, "securityGroupNames"]] as const)),
  ];
  const found = sides.find(([owner, property]) => {
    const list = owner.props.texts(property);
    return list.state === "unknown" || (list.state === "known" && list.value.length > 0);
  });
  const [owner, property] = found ?? ([resource, "vpcSecurityGroupIds"] as const);
  return places.groups.partsOf(owner, property, owner.props.texts(property), vpc);
}

/** Only a value that says so turns the check off; an unknown one might. Source: EC2 API, CreateNetworkInterface. */
export function isOn(fact: Fact<boolean>): boolean {
  return fact.state === "absent" || (fact.state === "known" && fact.value);
}

/** Whether a machine gets a public address at launch: it says so, or its subnet does. Source: VPC guide, "Public IPv4 addresses". */
export function atLaunch(
  resource: ResourceFacts,
  property: string,
  subnet: ResourceFacts,
  fact: Fact<boolean> = resource.props.flag(property),
): { readonly fact: Fact<boolean>; readonly resource: ResourceFacts; readonly property: string } {
  if (fact.state !== "absent") return { fact, resource, property };
  const mapped = subnet.props.flag("mapPublicIpOnLaunch");
  const isDefault = subnet.type === tokens.defaultSubnet && mapped.state === "absent";
  return {
    fact: isDefault ? known(true) : mapped,
    resource: subnet,
    property: "mapPublicIpOnLaunch",
  };
}

/** Never a public address at launch. */
export const neverAtLaunch = (resource: ResourceFacts) =>
  ({ fact: absent, resource, property: "associatePublicIpAddress" }) as const;
