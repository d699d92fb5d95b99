import { type ResourceFacts } from "../../../facts/resource";
import { parsePrefix, PrefixSet } from "../../../prefixes";
import { type Match, type Step } from "../../network";
import { addedRoutes } from "./addedRoutes";
import { blockOf, internetBlocks, lengthOf } from "../addresses";
import { missingOf } from "../missing";
import { anything, type Build, nodeIds, reasonOf, type SubnetPart, type VpcPart } from "../parts";
import { blocksOfPrefixList, prefixListOf } from "../filters/prefixLists";
import { propagatedRoutes } from "./propagation";
import { type RouteFacts, routesByTable } from "./routeFacts";
import { type Targets, targetsOf, unknownPlace } from "./targets";

/** A step of a table and its place in the order: the longest prefix first; of the same length what was declared, then local, then learned. */
export interface RankedStep {
  readonly length: number;
  readonly rank: 0 | 1 | 2;
  readonly step: Step;
}

/** Before all others: its block may be any. */
export const first = Infinity;

const fix = "Remove the route, or narrow it to what has to pass.";

/**
 * The routes of a table as they are for a subnet (or for a gateway), in AWS's order.
 * Source: VPC guide, "Route priority": longest prefix, static before learned, local before learned whatever its length.
 * @param table undefined: one that the stack does not declare
 */
export function routeSteps(
  build: Build,
  vpc: VpcPart,
  subnet: SubnetPart | undefined,
  table: ResourceFacts | undefined,
): readonly Step[] {
  if (table === undefined) return foreignTable(build, vpc);
  const own = routesByTable(build).get(table.urn) ?? [];
  const ranked = [
    ...own.flatMap((route) => ofRoute(build, vpc, subnet, route)),
    ...localRoutes(vpc),
    ...addedRoutes(build, table, vpc.resource).map(({ destination, length, to, take, by }): RankedStep => {
      return { length, rank: 0, step: { match: { destination }, to, take, by } };
    }),
    ...propagatedRoutes(build, vpc, table),
  ];
  // A stable sort: routes of one length and rank stay as they were declared.
  ranked.sort((a, b) => (a.length === b.length ? a.rank - b.rank : b.length > a.length ? 1 : -1));
  return ranked.map(({ step }) => step);
}

function foreignTable(build: Build, vpc: VpcPart): readonly Step[] {
  const why = "is a table that the stack does not declare";
  const to = unknownPlace(build, vpc, vpc.resource, "routeTableId", why);
  const missing = missingOf(vpc.resource, "routeTableId", why, "Declare the table in this stack.");
  return [
    ...localRoutes(vpc).map(({ step }) => step),
    {
      match: anything,
      to,
      take: "perhaps",
      by: reasonOf(vpc.resource, "a table that is not known", { missing }),
    },
  ];
}

/** Every table has the VPC's own blocks. Some of what a block may hold goes there, if it is not known which it is. */
function localRoutes(vpc: VpcPart): readonly RankedStep[] {
  const to = nodeIds.vpcLocal(vpc.key);
  const local = (block: string, isSure: boolean): RankedStep => ({
    length: isSure ? lengthOf(block) : first,
    rank: 1,
    step: {
      match: { destination: [block] },
      to,
      take: isSure ? "always" : "some",
      by: reasonOf(vpc.resource, `local route ${isSure ? block : "of a block that is not known"}`),
    },
  });
  return [
    ...vpc.blocks.map((block) => local(block, true)),
    ...vpc.unsure.flatMap(({ blocks }) => blocks.map((block) => local(block, false))),
  ];
}

interface Destination {
  readonly blocks: readonly string[];
  readonly property: string;
  readonly why?: string;
}

function ofRoute(
  build: Build,
  vpc: VpcPart,
  subnet: SubnetPart | undefined,
  route: RouteFacts,
): readonly RankedStep[] {
  const targets = routeTargets(build, vpc, subnet, route);
  const { owner, why } = route;
  return destinationsOf(build, route).flatMap((destination): RankedStep[] => {
    const open = why ?? destination.why ?? targets.why;
    const property = destination.why !== undefined ? destination.property : targets.property;
    const make = (match: Match, length: number, text: string): RankedStep[] => {
      const by = reasonOf(owner, `route ${text} to ${targets.text}`, {
        ...(property !== "" && { property }),
        fix,
        ...(open !== undefined && { missing: missingOf(owner, property || undefined, open) }),
      });
      const take = open === undefined ? "always" : "perhaps";
      const ends = targets.to.length === 0 ? [null] : targets.to;
      return ends.map((to) => ({ length, rank: 0, step: { match, to, take, by } }));
    };
    if (destination.blocks.length === 0) return make(anything, first, "with a destination that is not known");
    return destination.blocks.flatMap((block) =>
      make({ destination: [block] }, destination.why === undefined ? lengthOf(block) : first, block),
    );
  });
}

function routeTargets(
  build: Build,
  vpc: VpcPart,
  subnet: SubnetPart | undefined,
  route: RouteFacts,
): Targets & { readonly property: string } {
  const { owner, path, targets, isBlackhole } = route;
  if (isBlackhole) return { to: [], text: "nowhere: a blackhole", property: `${path}state` };
  const top = (property: string) => (path === "" ? property : "routes");
  const found = targets.map(({ property, fact }) => ({
    property: `${path}${property}`,
    ...targetsOf(build, { ...{ vpc, subnet, owner, property, fact }, top: top(property) }),
  }));
  const [only, ...others] = found;
  if (only === undefined) {
    const why = route.why ?? "has no target that is known";
    return {
      to: [unknownPlace(build, vpc, owner, path, why)],
      text: "a target that is not known",
      why,
      property: path.replace(/\.$/, ""),
    };
  }
  if (others.length === 0) return only;
  // AWS takes one target; a source of facts that gives several does not say which.
  const why = "has several targets";
  return { ...only, to: [...new Set(found.flatMap(({ to }) => to))], why };
}

/** What a route is for: its block, the blocks of its list, or what is not known. */
function destinationsOf(
  build: Build,
  { owner, path, blocks, prefixList }: RouteFacts,
): readonly Destination[] {
  const own = blocks.map(({ property, fact }): Destination => {
    const block = fact.state === "known" ? blockOf(fact.value) : undefined;
    if (block !== undefined) return { blocks: [block], property };
    return { blocks: [], property, why: fact.state === "unknown" ? fact.why : "is no CIDR block" };
  });
  const property = `${path}destinationPrefixListId`;
  const top = path === "" ? "destinationPrefixListId" : "routes";
  const reference = prefixListOf(build.references, owner, top, prefixList);
  if (reference === undefined) {
    if (own.length > 0) return own;
    return [{ blocks: [], property: path.replace(/\.$/, ""), why: "has no destination that is known" }];
  }
  const list = blocksOfPrefixList(build, reference);
  if (list.isExact) return [...own, ...(list.blocks.length > 0 ? [{ blocks: list.blocks, property }] : [])];
  const why = list.why ?? "is a list that is not known";
  if (list.service === undefined) return [...own, { blocks: [], property, why }];
  return [...own, { blocks: list.blocks, property }, { blocks: internetBlocks, property, why }];
}

/** The parts of a block that a VPC does not have: what is learned never wins over the local route. */
export function outsideOf(vpc: VpcPart, block: string): readonly string[] {
  const prefix = parsePrefix(block);
  if (prefix === undefined) return [];
  return PrefixSet.from([prefix]).subtract(PrefixSet.of(...vpc.blocks)).prefixes;
}
