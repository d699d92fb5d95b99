import { type Opening, type Step } from "../../network";
import { placesOf } from "../interfaces/layout";
import { anything, type Build, nodeIds } from "../parts";
import { transitIds } from "./transitIds";
import { fromSubnet } from "./transitTarget";
import { type AttachmentPart, type TransitPart } from "./transitTypes";
import { type TablePart } from "./transitTables";

/** What one change would open: a route to another attachment, another table for an attachment. */
export function addTransitOpenings(
  build: Build,
  transit: TransitPart,
  own: readonly AttachmentPart[],
  ownTables: readonly TablePart[],
): void {
  const { draft } = build;
  if (transit.resource === undefined || own.length === 0 || ownTables.length === 0) return;
  const hub = (id: string, text: string, to: readonly string[]) => {
    draft.node({ id, name: transit.name, otherwise: "only a change leads here" });
    const by = { resource: transit.name, text };
    draft.steps(id, ...to.map((next): Step => ({ match: anything, to: next, take: "some", by })));
  };
  const { anyAttachment, anyTable } = transitIds;
  hub(anyAttachment(transit), "takes it to one of its attachments", own.map(transitIds.out));
  hub(anyTable(transit), "looks it up in one of its tables", ownTables.map(transitIds.table));
  const opening = (to: string, kind: string, change: string): Opening => ({
    match: anything,
    to,
    kind,
    change,
  });
  for (const table of ownTables) {
    const change = `add a route of ${table.name} to another attachment, or let it learn its routes`;
    draft.openings(transitIds.table(table), opening(anyAttachment(transit), "transit-route", change));
  }
  for (const attachment of own) {
    const change = `associate ${attachment.name} with another table of ${transit.name}`;
    draft.openings(transitIds.in(attachment), opening(anyTable(transit), "transit-association", change));
  }
}

/** One change: a route of a subnet to a gateway that its VPC is attached to. */
export function addRouteOpenings(build: Build, attachments: readonly AttachmentPart[]): void {
  const places = placesOf(build.layout);
  for (const attachment of attachments) {
    const { vpc, transit } = attachment;
    for (const subnet of vpc === undefined ? [] : places.subnetsOf(vpc)) {
      const change = `add a route to ${transit.name} to the route table of ${subnet.name}`;
      const to = fromSubnet(build, subnet, attachment);
      build.draft.openings(nodeIds.subnetRoutes(subnet.key), { match: anything, to, kind: "route", change });
    }
  }
}
