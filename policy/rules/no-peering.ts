import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noPeering = denying({
  id: "no-peering",
  title: "No VPC is peered with another.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(4)", "SC-7(5)", "AC-4", "CA-3"], cis: ["5.6"], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html",
  cause: "A VPC peering, its acceptance or its options, whoever the other side is.",
  reason: "It joins the network with another VPC, be it of another account or Region.",
  fix: "Remove it. Other networks are reached through the build network, over the VPN.",
});
