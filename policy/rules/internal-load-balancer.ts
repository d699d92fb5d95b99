import { controls } from "../controls";
import { expect, expectUnset } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, ofTypes, type Rule } from "../rule";

const balancerType = "aws:lb/loadBalancer:LoadBalancer";
const targetType = "aws:lb/targetGroup:TargetGroup";
const fix = "Make it an internal network load balancer over IPv4, in security groups of the stack.";

function checkBalancer(resource: ResourceFacts): readonly Finding[] {
  const { props } = resource;
  return [
    ...expect({
      ...{ resource, property: "internal", fact: props.flag("internal"), fix },
      accepts: (internal) => internal,
      absentIs: "refused",
      reason: "A load balancer is public unless it says otherwise.",
    }),
    ...expect({
      ...{ resource, property: "loadBalancerType", fact: props.text("loadBalancerType"), fix },
      accepts: (type) => type === "network",
      absentIs: "refused",
      reason: "Another kind ends connections itself, and can pass them to functions and other services.",
    }),
    ...expect({
      ...{ resource, property: "ipAddressType", fact: props.text("ipAddressType"), fix },
      accepts: (type) => type === "ipv4",
      absentIs: "accepted",
      reason: "Dual-stack balancers have IPv6 addresses, which are public ones.",
    }),
    ...publicMappings(resource),
  ];
}

/**
 * AWS tells a mapping for each subnet; one may name an Elastic IP address. Mappings that are not known yet can hold none:
 * no such address may be declared, and a known id of one shows.
 */
function publicMappings(balancer: ResourceFacts): readonly Finding[] {
  const mappings = balancer.props.objects("subnetMappings");
  if (mappings.state !== "known") return [];
  return mappings.value.flatMap((mapping, index) => {
    if (mapping.state !== "known") return [];
    return ["allocationId", "ipv6Address"].flatMap((property) => {
      const path = `subnetMappings[${index}].${property}`;
      return expectUnset(balancer, path, mapping.value.get(property), "It is a public address.", fix);
    });
  });
}

export const internalLoadBalancer: Rule = {
  id: "internal-load-balancer",
  title: "Load balancers are internal, of the network kind, and lead to the stack's own VMs.",
  control: controls.noInternet,
  severity: "critical",
  cause:
    "A load balancer that is not internal, not of the network kind, or not IPv4 only; targets that are addresses, " +
    "functions or other balancers.",
  fix,
  judges: ofTypes(balancerType, targetType),
  check(resource) {
    if (resource.type === balancerType) return checkBalancer(resource);
    return expect({
      ...{ resource, property: "targetType", fact: resource.props.text("targetType") },
      accepts: (type) => type === "instance",
      // Source: ELB API, CreateTargetGroup, TargetType.
      absentIs: "accepted",
      reason: "A target that is an address may be anywhere that a route leads to.",
      fix: 'Set targetType to "instance".',
    });
  },
};
