import { type Fact, known, unknown } from "../../../facts/fact";
import { type ResourceFacts } from "../../../facts/resource";
import { type Range, type Rewrite, type Step, type Take } from "../../network";
import { everyIpv4, everyIpv6, isIpv4 } from "../addresses";
import { balancerKind, type Forward, type ListenerPart, listenersNode, listenersOf } from "./balancerParts";
import { classicListeners } from "./classicBalancers";
import { missingOf } from "../missing";
import { type Build, type InterfacePart, nodeIds, reasonOf, zones } from "../parts";
import { type TargetPart, targetsOf } from "./balancerTargets";
import { tokens } from "../tokens";
import { addZone } from "../gateways/zoneNodes";

/** Ports that a balancer sends from. Source: VPC guide, "Network ACLs", "Ephemeral ports": 1024-65535. */
const ephemeral: readonly Range[] = [[1024, 65_535]];

/** Adds what load balancers do with what reaches them. Their interfaces and groups are there already. docs/proof.md, Load balancers. */
export function addBalancers(build: Build): void {
  for (const iface of build.layout.interfaces) {
    if (iface.kind === "balancer") addBalancer(build, iface);
  }
}

/**
 * The node that a packet comes to when an interface's groups have let it in: a balancer takes only what one of its listeners listens to.
 * For `if/<key>/in` of every interface; `if/<key>` where nothing more stands before it.
 */
export function behindGroups(build: Build, iface: InterfacePart): string {
  return iface.kind === "balancer" ? listenersNode(build, iface) : nodeIds.at(iface.key);
}

/** The balancer that an interface is of; undefined: one that the facts do not have. */
function balancerOf({ resource, madeFor }: InterfacePart): ResourceFacts | undefined {
  return madeFor ?? (resource.type === tokens.networkInterface ? undefined : resource);
}

function addBalancer(build: Build, iface: InterfacePart): void {
  const { draft } = build;
  const { resource: own, key } = iface;
  const resource = balancerOf(iface);
  const listeners = listenersNode(build, iface);
  const at = nodeIds.at(key);
  const answer = reasonOf(own, "it is an answer");
  draft.steps(listeners, { match: { state: "reply" }, to: at, take: "always", by: answer });
  if (resource === undefined) {
    addUnknown(build, iface);
    return;
  }
  const parts = partsOf(build, resource);
  // Once for each group: many listeners may send to one, and one may have many targets.
  const known = new Map<string, readonly Alike[]>();
  const alikeOf = (group: ResourceFacts) => {
    const there = known.get(group.urn) ?? alikeTargets(build, iface, resource, group);
    known.set(group.urn, there);
    return there;
  };
  for (const part of parts) {
    const take = part.by.missing === undefined ? "always" : "perhaps";
    draft.steps(listeners, { match: matchOf(part), to: at, take, by: part.by });
    for (const forward of part.forwards) {
      const targets = alikeOf(forward.group);
      draft.steps(at, ...targets.flatMap((alike) => stepsTo(build, iface, resource, part, forward, alike)));
    }
  }
  addOpenings(build, iface, resource, parts);
}

/** A balancer that the facts do not have may listen on any port, and send to anybody. */
function addUnknown({ draft }: Build, { resource, key }: InterfacePart): void {
  const settle = "Judge it together with its load balancer.";
  const missing = missingOf(resource, "description", "names a load balancer that is not there", settle);
  const by = reasonOf(resource, "its load balancer is not known", { missing });
  const step = { match: { state: "new" }, take: "perhaps", by } as const;
  const sender = nodeIds.at(key);
  draft.steps(`${sender}/listeners`, { ...step, to: sender });
  for (const every of [everyIpv4, everyIpv6]) {
    draft.steps(sender, {
      ...{ ...step, to: nodeIds.out(key), match: { ...step.match, source: [every] } },
      rewrite: { destination: [every], destinationPorts: [[0, 65_535]], sender },
    });
  }
}

const partsOf = (build: Build, resource: ResourceFacts): readonly ListenerPart[] =>
  balancerKind(resource) === "classic"
    ? classicListeners(resource)
    : (listenersOf(build).get(resource.urn) ?? []);

const matchOf = ({ protocols, ports }: ListenerPart) => ({
  ...{ state: "new" as const, protocols, destinationPorts: ports },
});

/** Targets of a group to which the same steps lead. */
interface Alike {
  readonly first: TargetPart;
  readonly names: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

/** The targets of a group that an interface sends to. Health decides nothing: a target may be well or ill. */
function alikeTargets(
  build: Build,
  iface: InterfacePart,
  balancer: ResourceFacts,
  group: ResourceFacts,
): readonly Alike[] {
  const byKey = new Map<string, TargetPart[]>();
  for (const target of targetsOf(build).get(group.urn) ?? []) {
    if (!isInReach(iface, balancer, group, target)) continue;
    const { ports, isFunction, why, owner, addresses } = target;
    const ownerOfUnknown = why === undefined ? "" : owner.urn;
    const key = JSON.stringify([ports, isFunction, why, ownerOfUnknown, addresses === undefined]);
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [target]);
    else same.push(target);
  }
  return [...byKey.values()].flatMap((targets): readonly Alike[] => {
    const [first] = targets;
    if (first === undefined) return [];
    const shown = targets.slice(0, 3).map(({ name }) => name);
    const more = targets.length > shown.length ? ` and ${targets.length - shown.length} more` : "";
    const all = targets.flatMap(({ addresses }) => addresses ?? [everyIpv4, everyIpv6]);
    const ipv6 = all.filter((block) => !isIpv4(block));
    return [{ first, names: `${shown.join(", ")}${more}`, ipv4: all.filter(isIpv4), ipv6 }];
  });
}

