import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { expect, expectSet, expectUnset } from "../expect";
import { type Fact } from "../facts/fact";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { expectOwn } from "../ownReference";
import { type Finding, refused, type Rule, undetermined } from "../rule";
import { nameIn } from "../types";

const balancerType = "aws:lb/loadBalancer:LoadBalancer";
const targetType = "aws:lb/targetGroup:TargetGroup";
const groupType = "aws:autoscaling/group:Group";
const attachmentType = "aws:lb/targetGroupAttachment:TargetGroupAttachment";
const fix = "Make it an internal network load balancer over IPv4, in security groups of the stack.";
const types = deniedTypes["internal-load-balancer"] ?? {};

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
    ...expectSet(
      resource,
      "securityGroups",
      props.get("securityGroups"),
      "A network load balancer without groups filters nothing, and can get none later.",
      fix,
    ),
    ...publicMappings(resource),
  ];
}

/**
 * AWS tells a mapping for each subnet; one may name an Elastic IP address. A list that is not known as a whole can hold none: no such address
 * may be declared, and a known id of one shows.
 */
function publicMappings(balancer: ResourceFacts): readonly Finding[] {
  const mappings = balancer.props.objects("subnetMappings");
  if (mappings.state !== "known") return [];
  return mappings.value.flatMap((mapping, index): readonly Finding[] => {
    const place = [balancer, `subnetMappings[${index}]`] as const;
    if (mapping.state === "unknown") return [undetermined(place, mapping, "It may be public.", fix)];
    if (mapping.state === "absent") return [];
    return ["allocationId", "ipv6Address"].flatMap((property) => {
      const path = `subnetMappings[${index}].${property}`;
      return expectUnset(balancer, path, mapping.value.get(property), "It is a public address.", fix);
    });
  });
}

function check(resource: ResourceFacts): readonly Finding[] {
  switch (resource.type) {
    case balancerType:
      return checkBalancer(resource);
    case targetType:
      return expect({
        ...{ resource, property: "targetType", fact: resource.props.text("targetType") },
        accepts: (type) => type === "instance",
        // Source: ELB API, CreateTargetGroup, TargetType.
        absentIs: "accepted",
        reason: "A target that is an address may be anywhere that a route leads to.",
        fix: 'Set targetType to "instance".',
      });
    case groupType:
      return expectUnset(
        resource,
        "loadBalancers",
        resource.props.get("loadBalancers"),
        "Classic load balancers are known by their names alone.",
        "Name target groups of this stack.",
      );
    default: {
      const name = nameIn(types, resource.type);
      return name === undefined ? [] : [refused([resource], name, "Its kind is not judged here.", fix)];
    }
  }
}

/** Targets are machines of the stack, in target groups of the stack. */
function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  const own = (owner: ResourceFacts, property: string, path: string, fact: Fact<string>, type: string) =>
    expectOwn({
      ...{ references, owner, property, path, fact, types: [type] },
      reason: "The balancer would send what it gets to something that the stack does not declare.",
      fix: "Name a machine and a target group of this stack.",
    });
  const attached = stack.ofType(attachmentType).flatMap((owner) =>
    (
      [
        ["targetId", "aws:ec2/instance:Instance"],
        ["targetGroupArn", targetType],
      ] as const
    ).flatMap(([property, type]) => own(owner, property, property, owner.props.text(property), type)),
  );
  // A list that is not known as a whole is known by its sources.
  const grouped = stack.ofType(groupType).flatMap((owner) => {
    const property = "targetGroupArns";
    const list = owner.props.texts(property);
    if (list.state === "unknown") return own(owner, property, property, list, targetType);
    return (list.state === "known" ? list.value : []).flatMap((fact, index) =>
      own(owner, property, `${property}[${index}]`, fact, targetType),
    );
  });
  return [...attached, ...grouped];
}

export const internalLoadBalancer: Rule = {
  id: "internal-load-balancer",
  title: "Load balancers are internal, of the network kind, and lead to the stack's own VMs.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html",
  cause:
    "A load balancer that is not internal, not of the network kind, not IPv4 only, or without groups; targets that are addresses, " +
    "functions, other balancers or machines from outside the stack; VMs of a group behind a balancer from outside.",
  fix,
  judges: (type) =>
    [balancerType, targetType, attachmentType, groupType].includes(type) || nameIn(types, type) !== undefined,
  check,
  relate,
};
