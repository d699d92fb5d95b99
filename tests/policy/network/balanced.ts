import { resource, type TestResource } from "../stack";
import { ec2, networkOf, open, portsOf, vpc, waysOf, withProps } from "./joined";

export const lb = (name: string) => `aws:lb/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
export const elb = "aws:elb/loadBalancer:LoadBalancer";

/** A balancer in `vpc-a`, its targets in `vpc-b` by a peering that only the balancer's subnet has a route to: what reaches `vpc-b` came through it. */
export function balanced(balancer: object, group: object, listener: object, target: object): TestResource[] {
  const toB = [{ cidrBlock: "10.2.0.0/16", vpcPeeringConnectionId: "pcx-1" }];
  return [
    ...vpc("vpc-a", "10.1"),
    ...vpc("vpc-b", "10.2"),
    resource(ec2("VpcPeeringConnection"), "pcx-1", {
      vpcId: "vpc-a",
      peerVpcId: "vpc-b",
      acceptStatus: "active",
    }),
    resource(ec2("RouteTable"), "lb-table", { vpcId: "vpc-a", routes: toB }),
    resource(ec2("Subnet"), "vpc-a-lb", {
      ...{ vpcId: "vpc-a", cidrBlock: "10.1.5.0/24", availabilityZone: "eu-west-1a" },
    }),
    resource(ec2("RouteTableAssociation"), "lb-link", { subnetId: "vpc-a-lb", routeTableId: "lb-table" }),
    resource(ec2("SecurityGroup"), "lb-group", { vpcId: "vpc-a", ingress: open, egress: open }),
    resource(lb("LoadBalancer"), "balancer", {
      ...{ internal: true, subnetMappings: [{ subnetId: "vpc-a-lb", privateIpv4Address: "10.1.5.5" }] },
      ...{ securityGroups: ["lb-group"], ...balancer },
    }),
    resource(lb("TargetGroup"), "targets", { port: 8080, protocol: "TCP", targetType: "ip", ...group }),
    resource(lb("TargetGroupAttachment"), "target", {
      targetGroupArn: "targets",
      targetId: "10.2.0.10",
      ...target,
    }),
    resource(lb("Listener"), "listener", {
      ...{ loadBalancerArn: "balancer", port: 80, protocol: "TCP" },
      defaultActions: [{ type: "forward", targetGroupArn: "targets" }],
      ...listener,
    }),
  ];
}

export const network = { loadBalancerType: "network" };
export const there = "inside → foreign/vpc-b";
export const ways = (resources: readonly TestResource[]) => waysOf(resources, ["vpc-a"]);
export const ports = (resources: readonly TestResource[]) =>
  portsOf(resources, "inside", "foreign/vpc-b", ["vpc-a"]);

/** Steps from the balancer's interface to its targets. */
export const toTargets = (resources: readonly TestResource[]) =>
  networkOf(resources)
    .nodes.filter(({ id }) => /^if\/balancer@[^/]*$/.test(id))
    .flatMap(({ steps }) => steps)
    .filter(
      ({ to, rewrite }) => to?.endsWith("/out") === true && to.startsWith("if/") && rewrite !== undefined,
    );

/** A balancer is AWS's own: its group alone would let its address send anywhere, which is not asked here. */
export const closed = (resources: readonly TestResource[]) =>
  withProps(resources, "lb-group", {
    egress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: ["10.2.0.0/16"] }],
  });
