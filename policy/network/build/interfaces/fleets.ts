import { absent, known } from "../../../facts/fact";
import { type Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { atLaunch } from "./machines";
import { ownAddresses, publicAddresses } from "./ownAddresses";
import { type Places } from "./places";
import { tokens } from "../tokens";

/** Machines that spot fleets launch from specifications of their own; those from templates are the templates'. */
export function addFleets(places: Places): void {
  for (const fleet of places.stack.ofType(tokens.spotFleet)) {
    const list = fleet.props.objects("launchSpecifications");
    if (list.state === "absent") continue;
    if (list.state === "unknown") {
      places.stray(fleet, "launchSpecifications", list.why);
      continue;
    }
    list.value.forEach((item, index) => {
      const property = `launchSpecifications[${index}]`;
      if (item.state === "known") addSpecification(places, fleet, item.value, property);
      else places.stray(fleet, property, item.state === "unknown" ? item.why : "is empty");
    });
  }
}

function addSpecification(places: Places, fleet: ResourceFacts, props: Props, property: string): void {
  const subnet = props.text("subnetId");
  if (subnet.state === "absent") {
    places.stray(fleet, `${property}.subnetId`, "is not given, which means a default subnet");
    return;
  }
  // Several subnets are written as one text. Source: @pulumi/aws, SpotFleetRequest.
  const ids = subnet.state === "known" ? subnet.value.split(",").map((id) => known(id.trim())) : [subnet];
  for (const place of places.placesOf(fleet, `${property}.subnetId`, known(ids))) {
    const own = ownAddresses(props, place.subnet, {});
    const { name, urn } = fleet;
    const path = `${property}.associatePublicIpAddress`;
    const wanted = props.flag("associatePublicIpAddress");
    places.add({
      key: places.keyFor(`${places.keys.of(fleet)}@${place.subnet.key}`),
      ...{
        name: `${name} in ${place.subnet.name}`,
        urn,
        kind: "template",
        subnet: place.subnet,
        resource: fleet,
      },
      ...own,
      groups: places.groups.partsOf(
        fleet,
        `${property}.vpcSecurityGroupIds`,
        props.texts("vpcSecurityGroupIds"),
        place.subnet.vpc.resource,
      ),
      isFiltered: true,
      ...publicAddresses(own, atLaunch(fleet, path, place.subnet.resource, wanted), absent, []),
      sourceCheck: true,
      ...(place.missing && { missing: place.missing }),
    });
  }
}
