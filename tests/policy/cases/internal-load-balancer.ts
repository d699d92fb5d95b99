import { resource, unknownFlag, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const internal = {
  internal: true,
  loadBalancerType: "network",
  ipAddressType: "ipv4",
  securityGroups: [unknownText],
};
const balancer = (props: object) =>
  resource("aws:lb/loadBalancer:LoadBalancer", "balancer", { ...internal, ...props });
const attached = (targetId: string, from: readonly string[]) =>
  resource(
    "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    "attached",
    { targetId, targetGroupArn: unknownText },
    { sources: { targetId: from, targetGroupArn: ["targets"] } },
  );
const target = (props: object) => resource("aws:lb/targetGroup:TargetGroup", "targets", { ...props });

export const cases: RuleCases = {
  accepts: {
    "an internal network load balancer to the stack's VMs": {
      resources: [balancer({}), target({ targetType: "instance" })],
    },
    "mappings without a public address, as AWS tells them": {
      resources: [balancer({ subnetMappings: [{ subnetId: "subnet-1", allocationId: "" }] })],
    },
    "a machine of the stack as a target": {
      resources: [target({}), resource("aws:ec2/instance:Instance", "vm"), attached(unknownText, ["vm"])],
    },
    "targets of the default kind": { resources: [target({})] },
  },
  refuses: {
    "a public one, by default too": {
      resources: [balancer({ internal: undefined })],
      finds: [["refused", "balancer", "internal"]],
    },
    "one that ends connections itself, over IPv6 too": {
      resources: [balancer({ loadBalancerType: "application", ipAddressType: "dualstack" })],
      finds: [
        ["refused", "balancer", "loadBalancerType"],
        ["refused", "balancer", "ipAddressType"],
      ],
    },
    "one with an Elastic IP address": {
      resources: [balancer({ subnetMappings: [{ subnetId: "subnet-1", allocationId: "eipalloc-1" }] })],
      finds: [["refused", "balancer", "subnetMappings[0].allocationId"]],
    },
    "targets that are addresses": {
      resources: [target({ targetType: "ip" })],
      finds: [["refused", "targets", "targetType"]],
    },
    "one without groups": {
      resources: [balancer({ securityGroups: [] })],
      finds: [["refused", "balancer", "securityGroups"]],
    },
    "an address as a target": {
      resources: [target({}), attached("203.0.113.9", [])],
      finds: [["refused", "attached", "targetId"]],
    },
    "a classic one, and one under another name": {
      resources: [
        resource("aws:elb/loadBalancer:LoadBalancer", "classic"),
        resource("aws:alb/loadBalancer:LoadBalancer", "other"),
      ],
      finds: [
        ["refused", "other"],
        ["refused", "classic"],
      ],
    },
    "one that may be public": {
      resources: [balancer({ internal: unknownFlag })],
      finds: [["undetermined", "balancer", "internal"]],
    },
  },
};
