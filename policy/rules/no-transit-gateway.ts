import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noTransitGateway = denying({
  id: "no-transit-gateway",
  title: "There is no transit gateway, and no attachment to one.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(4)", "SC-7(5)", "AC-4", "CA-3"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/tgw/what-is-transit-gateway.html",
  cause:
    "A transit gateway, or an attachment, peering, connect peer, route, table, propagation or multicast domain of one.",
  reason: "It joins the network with whatever is attached to the gateway, now or later.",
  fix: "Remove it. Other networks are reached through the build network, over the VPN.",
});
