import { type Step } from "../../network";
import { missingOf } from "../missing";
import { anything, type Build, zones } from "../parts";
import { transitEnds } from "./transitEnds";
import { transitIds } from "./transitIds";
import { addRouteOpenings, addTransitOpenings } from "./transitOpenings";
import { ipv6Filter, withoutSenders } from "./transitOptions";
import { transitParts } from "./transitParts";
import { type AttachmentPart, type TransitPart } from "./transitTypes";
import { inOrder, learnedRoutes, staticRoutes, type TransitRoute, withTies } from "./transitRoutes";
import { type TablePart, TransitTables } from "./transitTables";
import { addZone } from "../gateways/zoneNodes";

export { transitTarget } from "./transitTarget";

/** Adds transit gateways, their attachments, tables and routes. docs/proof.md, Transit gateways. */
export function addTransitGateways(build: Build): void {
  const { draft } = build;
  const parts = transitParts(build);
  const tables = new TransitTables(build, parts);
  const statics = staticRoutes(build, parts, tables);
  const associations = tables.associations();
  const propagations = tables.propagations();
  const { attachments } = parts;
  for (const attachment of attachments) {
    const { name, resource } = attachment;
    const what = { name, ...(resource !== undefined && { urn: resource.urn }) };
    const otherwise = `the transit gateway looks ${name} up in no route table`;
    draft.node({ id: transitIds.in(attachment), ...what, otherwise });
    draft.node({ id: transitIds.out(attachment), ...what, otherwise: `${name} takes it nowhere` });
  }
  for (const table of tables.tables) {
    const otherwise = `no route of ${table.name} takes it`;
    draft.node({ id: transitIds.table(table), name: table.name, urn: table.resource.urn, otherwise });
  }
  for (const attachment of attachments) transitEnds(build, parts, attachment);
  for (const { attachment, table, take, by } of associations) {
    const steps = withoutSenders(attachment, { match: anything, to: transitIds.table(table), take, by });
    draft.steps(transitIds.in(attachment), ...ipv6Filter(attachment), ...steps);
  }
  const routes = [...statics, ...propagations.flatMap(learnedRoutes)];
  const byTable = new Map<TablePart, TransitRoute[]>(tables.tables.map((table) => [table, []]));
  for (const route of routes) byTable.get(route.table)?.push(route);
  for (const [table, own] of byTable) {
    const steps = inOrder(withTies(own)).flatMap((route) => stepsOf(build, route));
    draft.steps(transitIds.table(table), ...steps);
  }
  const ends = new Map<TransitPart, AttachmentPart[]>(parts.gateways.map((transit) => [transit, []]));
  for (const attachment of attachments) ends.get(attachment.transit)?.push(attachment);
  addRouteOpenings(build, attachments);
  for (const [transit, own] of ends) addTransitOpenings(build, transit, own, tables.of(transit));
}

function stepsOf(build: Build, route: TransitRoute): Step[] {
  const blocks = route.block === undefined ? route.within : [route.block];
  const match = blocks === undefined ? anything : { destination: blocks };
  const { take, by, to, isAnywhere } = route;
  const missing = by.missing ?? missingOf(route.table.resource, undefined, "is one of several");
  const unsure = { take: "perhaps" as const, by: { ...by, missing } };
  const nowhere = !isAnywhere && to.length === 0;
  if (nowhere) return [{ match, to: null, take, by }];
  const steps = to.map((attachment): Step => {
    const isSure = take !== "perhaps" && to.length === 1 && attachment.why === undefined;
    return { match, to: transitIds.out(attachment), ...(isSure ? { take, by } : unsure) };
  });
  if (!isAnywhere) return steps;
  return [...steps, { match, to: addZone(build, zones.unknown, "somewhere unknown"), ...unsure }];
}
