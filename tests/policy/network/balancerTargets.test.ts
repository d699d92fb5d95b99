import { expect } from "chai";
import { resource, unknownText } from "../stack";
import { ec2, machine, portsOf, subnet, without, withProps } from "./joined";
import { lb, balanced, network, ways, toTargets } from "./balanced";

describe("targets of a load balancer", () => {
  it("stays in its availability zone if it is a network balancer that may not cross zones", () => {
    const apart = (balancer: object, group: object = {}) => [
      ...without(
        balanced(balancer, { targetType: "instance", ...group }, {}, { targetId: "vm-b" }),
        "vpc-b-vm",
      ),
      ...subnet("vpc-b", "b", "10.2.1.0/24"),
      machine("vm-b", "vpc-b-b", "10.2.1.10", "vpc-b-group"),
    ];
    expect(toTargets(apart(network))).to.deep.equal([]);
    expect(toTargets(apart({ ...network, enableCrossZoneLoadBalancing: true }))).to.have.length(1);
    expect(toTargets(apart(network, { loadBalancingCrossZoneEnabled: "true" }))).to.have.length(1);
    expect(toTargets(apart({}))).to.have.length(1);
  });

  it("leads to targets outside the stack as its routes do", () => {
    const outside = balanced(network, {}, {}, { targetId: "192.0.2.7", availabilityZone: "all" });
    const routed = withProps(outside, "lb-table", {
      routes: [{ cidrBlock: "192.0.2.0/24", vpcPeeringConnectionId: "pcx-0f" }],
    });
    expect(ways(routed)).to.include("inside → foreign/pcx-0f");
  });

  it("leads to any address if a target is not known", () => {
    const steps = toTargets(balanced(network, {}, {}, { targetId: unknownText }));
    expect(steps.map(({ take, rewrite }) => [take, rewrite?.destination])).to.deep.equal([
      ["perhaps", ["0.0.0.0/0"]],
    ]);
    expect(steps[0]?.by.missing).to.include({ resource: "target", property: "targetId" });
  });

  it("calls functions by their service", () => {
    const stack = [
      ...balanced({}, { targetType: "lambda" }, {}, { targetId: "fn" }),
      resource("aws:lambda/function:Function", "fn", {}),
    ];
    expect(ways(stack)).to.include("inside → service/lambda");
    expect(portsOf(stack, "inside", "service/lambda", ["vpc-a"])).to.deep.equal(["6:443-443"]);
  });

  it("has the machines of an AutoScaling group as targets, however it is attached", () => {
    const scaled = [
      ...without(balanced(network, { targetType: "instance" }, {}, {}), "target"),
      resource(ec2("LaunchTemplate"), "template", { vpcSecurityGroupIds: ["vpc-b-group"] }),
    ];
    const scaling = (props: object) =>
      resource("aws:autoscaling/group:Group", "group", {
        ...{ vpcZoneIdentifiers: ["vpc-b-a"], launchTemplate: { id: "template" }, ...props },
      });
    const attached = [
      [scaling({ targetGroupArns: ["targets"] })],
      [scaling({ trafficSources: [{ identifier: "targets", type: "elbv2" }] })],
      [
        scaling({}),
        resource("aws:autoscaling/attachment:Attachment", "join", {
          ...{ autoscalingGroupName: "group", lbTargetGroupArn: "targets" },
        }),
      ],
      [
        scaling({}),
        resource("aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment", "join", {
          ...{ autoscalingGroupName: "group", trafficSource: { identifier: "targets", type: "elbv2" } },
        }),
      ],
    ];
    for (const more of attached) {
      const [step] = toTargets([...scaled, ...more]);
      expect(step?.rewrite?.destination, JSON.stringify(more[0]?.props)).to.deep.equal(["10.2.0.0/24"]);
    }
    expect(toTargets([...scaled, scaling({})])).to.deep.equal([]);
  });

  it("has another balancer as its target", () => {
    const chained = [
      ...balanced(network, { targetType: "alb" }, {}, { targetId: "second" }),
      resource(lb("LoadBalancer"), "second", {
        ...{ internal: true, subnetMappings: [{ subnetId: "vpc-b-a", privateIpv4Address: "10.2.0.77" }] },
      }),
    ];
    expect(toTargets(chained)[0]?.rewrite?.destination).to.deep.equal(["10.2.0.77/32"]);
  });
});
