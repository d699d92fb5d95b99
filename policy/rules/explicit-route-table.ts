import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expectUnset } from "../expect";
import { unknown } from "../facts/fact";
import { mainRoutes, subnetsOnUndeclaredMain, tableNamed } from "../facts/mainTables";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { routeType } from "../facts/routes";
import { type Finding, ofTypes, refused, type Rule, undetermined } from "../rule";

const id = "explicit-route-table";
const associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const fix = "Give each subnet a route table of this stack; leave the main table declared and without routes.";
const reason = "Subnets that name no table, and those that somebody adds, get the main one.";
const places = ofTypes(
  associationType,
  routeType,
  "aws:ec2/subnet:Subnet",
  "aws:ec2/vpc:Vpc",
  "aws:ec2/defaultRouteTable:DefaultRouteTable",
);

/** Source: VPC guide, "Gateway route tables". */
function check(resource: ResourceFacts): readonly Finding[] {
  if (resource.type !== associationType) return denied(id, resource, reason, fix);
  const why =
    "A gateway with a table of its own sends what comes in where that table says, past the subnets'.";
  return expectUnset(resource, "gatewayId", resource.props.get("gatewayId"), why, "Leave it out.");
}

function relate(stack: StackFacts): readonly Finding[] {
  const routes = mainRoutes(stack).map(({ owner, property }) =>
    refused([owner, property], "a route of the main table", reason, "Put the route into a table of its own."),
  );
  const undeclared = subnetsOnUndeclaredMain(stack).map((subnet) => {
    const found = "no route table is associated with it, and its VPC's main table is not declared";
    return refused([subnet], found, reason, fix);
  });
  const named = [associationType, routeType].flatMap((type) => stack.ofType(type));
  const tables = named.flatMap((owner): readonly Finding[] => {
    const table = tableNamed(stack, owner, "routeTableId");
    const place = [owner, "routeTableId"] as const;
    const why = "Which subnets have that table, and where else it leads, is not declared here.";
    if (table?.kind === "outside")
      return [refused(place, `"${table.id}", which the stack does not declare`, why, fix)];
    return table?.kind === "unknown" ? [undetermined(place, unknown(table.why), why, fix)] : [];
  });
  return [...routes, ...undeclared, ...tables];
}

export const explicitRouteTable: Rule = {
  id,
  title: "Every subnet's route table is of this stack, and main tables lead nowhere.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "SC-7", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html",
  cause:
    "A route in a main table; another main table; a subnet on a main table that is not declared; a table of somebody else's; a table for a gateway.",
  fix,
  judges: (type) => places(type) || deniedName(id, type) !== undefined,
  check,
  relate,
};
