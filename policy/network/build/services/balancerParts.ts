import { type Fact } from "../../../facts/fact";
import { type Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { type Range, type Reason } from "../../network";
import { because, candidatesOf, named } from "../candidates";
import { type Build, type InterfacePart, nodeIds } from "../parts";
import { perBuild } from "../perBuild";
import { isPort } from "../filters/protocols";
import { tokens } from "../tokens";

const both = (name: string): readonly string[] =>
  ["lb", "alb"].map((module) => `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`);

/** Types of what belongs to a load balancer; `aws:alb` is an older name of `aws:lb`. */
export const balancerTypes = {
  listeners: both("Listener"),
  rules: both("ListenerRule"),
  groups: both("TargetGroup"),
  attachments: both("TargetGroupAttachment"),
  classicAttachment: "aws:elb/attachment:Attachment",
  scaling: tokens.autoScalingGroup,
  scalingAttachment: "aws:autoscaling/attachment:Attachment",
  trafficSource: "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
  service: "aws:ecs/service:Service",
} as const;

export type BalancerKind = "application" | "network" | "gateway" | "classic" | "unknown";

/** Source of the default: @pulumi/aws, LoadBalancer, loadBalancerType: application. */
export function balancerKind({ type, props }: ResourceFacts): BalancerKind {
  if (type === tokens.classicBalancer) return "classic";
  const fact = props.text("loadBalancerType");
  if (fact.state === "absent") return "application";
  const kinds: readonly BalancerKind[] = ["application", "network", "gateway"];
  return kinds.find((kind) => fact.state === "known" && fact.value === kind) ?? "unknown";
}

/** A port that a balancer listens to, and the target groups that its listener names. */
export interface ListenerPart {
  readonly owner: ResourceFacts;
  readonly protocols: readonly Range[];
  readonly ports: readonly Range[];
  readonly by: Reason;
  readonly forwards: readonly Forward[];
}

/** That a listener sends to a target group. */
export interface Forward {
  readonly group: ResourceFacts;
  readonly by: Reason;
  /** The target's ports, where the listener says them. */
  readonly ports?: readonly Range[];
}

const tcp: Range = [6, 6];
const udp: Range = [17, 17];
const allPorts: Range = [0, 65_535];
/** Source: ELBv2 API, CreateListener, Protocol. QUIC is carried by UDP. */
const protocolsOf: Readonly<Record<string, readonly Range[]>> = {
  ...{ UDP: [udp], TCP_UDP: [tcp, udp], QUIC: [udp], TCP_QUIC: [tcp, udp] },
  ...{ TCP: [tcp], TLS: [tcp], HTTP: [tcp], HTTPS: [tcp], SSL: [tcp] },
};

export function protocolRanges(fact: Fact<string>): readonly Range[] {
  if (fact.state === "absent") return [tcp];
  return (fact.state === "known" ? protocolsOf[fact.value.toUpperCase()] : undefined) ?? [tcp, udp];
}

/** A number that is no port is refused by AWS; taken as any port, it is at least not forgotten. */
export function portRanges(fact: Fact<number>): readonly Range[] {
  return fact.state === "known" && isPort(fact.value) ? [[fact.value, fact.value]] : [allPorts];
}

/** Listeners by the URN of their balancer. Classic balancers have theirs inline: `classicListeners`. */
export const listenersOf = perBuild((build): ReadonlyMap<string, readonly ListenerPart[]> => {
  const rules = new Map<string, ResourceFacts[]>();
  for (const rule of balancerTypes.rules.flatMap((type) => build.stack.ofType(type))) {
    for (const { urn } of named(build, rule, "listenerArn", balancerTypes.listeners).resources)
      rules.set(urn, [...(rules.get(urn) ?? []), rule]);
  }
  const byBalancer = new Map<string, ListenerPart[]>();
  for (const listener of balancerTypes.listeners.flatMap((type) => build.stack.ofType(type))) {
    const port = listener.props.number("port");
    const protocol = listener.props.text("protocol");
    const balancers = named(build, listener, "loadBalancerArn", tokens.balancers);
    const why = [port, protocol].find(({ state }) => state === "unknown");
    const unsure = balancers.why ?? (why?.state === "unknown" ? why.why : undefined);
    const property = balancers.why === undefined ? "port" : "loadBalancerArn";
    const text = `${listener.name} listens on ${shown(protocol)} ${shown(port)}`;
    const part: ListenerPart = {
      owner: listener,
      protocols: protocolRanges(protocol),
      ports: portRanges(port),
      by: because(listener, property, text, "Remove the listener.", unsure),
      forwards: [
        ...forwardsOf(build, listener, "defaultActions"),
        ...(rules.get(listener.urn) ?? []).flatMap((rule) => forwardsOf(build, rule, "actions")),
      ],
    };
    for (const { urn } of balancers.resources) {
      const same = byBalancer.get(urn);
      if (same === undefined) byBalancer.set(urn, [part]);
      else same.push(part);
    }
  }
  return byBalancer;
});

const shown = (fact: Fact<string | number>) =>
  fact.state === "known" ? `${fact.value}` : fact.state === "absent" ? "" : "a value that is not known";

/** The target groups of a listener's or a rule's actions. Conditions of a rule look into HTTP, which no packet shows: each may apply. */
function forwardsOf(build: Build, owner: ResourceFacts, property: string): readonly Forward[] {
  const list = owner.props.objects(property);
  const facts: Fact<string>[] =
    list.state === "known" ? list.value.flatMap(targetArns) : list.state === "unknown" ? [list] : [];
  return facts.flatMap((fact) => {
    const { resources, why } = candidatesOf(build.references.of(owner, property, fact, balancerTypes.groups));
    return resources.map((group): Forward => {
      const fix = "Remove the action, or the targets of its group.";
      return { group, by: because(owner, property, `${owner.name} forwards to ${group.name}`, fix, why) };
    });
  });
}

function targetArns(action: Fact<Props>): Fact<string>[] {
  if (action.state === "unknown") return [action];
  if (action.state === "absent") return [];
  const one = action.value.text("targetGroupArn");
  const forward = action.value.object("forward");
  if (forward.state === "unknown") return [one, forward];
  const groups = forward.state === "known" ? forward.value.objects("targetGroups") : forward;
  const more: Fact<string>[] =
    groups.state === "known"
      ? groups.value.map((group) => (group.state === "known" ? group.value.text("arn") : group))
      : groups.state === "unknown"
        ? [groups]
        : [];
  return [one, ...more].filter(({ state }) => state !== "absent");
}

/** The node at which a balancer's listeners decide what it takes; then it is at `if/<key>`. */
export function listenersNode(build: Build, { key, name, urn }: InterfacePart): string {
  const id = `${nodeIds.at(key)}/listeners`;
  return build.draft.node({ id, name, urn, otherwise: "no listener listens on that port" });
}
