import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expect, expectUnset } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { routesOf, routeTableTypes, routeType } from "../facts/routes";
import { type Finding, ofTypes, type Rule, undetermined } from "../rule";

const id = "no-local-gateway";
const subnetType = "aws:ec2/subnet:Subnet";
const balancerType = "aws:lb/loadBalancer:LoadBalancer";
const fix = "Leave Outposts out of this stack.";
const reason =
  "An Outpost's local gateway leads to whatever network stands around it; the block on public access does not stop it.";
const places = ofTypes(subnetType, balancerType, routeType, ...routeTableTypes);

function checkSubnet(subnet: ResourceFacts): readonly Finding[] {
  const { props } = subnet;
  return [
    ...expect({
      ...{ resource: subnet, property: "mapCustomerOwnedIpOnLaunch", reason, fix },
      fact: props.flag("mapCustomerOwnedIpOnLaunch"),
      accepts: (on) => !on,
      absentIs: "accepted",
    }),
    ...expectUnset(subnet, "customerOwnedIpv4Pool", props.text("customerOwnedIpv4Pool"), reason, fix),
    // A local network interface is on the network around the Outpost itself. Source: EC2 API, ModifySubnetAttribute, EnableLniAtDeviceIndex.
    ...expect({
      ...{ resource: subnet, property: "enableLniAtDeviceIndex", reason, fix },
      fact: props.number("enableLniAtDeviceIndex"),
      accepts: (index) => index === 0,
      absentIs: "accepted",
    }),
    ...expectUnset(subnet, "outpostArn", props.text("outpostArn"), reason, fix),
  ];
}

function checkRoutes(owner: ResourceFacts): readonly Finding[] {
  return routesOf(owner).flatMap((route) =>
    "unknown" in route
      ? [undetermined([owner, route.path], route.unknown, reason, fix)]
      : expectUnset(owner, `${route.path}localGatewayId`, route.props.get("localGatewayId"), reason, fix),
  );
}

export const noLocalGateway: Rule = {
  id,
  title: "Nothing stands on an Outpost, or leads to the local gateway of one.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(4)", "SC-7(5)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/outposts/latest/userguide/outposts-local-gateways.html",
  cause:
    "A local gateway's route, table or association; a route to one; a subnet or load balancer of an Outpost, or with its addresses.",
  fix,
  judges: (type) => places(type) || deniedName(id, type) !== undefined,
  check(resource) {
    const { type, props } = resource;
    if (type === subnetType) return checkSubnet(resource);
    if (type === balancerType) {
      const property = "customerOwnedIpv4Pool";
      return expectUnset(resource, property, props.text(property), reason, fix);
    }
    return places(type) ? checkRoutes(resource) : denied(id, resource, reason, fix);
  },
};
