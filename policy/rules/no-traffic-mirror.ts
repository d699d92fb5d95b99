import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noTrafficMirror = denying({
  id: "no-traffic-mirror",
  title: "No traffic is mirrored.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["AC-4", "SC-7(10)"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-targets.html",
  cause: "A traffic mirror's session, target or filter.",
  reason: "A copy of every packet goes where the target stands, past groups' egress rules.",
  fix: "Remove it. Flow logs record what passes.",
});
