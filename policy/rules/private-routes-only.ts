import { controls } from "../controls";
import { PrefixLists } from "../facts/prefixLists";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { linkRouteType, type RouteFacts, routesOf, routeTableTypes, routeType } from "../facts/routes";
import { parsePrefix, PrefixSet } from "../prefixes";
import { privateBlocksOption, privateSet } from "../privateBlocks";
import { type Finding, ofTypes, refused, type Rule, shown, undetermined } from "../rule";

const fix = "Route the build network's own blocks only, each by its prefix.";
const reason = "The route leads to addresses that are not private.";

function judge(owner: ResourceFacts, property: string, text: string, allowed: PrefixSet): readonly Finding[] {
  const prefix = parsePrefix(text);
  const found = shown({ state: "known", value: text });
  if (!prefix)
    return [refused([owner, property], found, "It is not an IP prefix, so nothing can be said of it.", fix)];
  const outside = PrefixSet.from([prefix]).subtract(allowed);
  return outside.isEmpty
    ? []
    : [
        refused(
          [owner, property],
          found,
          `The route leads to ${outside.describe()}, which is not private.`,
          fix,
        ),
      ];
}

function check(owner: ResourceFacts, allowed: PrefixSet): readonly Finding[] {
  return routesOf(owner).flatMap((route) => {
    if ("unknown" in route) return [undetermined([owner, route.path], route.unknown, reason, fix)];
    const byPrefix = route.destinations.flatMap(({ property, fact }) => {
      if (fact.state === "unknown") return [undetermined([owner, property], fact, reason, fix)];
      return fact.state === "known" ? judge(owner, property, fact.value, allowed) : [];
    });
    const isNamed =
      route.prefixList.state !== "absent" || route.destinations.some(({ fact }) => fact.state === "known");
    if (byPrefix.length > 0 || isNamed) return byPrefix;
    return [refused([owner, `${route.path}destination`], "not set", "A route without a destination.", fix)];
  });
}

/** The table a route belongs to, as well as it is known: its resource, its id, or the route itself. */
function tableOf(owner: ResourceFacts): string {
  const [table] = owner.sources("routeTableId");
  if (table) return table.urn;
  const id = owner.props.text("routeTableId");
  return id.state === "known" ? id.value : owner.urn;
}

/** What a route leads to, each with the text of the prefix that says so. Entries of prefix lists stand in the lists' own resources. */
function prefixesOf(route: RouteFacts, lists: PrefixLists): readonly string[] {
  const named = lists.named(route.owner, `${route.path}destinationPrefixListId`, route.prefixList);
  const entries = named?.kind === "list" ? named.entries.map(({ fact }) => fact) : [];
  return [...route.destinations.map(({ fact }) => fact), ...entries].flatMap((fact) =>
    fact.state === "known" && parsePrefix(fact.value) !== undefined ? [fact.value] : [],
  );
}

/** What a prefix list of the stack holds is a destination like any other; whose lists may be named, `known-prefix-lists` says. */
function relateLists(route: RouteFacts, lists: PrefixLists, allowed: PrefixSet): readonly Finding[] {
  const property = `${route.path}destinationPrefixListId`;
  const named = lists.named(route.owner, property, route.prefixList);
  if (named?.kind === "service") {
    const why = "An AWS service has public addresses; its gateway endpoint routes them by itself.";
    return [refused([route.owner, property], `the addresses of ${named.endpoint.name}`, why, fix)];
  }
  if (named?.kind !== "list") return [];
  return named.entries.flatMap(({ fact }): readonly Finding[] => {
    if (fact.state === "unknown") return [undetermined([route.owner, property], fact, reason, fix)];
    return fact.state === "known" ? judge(route.owner, property, fact.value, allowed) : [];
  });
}

/** Prefix lists, expanded; then a default route in parts: none of them is `0.0.0.0/0`, together they are. */
function relate(stack: StackFacts, allowed: PrefixSet): readonly Finding[] {
  const lists = new PrefixLists(stack);
  const tables = new Map<string, { first: ResourceFacts; set: PrefixSet; parts: string[] }>();
  const byList: Finding[] = [];
  for (const owner of [routeType, ...routeTableTypes].flatMap((type) => stack.ofType(type))) {
    const key = tableOf(owner);
    const table = tables.get(key) ?? { first: owner, set: PrefixSet.empty, parts: [] };
    for (const route of routesOf(owner)) {
      if ("unknown" in route) continue;
      byList.push(...relateLists(route, lists, allowed));
      const prefixes = prefixesOf(route, lists);
      table.set = table.set.union(PrefixSet.of(...prefixes));
      table.parts.push(...prefixes.map((prefix) => `${owner.name} ${prefix}`));
    }
    tables.set(key, table);
  }
  const wholes = [...tables.values()].flatMap(({ first, set, parts }) =>
    set.wholeFamilies.map((family) => {
      const found = `routes ${parts.sort().join(", ")}`;
      return refused([first], found, `Together they are a default route: every IPv${family} address.`, fix);
    }),
  );
  return [...byList, ...wholes];
}

export const privateRoutesOnly: Rule = {
  id: "private-routes-only",
  title: "Routes lead to private addresses only; there is no default route, whole or in parts.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(5)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
  cause:
    "A destination outside the private blocks, by itself, by a prefix list of the stack, or as the union of several.",
  fix,
  options: { privateBlocks: privateBlocksOption },
  judges: ofTypes(routeType, linkRouteType, ...routeTableTypes),
  check: (resource, options) => check(resource, privateSet(options)),
  relate: (stack, options) => relate(stack, privateSet(options)),
};
