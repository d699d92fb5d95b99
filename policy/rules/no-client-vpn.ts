import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noClientVpn = denying({
  id: "no-client-vpn",
  title: "There is no client VPN: people come through the build network.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["AC-17", "AC-17(3)", "SC-7(4)", "SC-7(15)"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is.html",
  cause: "A client VPN endpoint, or an association, route or authorisation of one.",
  reason: "It lets people in from the internet, past the build network.",
  fix: "Remove it. Other networks are reached through the build network, over the VPN.",
});
