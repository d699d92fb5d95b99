import { controls } from "../controls";
import { refused, type Rule } from "../rule";
import { foreignNetworkTypes, nameIn } from "../types";

const fix = "Remove it. Other networks are reached through the build network, over the VPN.";

export const noForeignNetwork: Rule = {
  id: "no-foreign-network",
  title: "There is no link to any network but the build network.",
  control: controls.oneLink,
  severity: "critical",
  cause:
    "A peering, transit gateway, Cloud WAN, Direct Connect, client VPN, Lattice, application or classic load " +
    "balancer, share, traffic mirror, endpoint service or other way in or out beside the VPN.",
  fix,
  judges: (type) => nameIn(foreignNetworkTypes, type) !== undefined,
  check(resource) {
    const what = nameIn(foreignNetworkTypes, resource.type) ?? resource.type;
    return [refused([resource], what, "It is a way into or out of the network beside the VPN.", fix)];
  },
};
