import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { routeTableTypes } from "../facts/routes";
import { ofTypes, refused, type Rule, undetermined } from "../rule";

const id = "no-route-propagation";
const property = "propagatingVgws";
const fix = "Declare the build network's blocks as static routes.";
const reason = "Routes would then be whatever the other side announces, a default route included.";
const tables = ofTypes(...routeTableTypes);

export const noRoutePropagation: Rule = {
  id,
  title: "Routes are declared, never learned from the VPN.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "SC-7(4)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html",
  cause: "Route propagation from a VPN gateway, as a resource of its own or as `propagatingVgws` of a table.",
  fix,
  judges: (type) => tables(type) || deniedName(id, type) !== undefined,
  check(resource) {
    if (!tables(resource.type)) return denied(id, resource, reason, fix);
    const gateways = resource.props.texts(property);
    if (gateways.state === "unknown") return [undetermined([resource, property], gateways, reason, fix)];
    if (gateways.state === "absent" || gateways.value.length === 0) return [];
    return [refused([resource, property], `${gateways.value.length} gateway(s)`, reason, fix)];
  },
};
