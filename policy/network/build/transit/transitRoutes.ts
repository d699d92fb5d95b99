import { type ResourceFacts } from "../../../facts/resource";
import { type Missing, type Reason, type Take } from "../../network";
import { lengthOf } from "../addresses";
import { because } from "../candidates";
import { type Build } from "../parts";
import { blocksOfPrefixList, prefixListOf } from "../filters/prefixLists";
import { type TransitParts } from "./transitParts";
import { type AttachmentPart, transitTypes } from "./transitTypes";
import { type TablePart, type TableLink, type TransitTables } from "./transitTables";

/** One route of a transit gateway's table. */
export interface TransitRoute {
  readonly table: TablePart;
  /** Undefined: which addresses is not known, and so it comes before all others. */
  readonly block?: string;
  /** Without a block: those that it may be; undefined: any. */
  readonly within?: readonly string[];
  /** Static routes win over propagated ones of the same block. Source: Transit Gateway guide, "Route evaluation order". */
  readonly isStatic: boolean;
  /** A resource says it: it is there, whatever else has its block. */
  readonly isListed: boolean;
  /** Where to; none of it: dropped (a blackhole). */
  readonly to: readonly AttachmentPart[];
  /** It may lead anywhere. */
  readonly isAnywhere: boolean;
  readonly take: Take;
  readonly by: Reason;
}

const fixRoute = "Remove the route, or let it lead to an attachment of the contract's zones.";
const attachmentId = "transitGatewayAttachmentId";

/** Routes that resources write into tables: `Route` and `PrefixListReference`. */
export function staticRoutes(build: Build, parts: TransitParts, tables: TransitTables): TransitRoute[] {
  const read = (owner: ResourceFacts): TransitRoute[] => {
    const named = tables.named(owner);
    return named.tables.flatMap((table) => {
      const target = targetOf(parts, owner, table);
      return blocksOf(build, owner).map(({ block, why: unknownBlock }): TransitRoute => {
        const why = named.why ?? unknownBlock ?? target.why;
        const where = target.isBlackhole ? "nowhere" : target.to.map(({ name }) => name).join(" or ");
        const text = `route ${block ?? "not known"} of ${table.name} to ${where === "" ? "somewhere" : where}`;
        return {
          ...{ table, isStatic: !isPropagated(owner), isListed: true },
          ...{ to: target.to, isAnywhere: target.isAnywhere },
          ...(block !== undefined && { block }),
          take: why === undefined ? "always" : "perhaps",
          by: because(owner, target.property, text, fixRoute, why),
        };
      });
    });
  };
  const { route, prefixList } = transitTypes;
  return [...build.stack.ofType(route), ...build.stack.ofType(prefixList)].flatMap(read);
}

/** A route of `search-transit-gateway-routes` may be one that a table learned. */
function isPropagated({ props }: ResourceFacts): boolean {
  const type = props.text("type");
  return type.state === "known" && type.value === "propagated";
}

interface RouteTarget {
  readonly to: readonly AttachmentPart[];
  readonly isAnywhere: boolean;
  readonly isBlackhole: boolean;
  readonly property: string;
  readonly why?: string;
}

function targetOf(parts: TransitParts, owner: ResourceFacts, table: TablePart): RouteTarget {
  const blackhole = owner.props.flag("blackhole");
  const isBlackhole = blackhole.state === "known" && blackhole.value;
  if (isBlackhole) return { to: [], isAnywhere: false, isBlackhole, property: "blackhole" };
  const { sides, isAnything, why } = parts.named(owner, attachmentId, table.transit);
  const unsure = why ?? (blackhole.state === "unknown" ? blackhole.why : undefined);
  return {
    ...{ to: sides, isAnywhere: isAnything, isBlackhole, property: attachmentId },
    ...(unsure !== undefined && { why: unsure }),
  };
}

