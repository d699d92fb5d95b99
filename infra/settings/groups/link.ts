import { choice } from "../choice";
import { group, list, named } from "../containers";
import { type Value } from "../field";
import { address, boolean, cidr, oneOf, whole } from "../values";
import { retentionDays, word } from "./words";

const gateway = group("A VPN gateway of the build network", {
  address: address("Its public address, as AWS sees it", "203.0.113.10"),
  asn: whole("Its autonomous system number", 1, 4_294_967_294, 65_010),
  tunnelBlocks: list(
    "Inside addresses of its two tunnels, unlike those of any other tunnel that ends at the same machine",
    cidr("A block of 169.254.0.0/16", 30, 30, "169.254.21.0/30"),
    2,
    2,
  ),
});

export const link = group("The VPN into the build network, the only way out of the VPC", {
  routing: choice(
    "static: AWS sends to whatever tunnel is up; bgp: the gateways announce the build network's blocks, and a dead path is found within 30 s. The VPC's routes are static in both cases",
    ["static", "bgp"],
    "static",
  ),
  amazonAsn: whole("Autonomous system number of the AWS side, a private one", 64_512, 4_294_967_294, 64_512),
  gateways: named(
    "The build network's VPN gateways by name, each with two tunnels; a second one outlives the first, and needs bgp",
    { ...word, example: "main" },
    gateway,
    1,
    2,
  ),
  holdMaintenance: boolean("You choose when AWS replaces a tunnel's endpoint (tunnel lifecycle control)"),
  logRetentionDays: oneOf("Days that the tunnels' logs are kept", retentionDays, 90),
});

/** The link as the settings say it. */
export type LinkSettings = Value<typeof link>;
