import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noEndpointService = denying({
  id: "no-endpoint-service",
  title: "The stack offers no service to other networks.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(11)", "SC-7(5)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html",
  cause:
    "An endpoint service, a principal that may use one, the acceptance of an endpoint, or a name of a service.",
  reason: "It lets endpoints of other VPCs and accounts connect into the network.",
  fix: "Remove it. Who needs something from a build gets it in the build network.",
});
