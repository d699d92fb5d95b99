import { controls } from "../controls";
import { expectUnset } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, ofTypes, refused, type Rule, undetermined } from "../rule";

const fix = "Remove it. Machines reach the build network with their own addresses, over the VPN.";
const reason =
  "A regional NAT gateway needs no public subnet: its own route table leads every zone of the VPC to the internet.";

/** What only a regional gateway has; a zonal one is `no-nat-gateway`'s. */
function check(gateway: ResourceFacts): readonly Finding[] {
  const { props } = gateway;
  const mode = props.text("availabilityMode");
  const place = [gateway, "availabilityMode"] as const;
  if (mode.state === "unknown") return [undetermined(place, mode, reason, fix)];
  const isRegional = mode.state === "known" && mode.value !== "zonal";
  return [
    ...(isRegional ? [refused(place, `"${mode.value}"`, reason, fix)] : []),
    ...["availabilityZoneAddresses"].flatMap((property) =>
      expectUnset(gateway, property, props.get(property), reason, fix),
    ),
  ];
}

export const noRegionalNatGateway: Rule = {
  id: "no-regional-nat-gateway",
  title: "There is no regional NAT gateway.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(10)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html",
  cause: "A NAT gateway whose `availabilityMode` is regional, or that has addresses by zone.",
  fix,
  judges: ofTypes("aws:ec2/natGateway:NatGateway"),
  check,
};
