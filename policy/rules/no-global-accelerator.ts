import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noGlobalAccelerator = denying({
  id: "no-global-accelerator",
  title: "There is no Global Accelerator.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints.html",
  cause: "An accelerator, a listener or an endpoint group.",
  reason: "Its public addresses lead to private load balancers, machines and subnets.",
  fix: "Remove it.",
});
