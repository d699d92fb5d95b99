import { type Match, type Step } from "../../network";
import { behindGroups } from "../services/balancers";
import { everyIpv4, everyIpv6, isIpv4 } from "../addresses";
import { groupSteps, groupTexts } from "../filters/groups";
import { anything, type Build, type InterfacePart, nodeIds, reasonOf, zones } from "../parts";
import { resolverSteps } from "../gateways/resolver";
import { unknownZone } from "../gateways/unknownZone";

/** AWS's own interfaces, which begin nothing: they answer, or pass on. */
const silent: ReadonlySet<InterfacePart["kind"]> = new Set(["endpoint", "nat", "transit"]);
/** Those that packets only pass: who reaches one has reached nobody. */
const passing: ReadonlySet<InterfacePart["kind"]> = new Set(["nat", "transit"]);

/** Makes the nodes of interfaces: others add what they do with packets. */
export function addInterfaceNodes(build: Build): void {
  for (const each of build.layout.interfaces) {
    const { key, name, urn, kind, subnet } = each;
    const isPassed = passing.has(kind);
    build.draft.node({
      ...{ id: nodeIds.at(key), name, urn },
      ...(!isPassed && { zone: subnet.vpc.zone }),
      ...(isPassed && { otherwise: "it takes only answers" }),
    });
    const { blockedIn, blockedOut } = groupTexts(build, each);
    build.draft.node({ id: nodeIds.in(key), name, urn, otherwise: blockedIn });
    build.draft.node({ id: nodeIds.out(key), name, urn, otherwise: blockedOut });
  }
}

/** The ids of an interface's nodes and its subnet's, each text once. */
interface Ids {
  readonly out: string;
  readonly into: string;
  readonly at: string;
  readonly leave: string;
}

/** What interfaces send, let in, and answer. */
export function connectInterfaces(build: Build): void {
  const { draft, layout } = build;
  const leaves = new Map(layout.subnets.map(({ key }) => [key, nodeIds.subnetOut(key)]));
  const questionsOf = resolverSteps(build);
  for (const each of layout.interfaces) {
    const { key, subnet, resource, kind, missing, isExact, addresses } = each;
    const leave = leaves.get(subnet.key) ?? nodeIds.subnetOut(subnet.key);
    const ids: Ids = { out: nodeIds.out(key), into: nodeIds.in(key), at: nodeIds.at(key), leave };
    const questions = silent.has(kind) ? [] : questionsOf(subnet.vpc);
    draft.steps(ids.out, ...questions, ...groupSteps(build, each, "egress", leave));
    const behind = behindGroups(build, each);
    draft.steps(ids.into, ...groupSteps(build, each, "ingress", behind));
    if (!passing.has(kind)) draft.steps(ids.at, answer(each, ids));
    const by = reasonOf(resource, "the interface has the destination", { ...(missing && { missing }) });
    const take = missing ? "perhaps" : isExact ? "always" : "some";
    const match: Match = { destination: addresses };
    if (addresses.length > 0)
      draft.steps(nodeIds.subnetDeliver(subnet.key), { match, to: ids.into, take, by });
    addOpenings(build, each, behind, ids);
    if (!silent.has(kind)) addStart(build, each, ids);
  }
}

function answer({ resource }: InterfacePart, { at, leave }: Ids): Step {
  const by = reasonOf(resource, "the interface answers: groups are stateful");
  return { match: fresh, to: leave, take: "some", rewrite: { reply: true, sender: at }, by };
}

const fresh: Match = { state: "new" };

function addOpenings(build: Build, each: InterfacePart, behind: string, { into, out, at, leave }: Ids): void {
  const { draft } = build;
  if (each.isFiltered) {
    const { openIn, openOut } = groupTexts(build, each);
    draft.openings(into, { match: anything, to: behind, kind: "group-rule", change: openIn });
    draft.openings(out, { match: anything, to: leave, kind: "group-rule", change: openOut });
  }
  const change = "turn off the source/destination check of the interface";
  if (each.sourceCheck && !silent.has(each.kind))
    draft.openings(at, { match: anything, to: out, kind: "source-check", change });
}

const all = { ipv4: [everyIpv4], ipv6: [everyIpv6] } as const;

function addStart(
  build: Build,
  { name, subnet, addresses, sourceCheck }: InterfacePart,
  { at, out }: Ids,
): void {
  const ipv4 = addresses.filter(isIpv4);
  // Shared where it is the same: a large network has many interfaces, most of them without IPv6.
  const families = [
    [ipv4.length === addresses.length ? addresses : ipv4, all.ipv4],
    [ipv4.length === addresses.length ? [] : addresses.filter((block) => !isIpv4(block)), all.ipv6],
  ] as const;
  const sent = families
    .map(([own, every]): Match => ({ source: sourceCheck ? own : every, destination: every }))
    .filter(({ source = [] }) => source.length > 0);
  const packets = [...sent];
  build.draft.start({
    ...{ id: at, name, zone: subnet.vpc.zone, node: out, packets },
    ...(!sourceCheck && { anySender: true }),
  });
}

/** Interfaces in subnets that are not among the facts: what they reach is not known. */
export function addStrays(build: Build): void {
  const { draft, layout } = build;
  for (const { key, resource, property, missing } of layout.strays) {
    const id = nodeIds.out(key);
    const { name, urn } = resource;
    draft.node({ id, name: `${name}, in a subnet that is not known`, urn });
    const by = reasonOf(resource, "a subnet that is not among the facts", { property, missing });
    draft.steps(id, { match: anything, to: unknownZone(build), take: "perhaps", by });
    const packets = [everyIpv4, everyIpv6].map((every): Match => ({ source: [every], destination: [every] }));
    draft.start({ id: nodeIds.at(key), name, zone: zones.inside, node: id, packets });
  }
}
