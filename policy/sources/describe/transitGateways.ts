import { Withheld } from "../../facts/props";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** States of what is no more, of gateways and attachments. Source: EC2 API, TransitGatewayAttachment, State. */
const dead: ReadonlySet<string> = new Set([
  "deleted",
  "deleting",
  "failed",
  "failing",
  "rejected",
  "rejecting",
]);
const living = (item: Item) => !dead.has(item.text("State") ?? "available");
const noSubnets = new Withheld("is in describe-transit-gateway-vpc-attachments.json, which is not there");

/** Transit gateways and their tables. Source: EC2 API, TransitGateway, TransitGatewayRouteTable. */
export function readTransitGateways(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-transit-gateways").filter(living)) {
    const options = item.object("Options");
    collection.add(
      types.transitGateway,
      item.id("TransitGatewayId"),
      {
        arn: item.text("TransitGatewayArn"),
        ownerId: item.text("OwnerId"),
        autoAcceptSharedAttachments: options?.text("AutoAcceptSharedAttachments"),
        securityGroupReferencingSupport: options?.text("SecurityGroupReferencingSupport"),
        multicastSupport: options?.text("MulticastSupport"),
        transitGatewayCidrBlocks: options?.texts("TransitGatewayCidrBlocks"),
        associationDefaultRouteTableId: options?.text("AssociationDefaultRouteTableId"),
        propagationDefaultRouteTableId: options?.text("PropagationDefaultRouteTableId"),
        // Whatever AWS once associated by itself is in the answers: nothing is added to them.
        defaultRouteTableAssociation: "disable",
        defaultRouteTablePropagation: "disable",
      },
      item,
    );
  }
  for (const item of answers.items("describe-transit-gateway-route-tables").filter(living)) {
    const id = item.id("TransitGatewayRouteTableId");
    const routes = answers.of("search-transit-gateway-routes", id)?.list("Routes") ?? [];
    // An answer without any may have been asked for static ones alone.
    const learnedRoutesAreListed = routes.some((route) => route.text("Type") === "propagated");
    const props = { transitGatewayId: item.text("TransitGatewayId"), learnedRoutesAreListed };
    collection.add(types.transitTable, id, props, item);
  }
}

/** Attachments of VPCs, of other transit gateways, and of Connect. */
export function readTransitAttachments(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-transit-gateway-vpc-attachments").filter(living)) {
    collection.add(
      types.transitVpc,
      item.id("TransitGatewayAttachmentId"),
      {
        transitGatewayId: item.text("TransitGatewayId"),
        vpcId: item.text("VpcId"),
        vpcOwnerId: item.text("VpcOwnerId"),
        subnetIds: item.texts("SubnetIds"),
        state: item.text("State"),
        applianceModeSupport: item.object("Options")?.text("ApplianceModeSupport"),
        ipv6Support: item.object("Options")?.text("Ipv6Support"),
        securityGroupReferencingSupport: item.object("Options")?.text("SecurityGroupReferencingSupport"),
        transitGatewayDefaultRouteTableAssociation: false,
        transitGatewayDefaultRouteTablePropagation: false,
      },
      item,
    );
  }
  for (const item of answers.items("describe-transit-gateway-peering-attachments").filter(living)) {
    const requester = item.object("RequesterTgwInfo");
    const accepter = item.object("AccepterTgwInfo");
    collection.add(
      types.transitPeering,
      item.id("TransitGatewayAttachmentId"),
      {
        transitGatewayId: requester?.text("TransitGatewayId"),
        peerTransitGatewayId: accepter?.text("TransitGatewayId"),
        peerAccountId: accepter?.text("OwnerId"),
        peerRegion: accepter?.text("Region"),
        state: item.text("State"),
      },
      item,
    );
  }
  for (const item of answers.items("describe-transit-gateway-connects").filter(living)) {
    collection.add(
      types.transitConnect,
      item.id("TransitGatewayAttachmentId"),
      {
        transitGatewayId: item.text("TransitGatewayId"),
        transportAttachmentId: item.text("TransportTransitGatewayAttachmentId"),
        protocol: item.object("Options")?.text("Protocol"),
        state: item.text("State"),
      },
      item,
    );
  }
  readGeneralList(answers, collection);
}

/** The list of all attachments: which table each is associated with, and attachments whose own lists are not there. */
function readGeneralList(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-transit-gateway-attachments").filter(living)) {
    const id = item.id("TransitGatewayAttachmentId");
    const transitGatewayId = item.text("TransitGatewayId");
    const other = item.text("ResourceId");
    const state = item.text("State");
    const kind = item.text("ResourceType");
    if (kind === "vpc" && !collection.has(types.transitVpc, id)) {
      const vpcOwnerId = item.text("ResourceOwnerId");
      const props = { transitGatewayId, vpcId: other, vpcOwnerId, subnetIds: noSubnets, state };
      collection.add(types.transitVpc, id, props, item);
    }
    if ((kind === "peering" || kind === "tgw-peering") && !collection.has(types.transitPeering, id)) {
      collection.add(
        types.transitPeering,
        id,
        { transitGatewayId, peerTransitGatewayId: other, state },
        item,
      );
    }
    if (kind === "connect" && !collection.has(types.transitConnect, id)) {
      collection.add(
        types.transitConnect,
        id,
        { transitGatewayId, transportAttachmentId: other, state },
        item,
      );
    }
    if (kind === "direct-connect-gateway") {
      const props = {
        dxGatewayId: other,
        associatedGatewayId: transitGatewayId,
        associatedGatewayType: "transitGateway",
      };
      const known = collection
        .ofType(types.directAssociation)
        .find(
          ({ props: { dxGatewayId, associatedGatewayId } }) =>
            dxGatewayId === other && associatedGatewayId === transitGatewayId,
        );
      collection.add(
        types.directAssociation,
        known?.id ?? id,
        { ...props, transitGatewayAttachmentId: id },
        item,
      );
    }
    const association = item.object("Association");
    const table = association?.text("TransitGatewayRouteTableId");
    if (association !== undefined && table !== undefined) addAssociation(collection, table, id, association);
  }
}

/** Source: EC2 API, TransitGatewayAssociation, State. */
export function addAssociation(collection: Collection, table: string, attachment: string, item: Item): void {
  const state = item.text("State") ?? "associated";
  if (state !== "associated" && state !== "associating") return;
  collection.add(
    types.transitAssociation,
    `${table}_${attachment}`,
    { transitGatewayRouteTableId: table, transitGatewayAttachmentId: attachment },
    item,
  );
}
