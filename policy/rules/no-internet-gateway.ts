import { controls } from "../controls";
import { refused, type Rule } from "../rule";
import { internetGatewayTypes, nameIn } from "../types";

const fix = "Remove it. What a build needs from outside comes over the VPN, from the build network.";

/**
 * A gateway is refused even if nothing is attached to it: the attachment is one API call away, and no route table of
 * this stack needs to change for an address to become reachable.
 */
export const noInternetGateway: Rule = {
  id: "no-internet-gateway",
  title: "There is no gateway to the internet, of any kind.",
  control: controls.noInternet,
  severity: "critical",
  cause:
    "An internet, egress-only, NAT, carrier or local gateway, a part of one, or an exclusion from its block.",
  fix,
  judges: (type) => nameIn(internetGatewayTypes, type) !== undefined,
  check(resource) {
    const what = nameIn(internetGatewayTypes, resource.type) ?? resource.type;
    return [refused([resource], what, "It is a way between the network and the internet.", fix)];
  },
};
