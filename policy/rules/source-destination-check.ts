import { controls } from "../controls";
import { expect, expectUnset } from "../expect";
import { isMadeByAws } from "../facts/madeByAws";
import { type ResourceFacts } from "../facts/resource";
import { routesOf, routeTableTypes, routeType } from "../facts/routes";
import { type Finding, ofTypes, type Rule, undetermined } from "../rule";

const fix = "Leave sourceDestCheck on, and route to the VPN gateway alone.";
const machines = ofTypes(
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:ec2/networkInterface:NetworkInterface",
);
const routeOwners = ofTypes(routeType, ...routeTableTypes);

/** Sources: EC2 API, ModifyInstanceAttribute, SourceDestCheck (on unless set); CreateRoute. */
function checkMachine(resource: ResourceFacts): readonly Finding[] {
  // AWS turns it off for interfaces of its own, which nobody else can change.
  if (isMadeByAws(resource.props)) return [];
  return expect({
    ...{ resource, property: "sourceDestCheck", fact: resource.props.flag("sourceDestCheck"), fix },
    accepts: (on) => on,
    absentIs: "accepted",
    reason: "Without the check a machine passes on what others send, as a NAT instance or a proxy does.",
  });
}

function checkRoutes(owner: ResourceFacts): readonly Finding[] {
  const reason = "A route to an interface makes a machine the way out for others.";
  return routesOf(owner).flatMap((route) =>
    "unknown" in route
      ? [undetermined([owner, route.path], route.unknown, reason, fix)]
      : ["networkInterfaceId", "instanceId"].flatMap((name) =>
          expectUnset(owner, `${route.path}${name}`, route.props.get(name), reason, fix),
        ),
  );
}

export const sourceDestinationCheck: Rule = {
  id: "source-destination-check",
  title: "Machines take and send their own packets only; none is a router, and no route leads to one.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "SC-7(10)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html",
  cause:
    "An instance or network interface with `sourceDestCheck: false`; a route whose target is an interface.",
  fix,
  judges: (type) => machines(type) || routeOwners(type),
  check: (resource) => (machines(resource.type) ? checkMachine(resource) : checkRoutes(resource)),
};
