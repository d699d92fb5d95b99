import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noCloudWan = denying({
  id: "no-cloud-wan",
  title: "There is no Cloud WAN, and no attachment to one.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(4)", "SC-7(5)", "AC-4", "CA-3"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/network-manager/latest/cloudwan/what-is-cloudwan.html",
  cause:
    "Anything of the Network Manager: a core network, an attachment of a VPC, a VPN, a Direct Connect gateway or a transit gateway.",
  reason: "It joins the network with a core network, whose policy somebody else decides.",
  fix: "Remove it. Other networks are reached through the build network, over the VPN.",
});
