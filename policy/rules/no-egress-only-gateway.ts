import { controls } from "../controls";
import { denying } from "../denied/denied";

/** It needs no public IPv4 address and no NAT: an IPv6 block of the VPC and a route are enough. */
export const noEgressOnlyGateway = denying({
  id: "no-egress-only-gateway",
  title: "There is no egress-only internet gateway.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(10)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html",
  cause: "An egress-only internet gateway.",
  reason: "It lets the network's IPv6 addresses talk to the internet.",
  fix: "Remove it. What a build needs from outside comes over the VPN, from the build network.",
});
