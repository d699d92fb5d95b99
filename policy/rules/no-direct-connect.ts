import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noDirectConnect = denying({
  id: "no-direct-connect",
  title: "There is no Direct Connect link, private or public.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(4)", "SC-7(5)", "AC-4", "CA-3"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/directconnect/latest/UserGuide/Welcome.html",
  cause:
    "Anything of Direct Connect: a connection, a virtual interface, hosted or not, a gateway or its association.",
  reason: "It is a link beside the VPN, without its cryptography; a public interface is on the internet.",
  fix: "Remove it. Other networks are reached through the build network, over the VPN.",
});
