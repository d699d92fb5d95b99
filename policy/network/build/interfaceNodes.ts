import { type Match, type Step } from "../network";
import { behindGroups } from "./balancers";
import { everyIpv4, everyIpv6, isIpv4 } from "./addresses";
import { groupNames, groupSteps } from "./groups";
import { anything, type Build, type InterfacePart, nodeIds, reasonOf, zones } from "./parts";
import { resolverSteps } from "./resolver";
import { unknownZone } from "./unknownZone";

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
    const groups = groupNames(each);
    build.draft.node({ id: nodeIds.in(key), name, urn, otherwise: `no ingress rule of ${groups} allows it` });
    build.draft.node({ id: nodeIds.out(key), name, urn, otherwise: `no egress rule of ${groups} allows it` });
  }
}

/** What interfaces send, let in, and answer. */
export function connectInterfaces(build: Build): void {
  const { draft, layout } = build;
  for (const each of layout.interfaces) {
    const { key, subnet, resource, name, kind, missing, isExact, addresses } = each;
    const to = nodeIds.subnetOut(subnet.key);
    const questions = silent.has(kind) ? [] : resolverSteps(build)(subnet.vpc);
    draft.steps(nodeIds.out(key), ...questions, ...groupSteps(build, each, "egress", to));
    const behind = behindGroups(build, each);
    draft.steps(nodeIds.in(key), ...groupSteps(build, each, "ingress", behind));
    if (!passing.has(kind)) draft.steps(nodeIds.at(key), answer(each));
    const has = reasonOf(resource, `${name} has the destination`, { ...(missing && { missing }) });
    const take = missing ? "perhaps" : isExact ? "always" : "some";
    if (addresses.length > 0)
      draft.steps(nodeIds.subnetDeliver(subnet.key), {
        match: { destination: addresses },
        to: nodeIds.in(key),
        take,
        by: has,
      });
    addOpenings(build, each, behind);
    if (!silent.has(kind)) addStart(build, each);
  }
}

function answer({ key, subnet, resource, name }: InterfacePart): Step {
  return {
    match: { state: "new" },
    to: nodeIds.subnetOut(subnet.key),
    take: "some",
    rewrite: { reply: true, sender: nodeIds.at(key) },
    by: reasonOf(resource, `${name} answers: groups are stateful`),
  };
}

function addOpenings(build: Build, each: InterfacePart, behind: string): void {
  const { key, name, isFiltered, sourceCheck, kind, subnet } = each;
  const { draft } = build;
  if (isFiltered) {
    const groups = groupNames(each);
    const rule = { match: anything, kind: "group-rule" };
    const out = nodeIds.subnetOut(subnet.key);
    draft.openings(nodeIds.in(key), {
      ...rule,
      to: behind,
      change: `add an ingress rule to ${groups} that allows it`,
    });
    draft.openings(nodeIds.out(key), {
      ...rule,
      to: out,
      change: `add an egress rule to ${groups} that allows it`,
    });
  }
  if (sourceCheck && !silent.has(kind))
    draft.openings(nodeIds.at(key), {
      ...{ match: anything, to: nodeIds.out(key), kind: "source-check" },
      change: `turn off the source/destination check of ${name}`,
    });
}

function addStart(build: Build, { key, name, subnet, addresses, sourceCheck }: InterfacePart): void {
  const families = [addresses.filter(isIpv4), addresses.filter((block) => !isIpv4(block))];
  const all = [everyIpv4, everyIpv6];
  const packets = families.flatMap((own, index): Match[] => {
    const every = all[index];
    if (every === undefined) return [];
    const source = sourceCheck ? own : [every];
    return source.length > 0 ? [{ source, destination: [every] }] : [];
  });
  build.draft.start({
    ...{ id: nodeIds.at(key), name, zone: subnet.vpc.zone, node: nodeIds.out(key), packets },
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
