import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { addAssociation } from "./transitGateways";
import { types } from "./types";

/** The table that a per-resource answer is about: in its file's name, which no answer repeats. */
function tableOf({ file }: Item): string {
  return file.id ?? "unknown";
}

/** What is in each table of a transit gateway: associations, propagations and routes. */
export function readTransitRoutes(answers: Answers, collection: Collection): void {
  for (const item of answers.items("get-transit-gateway-route-table-associations")) {
    addAssociation(collection, tableOf(item), item.id("TransitGatewayAttachmentId"), item);
  }
  for (const item of answers.items("get-transit-gateway-route-table-propagations")) {
    const state = item.text("State") ?? "enabled";
    if (state !== "enabled" && state !== "enabling") continue;
    const transitGatewayAttachmentId = item.id("TransitGatewayAttachmentId");
    collection.add(
      types.transitPropagation,
      `${tableOf(item)}_${transitGatewayAttachmentId}`,
      { transitGatewayRouteTableId: tableOf(item), transitGatewayAttachmentId },
      item,
    );
  }
  for (const item of answers.items("search-transit-gateway-routes")) readRoute(item, collection);
  for (const item of answers.items("get-transit-gateway-prefix-list-references")) {
    const prefixListId = item.id("PrefixListId");
    collection.add(
      types.transitPrefixList,
      `${tableOf(item)}_${prefixListId}`,
      {
        transitGatewayRouteTableId: tableOf(item),
        prefixListId,
        blackhole: item.flag("Blackhole") ?? false,
        transitGatewayAttachmentId: item
          .object("TransitGatewayAttachment")
          ?.text("TransitGatewayAttachmentId"),
      },
      item,
    );
  }
}

/** A route, static or learned (`type`): a learned one stands only where no static one has its block. Source: EC2 API, TransitGatewayRoute. */
function readRoute(item: Item, collection: Collection): void {
  const destinationCidrBlock = item.text("DestinationCidrBlock");
  if (destinationCidrBlock === undefined || ["deleted", "deleting"].includes(item.text("State") ?? ""))
    return;
  const blackhole = item.text("State") === "blackhole";
  const table = tableOf(item);
  const attachments = item.textsOf("TransitGatewayAttachments", "TransitGatewayAttachmentId");
  const common = {
    transitGatewayRouteTableId: table,
    destinationCidrBlock,
    blackhole,
    type: item.text("Type"),
  };
  if (attachments.length === 0)
    collection.add(types.transitRoute, `${table}_${destinationCidrBlock}`, common, item);
  for (const transitGatewayAttachmentId of attachments) {
    const id = [
      table,
      destinationCidrBlock,
      ...(attachments.length > 1 ? [transitGatewayAttachmentId] : []),
    ].join("_");
    collection.add(types.transitRoute, id, { ...common, transitGatewayAttachmentId }, item);
  }
}
