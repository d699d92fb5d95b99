import { group, list } from "../containers";
import { address, boolean, cidr, oneOf, whole } from "../values";
import { retentionDays } from "./words";

export const link = group("The VPN into the build network, the only way out of the VPC", {
  gatewayAddress: address("Public address of the build network's VPN gateway", "203.0.113.10"),
  gatewayAsn: whole("Its autonomous system number", 1, 4_294_967_294, 65_010),
  amazonAsn: whole("Autonomous system number of the AWS side, a private one", 64_512, 4_294_967_294, 64_512),
  tunnelBlocks: list(
    "Inside addresses of the two tunnels",
    cidr("A block of 169.254.0.0/16", 30, 30, "169.254.21.0/30"),
    2,
    2,
  ),
  holdMaintenance: boolean("You choose when AWS replaces a tunnel's endpoint (tunnel lifecycle control)"),
  logRetentionDays: oneOf("Days that the tunnels' logs are kept", retentionDays, 90),
});
