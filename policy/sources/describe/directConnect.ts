import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { types } from "./types";

const kinds: Readonly<Record<string, string>> = {
  private: types.privateInterface,
  public: types.publicInterface,
  transit: types.transitInterface,
};
/** Source: Direct Connect API, VirtualInterface and DirectConnectGatewayAssociation, states. */
const dead: ReadonlySet<string> = new Set([
  "deleted",
  "deleting",
  "rejected",
  "disassociated",
  "disassociating",
]);

/** Direct Connect's gateways, what they are associated with, and virtual interfaces; never their keys. */
export function readDirectConnect(answers: Answers, collection: Collection): void {
  for (const item of answers.items("directconnect-describe-direct-connect-gateways")) {
    if (dead.has(item.text("directConnectGatewayState") ?? "")) continue;
    const props = { name: item.text("directConnectGatewayName"), ownerAccountId: item.text("ownerAccount") };
    collection.add(types.directGateway, item.id("directConnectGatewayId"), props, item);
  }
  for (const item of answers.items("directconnect-describe-direct-connect-gateway-associations")) {
    if (dead.has(item.text("associationState") ?? "")) continue;
    const gateway = item.object("associatedGateway");
    collection.add(
      types.directAssociation,
      item.id("associationId"),
      {
        dxGatewayId: item.text("directConnectGatewayId"),
        associatedGatewayId: gateway?.text("id") ?? item.text("virtualGatewayId"),
        associatedGatewayType: gateway?.text("type"),
        associatedGatewayOwnerAccountId: gateway?.text("ownerAccount"),
        allowedPrefixes: item.textsOf("allowedPrefixesToDirectConnectGateway", "cidr"),
      },
      item,
    );
  }
  for (const item of answers.items("directconnect-describe-virtual-interfaces")) {
    if (dead.has(item.text("virtualInterfaceState") ?? "")) continue;
    collection.add(
      kinds[item.text("virtualInterfaceType") ?? ""] ?? types.privateInterface,
      item.id("virtualInterfaceId"),
      {
        name: item.text("virtualInterfaceName"),
        vpnGatewayId: item.text("virtualGatewayId"),
        dxGatewayId: item.text("directConnectGatewayId"),
        connectionId: item.text("connectionId"),
        sitelinkEnabled: item.flag("siteLinkEnabled"),
        routeFilterPrefixes: item.has("routeFilterPrefixes")
          ? item.textsOf("routeFilterPrefixes", "cidr")
          : undefined,
        state: item.text("virtualInterfaceState"),
      },
      item,
    );
  }
}
