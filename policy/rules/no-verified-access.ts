import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noVerifiedAccess = denying({
  id: "no-verified-access",
  title: "There is no Verified Access: people come through the build network.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["AC-17", "AC-17(3)", "SC-7(11)", "SC-7(15)"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/verified-access/latest/ug/what-is-verified-access.html",
  cause: "Anything of Verified Access: an endpoint, a group, an instance or a trust provider.",
  reason: "It publishes machines of the network on the internet, behind a login.",
  fix: "Remove it. Other networks are reached through the build network, over the VPN.",
});
