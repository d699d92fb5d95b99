import { controls } from "../controls";
import { denying } from "../denied/denied";

/**
 * A gateway is refused even if nothing is attached to it: the attachment is one API call away, and no route table of
 * this stack needs to change for an address to become reachable.
 */
export const noInternetGateway = denying({
  id: "no-internet-gateway",
  title: "There is no internet gateway, attached or not.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(5)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
  cause: "An internet gateway, or the attachment of one, be it of this stack or not.",
  reason: "It is the way between the network and the internet.",
  fix: "Remove it. What a build needs from outside comes over the VPN, from the build network.",
});