/** The blocks that a route is for; one that is not known has none. */
function blocksOf(build: Build, owner: ResourceFacts): readonly { block?: string; why?: string }[] {
  if (owner.type === transitTypes.route) {
    const fact = owner.props.text("destinationCidrBlock");
    if (fact.state === "known") return [{ block: fact.value }];
    return [{ why: fact.state === "unknown" ? fact.why : "is not given" }];
  }
  const fact = owner.props.text("prefixListId");
  const reference = prefixListOf(build.references, owner, "prefixListId", fact);
  if (reference === undefined) return [];
  const { blocks, isExact, why } = blocksOfPrefixList(build, reference);
  if (isExact) return blocks.map((block) => ({ block }));
  return [{ why: why ?? "is a list whose entries are not known" }];
}

/**
 * Routes that a table learns: all blocks of an attached VPC; of a VPN, Direct Connect or Connect attachment whatever its other side
 * announces by BGP: some of what there is. Source: Transit Gateway guide, "Route propagation". Peering propagates nothing.
 */
export function learnedRoutes(link: TableLink): readonly TransitRoute[] {
  // Where AWS's own answer lists what a table has learned, nothing is added to it.
  const isListed = link.table.resource.props.flag("learnedRoutesAreListed");
  if (isListed.state === "known" && isListed.value) return [];
  const { attachment, table } = link;
  const { vpc, kind, resource } = attachment;
  const rest = { table, isStatic: false, isListed: false, to: [attachment], isAnywhere: false };
  const text = (what: string) => ({ ...link.by, text: `${link.by.text}: ${what}` });
  const some = link.take === "always" ? "some" : link.take;
  if (vpc !== undefined) {
    const known = vpc.blocks.map((block): TransitRoute => ({
      ...{ ...rest, block, take: link.take, by: text(block) },
    }));
    const unsure = vpc.unsure.map(({ blocks }): TransitRoute => ({
      ...{ ...rest, within: blocks, take: some, by: text("a block that is not known") },
    }));
    return [...known, ...unsure];
  }
  // AWS's own answer has what was announced among the table's routes.
  const areListed = table.resource.props.flag("learnedRoutesAreListed");
  if (areListed.state === "known" && areListed.value) return [];
  const isStatic = resource?.props.flag("staticRoutesOnly");
  const announces = !(isStatic?.state === "known" && isStatic.value);
  if (kind === "peering" || !announces) return [];
  return [{ ...rest, take: some, by: text("what it announces, which may be anything") }];
}

/** In the order in which a table takes them: those that may win over any first, then the longest block, static before learned. */
export function inOrder(routes: readonly TransitRoute[]): readonly TransitRoute[] {
  const length = ({ block }: TransitRoute) => (block === undefined ? Infinity : lengthOf(block));
  return [...routes].sort(
    (a, b) =>
      (length(a) === length(b) ? 0 : length(b) - length(a)) || Number(b.isStatic) - Number(a.isStatic),
  );
}

/**
 * Routes of one block to several attachments. Those that are listed are all in use: each takes some. Of those that are only to be
 * learned AWS takes one, not told which.
 * Source: Transit Gateway guide, "Route evaluation order": the kind of the attachment decides, and among alike ones the oldest.
 */
export function withTies(routes: readonly TransitRoute[]): readonly TransitRoute[] {
  const keyOf = ({ isStatic, block }: TransitRoute) => `${isStatic} ${block ?? ""}`;
  const ties = new Map<string, { targets: Set<string>; isListed: boolean }>();
  for (const route of routes) {
    const tie = ties.get(keyOf(route)) ?? { targets: new Set(), isListed: true };
    for (const { key } of route.to) tie.targets.add(key);
    ties.set(keyOf(route), { ...tie, isListed: tie.isListed && route.isListed });
  }
  return routes.map((route): TransitRoute => {
    const tie = ties.get(keyOf(route));
    if (route.block === undefined || tie === undefined || tie.targets.size < 2 || route.take !== "always")
      return route;
    if (tie.isListed) return route.to.length === 1 ? { ...route, take: "some" } : route;
    const missing: Missing = {
      resource: route.table.name,
      why: `has ${route.block} from several attachments, of which AWS takes one`,
      settle: "Give each VPC blocks of its own, or write a static route.",
    };
    return { ...route, take: "perhaps", by: { ...route.by, missing } };
  });
}
