import { controls } from "../controls";
import { denying } from "../denied/denied";
import { refused, type Rule } from "../rule";

const balancerType = "aws:lb/loadBalancer:LoadBalancer";
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const fix = "Remove it. The build network's own firewalls stand behind the VPN.";

const denial = denying({
  id: "no-inline-firewall",
  title: "No firewall or gateway load balancer stands in the network's paths.",
  control: controls.oneLink,
  severity: "high",
  frameworks: { nist: ["SC-7", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/introduction.html",
  cause: "A part of Network Firewall, a gateway load balancer, or an endpoint of one.",
  reason: "Packets that go through it may leave it to wherever it sends them.",
  fix,
});

/** What a resource says that it is, and the kind that stands in the path. */
const kinds: Readonly<Record<string, readonly [property: string, kind: string]>> = {
  [balancerType]: ["loadBalancerType", "gateway"],
  [endpointType]: ["vpcEndpointType", "GatewayLoadBalancer"],
};

export const noInlineFirewall: Rule = {
  ...denial,
  judges: (type) => denial.judges(type) || Object.hasOwn(kinds, type),
  check(resource, options) {
    const kind = kinds[resource.type];
    if (kind === undefined) return denial.check?.(resource, options) ?? [];
    const [property, inline] = kind;
    const fact = resource.props.text(property);
    // A kind that is not known is a finding of the rules that judge balancers and endpoints.
    return fact.state === "known" && fact.value === inline
      ? [refused([resource, property], `"${inline}"`, "It passes packets on, to an appliance.", fix)]
      : [];
  },
};
