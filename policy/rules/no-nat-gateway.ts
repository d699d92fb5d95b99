import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expectUnset } from "../expect";
import { type Fact } from "../facts/fact";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, refused, type Rule, undetermined } from "../rule";

const id = "no-nat-gateway";
const gatewayType = "aws:ec2/natGateway:NatGateway";
const fix = "Remove it. Machines reach the build network with their own addresses, over the VPN.";
const reason = "It takes the network's packets out under its own address.";

/** Source of the default: EC2 API, CreateNatGateway, ConnectivityType. */
function kindOf(connectivity: Fact<string>): string {
  if (connectivity.state === "known" && connectivity.value === "private") return "a private NAT gateway";
  return connectivity.state === "absent" ? "a NAT gateway, public by default" : "a public NAT gateway";
}

function checkGateway(gateway: ResourceFacts): readonly Finding[] {
  const { props } = gateway;
  const mode = props.text("availabilityMode");
  // `no-regional-nat-gateway` speaks of these.
  if (mode.state === "known" && mode.value === "regional") return [];
  if (mode.state === "unknown") return [undetermined([gateway, "availabilityMode"], mode, reason, fix)];
  const connectivity = props.text("connectivityType");
  const place = [gateway, "connectivityType"] as const;
  if (connectivity.state === "unknown") return [undetermined(place, connectivity, reason, fix)];
  const hidden = "It hides from the build network's firewalls which machine talks to them.";
  const isPrivate = connectivity.state === "known" && connectivity.value === "private";
  return [
    refused(place, kindOf(connectivity), isPrivate ? hidden : reason, fix),
    ...["allocationId", "secondaryAllocationIds"].flatMap((property) =>
      expectUnset(gateway, property, props.get(property), "It is a public address of the gateway.", fix),
    ),
  ];
}

export const noNatGateway: Rule = {
  id,
  title: "There is no NAT gateway in any subnet, public or private.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(10)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
  cause:
    "A NAT gateway, which is public unless it says otherwise; a private one, which hides who talks; an address for one.",
  fix,
  judges: (type) => deniedName(id, type) !== undefined,
  check: (resource) =>
    resource.type === gatewayType ? checkGateway(resource) : denied(id, resource, reason, fix),
};
