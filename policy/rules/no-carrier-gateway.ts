import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expect, expectUnset } from "../expect";
import { insides } from "../facts/insides";
import { type ResourceFacts } from "../facts/resource";
import { routesOf, routeTableTypes, routeType } from "../facts/routes";
import { type Finding, ofTypes, type Rule, undetermined } from "../rule";

const id = "no-carrier-gateway";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const fix = "Remove it. Machines are reached over the VPN, at their private addresses.";
const reason =
  "A carrier gateway leads to a mobile carrier's network and, through it, to the internet; the block on public access does not stop it.";
const places = ofTypes(templateType, routeType, ...routeTableTypes);

/** Source: EC2 API, LaunchTemplateInstanceNetworkInterfaceSpecificationRequest, AssociateCarrierIpAddress. */
function checkTemplate(template: ResourceFacts): readonly Finding[] {
  return insides(template.props, "networkInterfaces[]").flatMap((nic) => {
    if ("unknown" in nic) return [undetermined([template, nic.path], nic.unknown, reason, fix)];
    return expect({
      ...{ resource: template, property: `${nic.path}associateCarrierIpAddress`, reason, fix },
      fact: nic.props.flag("associateCarrierIpAddress"),
      accepts: (on) => !on,
      absentIs: "accepted",
    });
  });
}

function checkRoutes(owner: ResourceFacts): readonly Finding[] {
  return routesOf(owner).flatMap((route) =>
    "unknown" in route
      ? [undetermined([owner, route.path], route.unknown, reason, fix)]
      : expectUnset(owner, `${route.path}carrierGatewayId`, route.props.get("carrierGatewayId"), reason, fix),
  );
}

export const noCarrierGateway: Rule = {
  id,
  title: "There is no carrier gateway, no route to one and no address in a carrier's network.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(4)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCarrierGateway.html",
  cause: "A carrier gateway; a route whose target is one; an interface that asks for a carrier's address.",
  fix,
  judges: (type) => places(type) || deniedName(id, type) !== undefined,
  check(resource) {
    if (resource.type === templateType) return checkTemplate(resource);
    return places(resource.type) ? checkRoutes(resource) : denied(id, resource, reason, fix);
  },
};
