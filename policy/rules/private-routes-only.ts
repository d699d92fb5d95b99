import { controls } from "../controls";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { linkRouteType, routesOf, routeTableTypes, routeType } from "../facts/routes";
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
    const { prefixList } = route;
    if (prefixList.state !== "absent") {
      const why = "What a prefix list holds can change after the preview.";
      byPrefix.push(refused([owner, `${route.path}destinationPrefixListId`], shown(prefixList), why, fix));
    }
    if (byPrefix.length > 0 || route.destinations.some(({ fact }) => fact.state === "known")) return byPrefix;
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

/** A default route in parts: none of them is `0.0.0.0/0`, together they are. */
function relate(stack: StackFacts): readonly Finding[] {
  const tables = new Map<string, { first: ResourceFacts; set: PrefixSet; parts: string[] }>();
  for (const owner of [routeType, ...routeTableTypes].flatMap((type) => stack.ofType(type))) {
    const key = tableOf(owner);
    const table = tables.get(key) ?? { first: owner, set: PrefixSet.empty, parts: [] };
    for (const route of routesOf(owner)) {
      if ("unknown" in route) continue;
      for (const { fact } of route.destinations) {
        const prefix = fact.state === "known" ? parsePrefix(fact.value) : undefined;
        if (!prefix) continue;
        table.set = table.set.union(PrefixSet.from([prefix]));
        table.parts.push(`${owner.name} ${fact.state === "known" ? fact.value : ""}`);
      }
    }
    tables.set(key, table);
  }
  return [...tables.values()].flatMap(({ first, set, parts }) =>
    set.wholeFamilies.map((family) => {
      const found = `routes ${parts.sort().join(", ")}`;
      return refused([first], found, `Together they are a default route: every IPv${family} address.`, fix);
    }),
  );
}

export const privateRoutesOnly: Rule = {
  id: "private-routes-only",
  title: "Routes lead to private addresses only; there is no default route, whole or in parts.",
  control: controls.noInternet,
  severity: "critical",
  cause: "A destination outside the private blocks, alone or as the union of several; a prefix list.",
  fix,
  options: { privateBlocks: privateBlocksOption },
  judges: ofTypes(routeType, linkRouteType, ...routeTableTypes),
  check: (resource, options) => check(resource, privateSet(options)),
  relate,
};
