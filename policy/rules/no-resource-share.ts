import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noResourceShare = denying({
  id: "no-resource-share",
  title: "Nothing is shared through the Resource Access Manager.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["AC-3", "AC-4", "SC-7"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html",
  cause: "A resource share, its resources or principals, or the acceptance of somebody else's.",
  reason: "Who gets a share may place interfaces in the stack's subnets, or rules in its resolver.",
  fix: "Remove it.",
});
