import { controls } from "../controls";
import { denying } from "../denied/denied";

/** Refused even if nothing has it: an association is one API call away. The VPN's outside addresses are AWS's own. */
export const noElasticIp = denying({
  id: "no-elastic-ip",
  title: "There is no Elastic IP address, used or not.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(16)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
  cause: "An Elastic IP address, the association or the public name of one.",
  reason: "A public address makes a machine reachable as soon as any gateway exists.",
  fix: "Leave the address out: machines are reached over the VPN, at their private addresses.",
});
