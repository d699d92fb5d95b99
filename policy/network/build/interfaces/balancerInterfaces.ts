import { absent, type Fact, known } from "../../../facts/fact";
import { type Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { type PublicAddresses, publicAddresses } from "./ownAddresses";
import { type Place, type Places } from "./places";
import { addService, listedGroups } from "./services";
import { tokens } from "../tokens";

/** Interfaces of load balancers: one in each subnet. */
export function addBalancerInterfaces(places: Places): void {
  for (const type of [...tokens.balancers, tokens.classicBalancer]) {
    for (const resource of places.stack.ofType(type)) {
      const { props } = resource;
      const kind = props.text("loadBalancerType");
      const mappings = mappingsOf(props);
      const found = [
        ...places.placesOf(resource, "subnets", props.texts("subnets")),
        ...(mappings.length === 0
          ? []
          : places.placesOf(
              resource,
              "subnetMappings",
              known(mappings.map((mapping) => mapping.text("subnetId"))),
            )),
      ];
      if (found.length === 0 && props.get("subnetMappings").state === "unknown")
        places.stray(resource, "subnetMappings", "is not known before the update");
      const groups = props.texts("securityGroups");
      const hasGroups = groups.state === "unknown" || (groups.state === "known" && groups.value.length > 0);
      // Network balancers may have groups, gateway balancers never do. Source: ELB guides, "Security groups".
      const isFiltered = type === tokens.classicBalancer || isApplication(kind) || hasGroups;
      addService(places, resource, found, {
        kind: "balancer",
        groups: listedGroups(places, resource, "securityGroups", groups),
        isFiltered,
        addressed: ({ subnet }) => {
          const mapping = mappings.find((one) => names(places, resource, one, subnet.resource));
          return mapping && [mapping, { main: "privateIpv4Address", ipv6: ["ipv6Addresses"] }];
        },
        publicOf: (place, own) => publicOf(places, resource, mappings, place, own),
      });
    }
  }
}

const isApplication = (kind: Fact<string>): boolean =>
  kind.state === "absent" || (kind.state === "known" && kind.value === "application");

function mappingsOf(props: Props): readonly Props[] {
  const list = props.objects("subnetMappings");
  if (list.state !== "known") return [];
  return list.value.flatMap((item) => (item.state === "known" ? [item.value] : []));
}

function names(places: Places, owner: ResourceFacts, mapping: Props, subnet: ResourceFacts): boolean {
  const id = mapping.text("subnetId");
  const found = places.references.of(owner, "subnetMappings", id, tokens.subnets);
  return found?.kind === "resource" && found.resource.urn === subnet.urn;
}

/** Source of the default: ELBv2 API, CreateLoadBalancer, Scheme: internet-facing. */
function publicOf(
  places: Places,
  resource: ResourceFacts,
  mappings: readonly Props[],
  { subnet }: Place,
  own: Parameters<typeof publicAddresses>[0],
): PublicAddresses {
  const internal = resource.props.flag("internal");
  const fact: Fact<boolean> =
    internal.state === "unknown" ? internal : known(!(internal.state === "known" && internal.value));
  const mapping = mappings.find((one) => names(places, resource, one, subnet.resource));
  const allocation = mapping?.text("allocationId") ?? absent;
  const address = places.elastic.allocated(resource, "subnetMappings", allocation) ?? absent;
  return publicAddresses(own, { fact, resource, property: "internal" }, address, []);
}
