import { type Fact, known } from "../../../facts/fact";
import { Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { isGatewayBalancer } from "./managedInterfaces";
import { type AddressProperties, ownAddresses, type PublicAddresses, publicAddresses } from "./ownAddresses";
import { type GroupPart, type InterfacePart } from "../parts";
import { type Place, type Places } from "./places";
import { tokens } from "../tokens";

const nowhere = new Props({});
export const noPublic: PublicAddresses = { publicAddresses: [], mayHavePublic: false };

type Texts = Fact<readonly Fact<string>[]>;

/** What an interface of a service is, beside its place. */
export interface ServiceShape {
  readonly kind: InterfacePart["kind"];
  readonly groups: (place: Place) => readonly GroupPart[];
  readonly isFiltered: boolean;
  /** Where the addresses in this subnet are told, and as what. */
  readonly addressed?: (place: Place) => readonly [props: Props, names: AddressProperties] | undefined;
  readonly publicOf?: (place: Place, own: ReturnType<typeof ownAddresses>) => PublicAddresses;
}

/** Places one interface of a service in each of its subnets; none if the stack has its interfaces as resources. */
export function addService(
  places: Places,
  resource: ResourceFacts,
  found: readonly Place[],
  shape: ServiceShape,
): void {
  if (places.interfacesOf(resource).length > 0) return;
  const unique = new Map(found.map((place) => [place.subnet.urn, place]));
  for (const place of unique.values()) {
    const { subnet, missing } = place;
    const [props, names] = shape.addressed?.(place) ?? [nowhere, {}];
    const own = ownAddresses(props, subnet, names);
    const key = places.keyFor(`${places.keys.of(resource)}@${subnet.key}`);
    const { urn } = resource;
    places.add({
      ...{ key, name: `${resource.name} in ${subnet.name}`, urn, kind: shape.kind, subnet, resource, ...own },
      groups: shape.isFiltered ? shape.groups(place) : [],
      isFiltered: shape.isFiltered,
      ...(shape.publicOf?.(place, own) ?? noPublic),
      sourceCheck: true,
      ...(missing && { missing }),
    });
  }
}

/** The groups that a property lists, or the default one of the subnet's VPC. */
export const listedGroups =
  (places: Places, resource: ResourceFacts, property: string, list: Texts) =>
  ({ subnet }: Place): readonly GroupPart[] =>
    places.groups.partsOf(resource, property, list, subnet.vpc.resource);

/** Functions that are in a VPC. */
export function addFunctions(places: Places): void {
  for (const resource of places.stack.ofType(tokens.lambda)) {
    const config = resource.props.object("vpcConfig");
    if (config.state === "absent") continue;
    const list = (name: string): Texts => (config.state === "known" ? config.value.texts(name) : config);
    const found = places.placesOf(resource, "vpcConfig.subnetIds", list("subnetIds"));
    const groups = listedGroups(places, resource, "vpcConfig.securityGroupIds", list("securityGroupIds"));
    addService(places, resource, found, { kind: "function", groups, isFiltered: true });
  }
}

/** Interface and gateway balancer endpoints. */
export function addEndpointInterfaces(places: Places): void {
  const more = (type: string, property: string) => {
    const byEndpoint = new Map<string, (readonly [ResourceFacts, Fact<string>])[]>();
    for (const association of places.stack.ofType(type)) {
      const id = association.props.text("vpcEndpointId");
      const endpoint = places.references.of(association, "vpcEndpointId", id, [tokens.endpoint]);
      if (endpoint?.kind !== "resource") continue;
      const { urn } = endpoint.resource;
      const item = [association, association.props.text(property)] as const;
      byEndpoint.set(urn, [...(byEndpoint.get(urn) ?? []), item]);
    }
    return byEndpoint;
  };
  const subnets = more(tokens.endpointSubnet, "subnetId");
  const groups = more(tokens.endpointGroup, "securityGroupId");
  for (const resource of places.stack.ofType(tokens.endpoint)) {
    const { props } = resource;
    const type = props.text("vpcEndpointType");
    if (type.state === "absent" || (type.state === "known" && type.value === "Gateway")) continue;
    const found = [
      ...places.placesOf(resource, "subnetIds", props.texts("subnetIds")),
      ...(subnets.get(resource.urn) ?? []).flatMap(([owner, id]) =>
        places.placesOf(owner, "subnetId", known([id])),
      ),
    ];
    const own = listedGroups(places, resource, "securityGroupIds", props.texts("securityGroupIds"));
    addService(places, resource, found, {
      kind: "endpoint",
      groups: (place) => [
        ...own(place),
        ...(groups.get(resource.urn) ?? []).flatMap(([owner, id]) =>
          places.groups.partsOf(owner, "securityGroupId", known([id]), undefined),
        ),
      ],
      isFiltered: !isGatewayBalancer(resource),
      addressed: ({ subnet }) => {
        const configured = props.objects("subnetConfigurations");
        const items = configured.state === "known" ? configured.value : [];
        const item = items.find(
          (one) => one.state === "known" && isNamed(one.value.text("subnetId"), subnet.resource),
        );
        return item?.state === "known" ? [item.value, { main: "ipv4", ipv6: ["ipv6"] }] : undefined;
      },
    });
  }
}

function isNamed(fact: Fact<string>, resource: ResourceFacts): boolean {
  const id = resource.props.text("id");
  return fact.state === "known" && id.state === "known" && fact.value === id.value;
}

/** NAT gateways of a subnet. One of a whole VPC (`availabilityMode: regional`) has no interface there. */
export function addNatGateways(places: Places): void {
  for (const resource of places.stack.ofType(tokens.natGateway)) {
    const { props } = resource;
    const subnet = props.text("subnetId");
    if (subnet.state === "absent") continue;
    const type = props.text("connectivityType");
    const isPrivate = type.state === "known" && type.value === "private";
    addService(places, resource, places.placesOf(resource, "subnetId", known([subnet])), {
      kind: "nat",
      groups: () => [],
      isFiltered: false,
      addressed: () => [props, { main: "privateIp", more: ["secondaryPrivateIpAddresses"] }],
      publicOf: (_place, own) => {
        if (isPrivate) return noPublic;
        const allocated = places.elastic.allocated(resource, "allocationId", props.text("allocationId"));
        const given = props.text("publicIp");
        const address = given.state === "known" ? given : (allocated ?? given);
        const always = { fact: known(true), resource, property: "connectivityType" };
        return publicAddresses(own, always, address, []);
      },
    });
  }
}

/** Interfaces of a transit gateway in the subnets of its attachment. */
export function addTransitInterfaces(places: Places): void {
  for (const resource of places.stack.ofType(tokens.transitAttachment)) {
    const found = places.placesOf(resource, "subnetIds", resource.props.texts("subnetIds"));
    addService(places, resource, found, { kind: "transit", groups: () => [], isFiltered: false });
  }
}

/** Endpoints of the resolver, inbound and outbound. */
export function addResolverEndpoints(places: Places): void {
  for (const resource of places.stack.ofType(tokens.resolverEndpoint)) {
    const { props } = resource;
    const list = props.objects("ipAddresses");
    const items = list.state === "known" ? list.value : [];
    const ids: Texts =
      list.state === "known"
        ? known(items.map((item) => (item.state === "known" ? item.value.text("subnetId") : item)))
        : list;
    addService(places, resource, places.placesOf(resource, "ipAddresses", ids), {
      kind: "resolver",
      groups: listedGroups(places, resource, "securityGroupIds", props.texts("securityGroupIds")),
      isFiltered: true,
      addressed: ({ subnet }) => {
        const own = items.flatMap((item) =>
          item.state === "known" && isNamed(item.value.text("subnetId"), subnet.resource)
            ? [item.value.text("ip"), item.value.text("ipv6")]
            : [],
        );
        const addresses = own.flatMap((fact) => (fact.state === "known" ? [fact.value] : []));
        const isOpen = own.some(({ state }) => state === "unknown") || addresses.length === 0;
        return isOpen ? undefined : [new Props({ addresses }), { all: "addresses" }];
      },
    });
  }
}
