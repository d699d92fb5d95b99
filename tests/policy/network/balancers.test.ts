import { expect } from "chai";
import { resource, unknownText } from "../stack";
import { ec2, networkOf, portsOf, without, withProps } from "./joined";
import { lb, elb, balanced, network, there, ways, ports, toTargets, closed } from "./balanced";

describe("a load balancer", () => {
  it("sends what its listener takes to its targets, on their port", () => {
    const stack = closed(balanced(network, {}, {}, {}));
    expect(ways(stack)).to.include(there);
    expect(ports(stack)).to.deep.equal(["6:8080-8080"]);
    const [step] = toTargets(stack);
    expect(step?.match).to.deep.equal({ state: "new", protocols: [[6, 6]], destinationPorts: [[80, 80]] });
    expect(step?.rewrite).to.deep.include({
      destination: ["10.2.0.10/32"],
      destinationPorts: [[8080, 8080]],
    });
    expect(step?.by).to.include({ resource: "target", property: "targetId" });
  });

  it("sends nothing without a listener, a target, or an action that forwards", () => {
    const stack = balanced(network, {}, {}, {});
    for (const one of ["listener", "target"]) expect(toTargets(without(stack, one)), one).to.deep.equal([]);
    const redirect = withProps(stack, "listener", { defaultActions: [{ type: "redirect", redirect: {} }] });
    expect(toTargets(redirect)).to.deep.equal([]);
  });

  it("is the same with the interfaces that a live account lists for it", () => {
    const listed = (interfaceId: string, balancer: object) => [
      ...closed(balanced({ ...network, ...balancer }, {}, {}, {})),
      resource(ec2("NetworkInterface"), interfaceId, {
        ...{ subnetId: "vpc-a-lb", privateIps: ["10.1.5.5"], securityGroups: ["lb-group"] },
        ...{
          interfaceType: "network_load_balancer",
          description: "ELB net/other/0a1b",
          sourceDestCheck: false,
        },
      }),
    ];
    const live = listed("eni-lb", { networkInterfaceIds: ["eni-lb"] });
    const { nodes } = networkOf(live);
    expect(nodes.map(({ id }) => id).filter((id) => id.endsWith("/listeners"))).to.deep.equal([
      "if/eni-lb/listeners",
    ]);
    expect(ways(live)).to.include(there);
    expect(ports(live)).to.deep.equal(["6:8080-8080"]);
    // One that nobody tells of may listen on anything and send to anybody.
    const strange = listed("eni-other", { networkInterfaceIds: [] });
    const steps = networkOf(strange).nodes.filter(({ id }) => /^if\/eni-other(\/listeners)?$/.test(id));
    expect(steps.flatMap((node) => node.steps.filter(({ take }) => take === "perhaps"))).to.have.length(3);
  });

  it("takes nothing on ports that no listener listens to", () => {
    const node = networkOf(balanced(network, {}, {}, {})).nodes.find(({ id }) => id.endsWith("/listeners"));
    expect(node?.steps.map(({ match }) => match)).to.deep.equal([
      { state: "reply" },
      { state: "new", protocols: [[6, 6]], destinationPorts: [[80, 80]] },
    ]);
    expect(node?.otherwise).to.contain("no listener");
  });

  it("sends from its own address, unless it keeps the client's", () => {
    const source = (balancer: object, group: object, target: object = {}) =>
      toTargets(balanced(balancer, group, {}, target)).map(({ rewrite }) => rewrite?.source);
    const own = [["10.1.5.5/32"]];
    const kept = [undefined];
    expect(source(network, {}), "addresses over TCP").to.deep.equal(own);
    expect(source(network, { preserveClientIp: "true" })).to.deep.equal(kept);
    expect(source(network, { protocol: "UDP" })).to.deep.equal(kept);
    const instance = { targetType: "instance" };
    expect(source(network, instance, { targetId: "vpc-b-vm" })).to.deep.equal(kept);
    expect(
      source(network, { ...instance, preserveClientIp: "false" }, { targetId: "vpc-b-vm" }),
    ).to.deep.equal(own);
    expect(source({}, instance, { targetId: "vpc-b-vm" }), "application").to.deep.equal(own);
  });

  it("does not know whether it keeps the client's address if that is not known", () => {
    const steps = toTargets(balanced(network, { preserveClientIp: unknownText }, {}, {}));
    expect(steps.map(({ take }) => take)).to.deep.equal(["perhaps", "perhaps"]);
    expect(steps[0]?.by.missing).to.include({ resource: "targets", property: "preserveClientIp" });
  });

  it("takes the port of the target before the group's", () => {
    const [step] = toTargets(balanced(network, {}, {}, { port: 9000 }));
    expect(step?.rewrite?.destinationPorts).to.deep.equal([[9000, 9000]]);
  });

  it("forwards by weighted groups and by rules as by the default action", () => {
    const weighted = {
      defaultActions: [{ type: "forward", forward: { targetGroups: [{ arn: "targets", weight: 1 }] } }],
    };
    expect(toTargets(balanced({}, { protocol: "HTTP" }, weighted, {}))).to.have.length(1);
    const byRule = [
      ...balanced({}, { protocol: "HTTP" }, { defaultActions: [{ type: "fixed-response" }] }, {}),
      resource(lb("ListenerRule"), "rule", {
        ...{ listenerArn: "listener", actions: [{ type: "forward", targetGroupArn: "targets" }] },
      }),
    ];
    expect(toTargets(byRule)).to.have.length(1);
    expect(toTargets(without(byRule, "rule"))).to.deep.equal([]);
  });

  it("listens to UDP and TCP as its protocol says", () => {
    const protocols = (protocol: string) =>
      toTargets(balanced(network, { protocol }, { protocol }, {}))[0]?.match.protocols;
    expect(protocols("UDP")).to.deep.equal([[17, 17]]);
    expect(protocols("TCP_UDP")).to.deep.equal([
      [6, 6],
      [17, 17],
    ]);
    expect(protocols("TLS")).to.deep.equal([[6, 6]]);
  });

  it("is a classic one with listeners and instances of its own", () => {
    const classic = [
      ...without(balanced({}, {}, {}, {}), "balancer", "targets", "target", "listener"),
      resource(elb, "balancer", {
        ...{ internal: true, subnets: ["vpc-a-lb"], securityGroups: ["lb-group"], instances: ["vpc-b-vm"] },
        listeners: [{ lbPort: 80, lbProtocol: "http", instancePort: 8080, instanceProtocol: "http" }],
      }),
    ];
    const [step] = toTargets(classic);
    expect(step?.match.destinationPorts).to.deep.equal([[80, 80]]);
    expect(step?.rewrite).to.deep.include({
      destination: ["10.2.0.10/32"],
      destinationPorts: [[8080, 8080]],
    });
    const attached = [
      ...withProps(classic, "balancer", { instances: [] }),
      resource("aws:elb/attachment:Attachment", "join", { elb: "balancer", instance: "vpc-b-vm" }),
    ];
    expect(toTargets(attached)).to.have.length(1);
    expect(toTargets(without(attached, "join"))).to.deep.equal([]);
  });

  it("is open from the internet if it is not internal, and through it its targets are", () => {
    const facing = [
      ...balanced({ ...network, internal: false }, {}, {}, { targetId: "10.1.0.10" }),
      resource(ec2("InternetGateway"), "igw", { vpcId: "vpc-a" }),
    ];
    const routed = withProps(facing, "lb-table", { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw" }] });
    expect(ways(routed)).to.include("internet → inside");
    const inside = portsOf(routed, "internet", "inside", ["vpc-a"]);
    expect(inside).to.deep.equal(["6:80-80", "6:8080-8080"]);
    expect(ways(withProps(routed, "balancer", { internal: true }))).not.to.include("internet → inside");
  });

  it("lists a target and a listener as single changes", () => {
    const kinds = networkOf(balanced(network, {}, {}, {})).nodes.flatMap(({ openings = [] }) =>
      openings.map(({ kind }) => kind),
    );
    expect(kinds).to.include.members(["target", "listener"]);
  });
});
