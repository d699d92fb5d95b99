import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noRouteServer = denying({
  id: "no-route-server",
  title: "There is no route server: no machine writes routes.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "SC-7(4)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html",
  cause: "A route server, or an endpoint, peer, propagation or association of one.",
  reason: "Routes would then be whatever its peer announces, a default route included.",
  fix: "Declare the build network's blocks as static routes.",
});
