import { controls } from "../controls";
import { routeTableTypes } from "../facts/routes";
import { refused, type Rule, undetermined } from "../rule";
import { type NamedTypes, nameIn } from "../types";

const fix = "Declare the build network's blocks as static routes.";
const reason = "Routes would then be whatever the other side announces, a default route included.";

/** Resources that write routes by themselves. */
export const routeSourceTypes: NamedTypes = {
  "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": "route propagation from a VPN gateway",
  "aws:vpc/routeServer:RouteServer": "a route server",
  "aws:vpc/routeServerEndpoint:RouteServerEndpoint": "a route server's endpoint",
  "aws:vpc/routeServerPeer:RouteServerPeer": "a route server's peer",
  "aws:vpc/routeServerPropagation:RouteServerPropagation": "route propagation from a route server",
  "aws:vpc/routeServerVpcAssociation:RouteServerVpcAssociation": "a route server's association",
};

export const noRoutePropagation: Rule = {
  id: "no-route-propagation",
  title: "Routes are declared, never learned.",
  control: controls.oneLink,
  severity: "critical",
  cause: "Route propagation from a VPN gateway (`propagatingVgws` included), or a route server.",
  fix,
  judges: (type) =>
    nameIn(routeSourceTypes, type) !== undefined || routeTableTypes.some((table) => table === type),
  check(resource) {
    const what = nameIn(routeSourceTypes, resource.type);
    if (what !== undefined) return [refused([resource], what, reason, fix)];
    const property = "propagatingVgws";
    const gateways = resource.props.texts(property);
    if (gateways.state === "unknown") return [undetermined([resource, property], gateways, reason, fix)];
    if (gateways.state === "absent" || gateways.value.length === 0) return [];
    return [refused([resource, property], `${gateways.value.length} gateway(s)`, reason, fix)];
  },
};
