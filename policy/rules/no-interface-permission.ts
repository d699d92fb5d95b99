import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noInterfacePermission = denying({
  id: "no-interface-permission",
  title: "Nobody else attaches the network's interfaces, and none of them belongs to a second network.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["AC-4", "SC-7"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterfacePermission.html",
  cause: "A network interface permission, a secondary network, a network of Oracle Database@AWS.",
  reason: "A machine of another account or network would stand in two networks at once.",
  fix: "Remove it.",
});