function stepsTo(
  build: Build,
  iface: InterfacePart,
  balancer: ResourceFacts,
  part: ListenerPart,
  { group, by: forwards, ports: given }: Forward,
  { first, names, ipv4, ipv6 }: Alike,
): readonly Step[] {
  const { owner, property, why, isFunction } = first;
  const lacking =
    part.by.missing ?? forwards.missing ?? (why === undefined ? undefined : missingOf(owner, property, why));
  const text = `${part.by.text}; ${group.name} sends it to ${names}`;
  const fix = "Remove the target, or the listener.";
  const by = reasonOf(owner, text, { property, fix, ...(lacking && { missing: lacking }) });
  const ports = given ?? first.ports;
  const take: Take = lacking === undefined ? "some" : "perhaps";
  const match = matchOf(part);
  if (isFunction) {
    // A function is called by its service, whatever port the listener has.
    const to = addZone(build, zones.service("lambda"), "lambda");
    return [{ match, to, take, by, rewrite: { destinationPorts: [[443, 443]] } }];
  }
  const keeps = keepsSource(balancer, group);
  const unsure = { take: "perhaps" as const, by: withMissing(by, group, keeps) };
  return [true, false].flatMap((isKept): readonly Step[] => {
    if (keeps.state === "known" && keeps.value !== isKept) return [];
    const taken = keeps.state === "known" ? { take, by } : unsure;
    return [true, false].flatMap((v4): readonly Step[] => {
      const destination = v4 ? ipv4 : ipv6;
      const source = iface.addresses.filter((block) => isIpv4(block) === v4);
      if (destination.length === 0 || (!isKept && source.length === 0)) return [];
      const sender = nodeIds.at(iface.key);
      const to = nodeIds.out(iface.key);
      const rewrite: Rewrite = { destination, destinationPorts: ports, sender };
      if (isKept)
        return [{ match: { ...match, source: [v4 ? everyIpv4 : everyIpv6] }, to, rewrite, ...taken }];
      return [{ match, to, rewrite: { ...rewrite, source, sourcePorts: ephemeral }, ...taken }];
    });
  });
}

function withMissing(by: Step["by"], group: ResourceFacts, fact: Fact<boolean>): Step["by"] {
  if (by.missing !== undefined || fact.state !== "unknown") return by;
  return { ...by, missing: missingOf(group, "preserveClientIp", fact.why) };
}

/**
 * Whether targets see the client's address. Source: Network Load Balancer guide, "Client IP preservation": always for UDP and QUIC;
 * for TCP and TLS by default for instances and for balancers as targets, not for addresses. Other balancers put their own.
 */
function keepsSource(balancer: ResourceFacts, { props }: ResourceFacts): Fact<boolean> {
  const kind = balancerKind(balancer);
  if (kind === "unknown") return unknown("is of a balancer of a kind that is not known");
  if (kind !== "network") return known(false);
  const protocol = props.text("protocol");
  if (protocol.state === "unknown") return protocol;
  if (protocol.state === "known" && /UDP|QUIC/.test(protocol.value.toUpperCase())) return known(true);
  const set = props.flag("preserveClientIp");
  if (set.state !== "absent") return set;
  const type = props.text("targetType");
  if (type.state === "unknown") return type;
  return known(!(type.state === "known" && type.value === "ip"));
}

/**
 * A network balancer's interface sends to targets of its own availability zone only, unless it may cross zones: by default it may not.
 * Source: Network Load Balancer guide, "Cross-zone load balancing". Application balancers always do; classic ones by Pulumi's default.
 */
function isInReach(
  { subnet }: InterfacePart,
  balancer: ResourceFacts,
  { props }: ResourceFacts,
  { zone }: TargetPart,
): boolean {
  if (balancerKind(balancer) !== "network") return true;
  const own = props.text("loadBalancingCrossZoneEnabled");
  if (own.state === "unknown" || (own.state === "known" && own.value === "true")) return true;
  const ofBalancer = balancer.props.flag("enableCrossZoneLoadBalancing");
  const isForced = own.state === "known" && own.value === "false";
  if (!isForced && (ofBalancer.state === "unknown" || (ofBalancer.state === "known" && ofBalancer.value)))
    return true;
  const here = subnet.availabilityZone;
  return here === undefined || zone === undefined || here === zone || isId(here) !== isId(zone);
}

/** `euw1-az1` is an id, `eu-west-1a` a name: two of different kinds say nothing of each other. */
const isId = (zone: string) => /-az\d+$/.test(zone);

/** One change: another target for a listener, another listener. */
function addOpenings(
  build: Build,
  iface: InterfacePart,
  resource: ResourceFacts,
  parts: readonly ListenerPart[],
): void {
  const { addresses, key } = iface;
  const out = { to: nodeIds.out(key), kind: "target" };
  for (const v4 of [true, false]) {
    const source = addresses.filter((block) => isIpv4(block) === v4);
    if (source.length === 0) continue;
    const rewrite: Rewrite = {
      ...{ source, destination: [v4 ? everyIpv4 : everyIpv6], sourcePorts: ephemeral },
      ...{ destinationPorts: [[0, 65_535]], sender: nodeIds.at(key) },
    };
    for (const part of parts) {
      const change = `register another target with ${part.owner.name} of ${resource.name}`;
      build.draft.openings(nodeIds.at(key), { match: matchOf(part), rewrite, ...out, change });
    }
  }
  const change = `add a listener to ${resource.name}`;
  const match = { state: "new" as const };
  build.draft.openings(listenersNode(build, iface), { match, to: nodeIds.at(key), kind: "listener", change });
}
