import { type ResourceFacts } from "../../../facts/resource";
import { type Reason, type Step } from "../../network";
import { type AclEntry, aclTypes, inlineEntries, ruleEntries } from "./aclEntries";
import { placesOf } from "../interfaces/layout";
import { listed } from "../listed";
import { missingOf } from "../missing";
import { anything, type Build, reasonOf, type SubnetPart } from "../parts";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";

/** A list that a subnet is under; undefined: the default one, which nobody manages. */
interface Held {
  readonly acl: ResourceFacts | undefined;
  /** Whether it is this one is not known. */
  readonly why?: string;
}

/** Entries of each list, in order, by its URN. */
const entriesByAcl = perBuild((build): ReadonlyMap<string, readonly AclEntry[]> => {
  const { stack, references } = build;
  const byAcl = new Map<string, AclEntry[]>();
  const acls = aclTypes.flatMap((type) => stack.ofType(type));
  for (const acl of acls) byAcl.set(acl.urn, [...inlineEntries(acl)]);
  for (const rule of stack.ofType(tokens.aclRule)) {
    const id = rule.props.text("networkAclId");
    const named = references.of(rule, "networkAclId", id, [...aclTypes, ...tokens.vpcs]);
    if (named?.kind === "resource") {
      const own = defaultOf(build, named.resource);
      if (own !== undefined) byAcl.get(own.urn)?.push(...ruleEntries(rule));
    } else if (named?.kind === "outside") {
      const vpc = placesOf(build.layout).defaults.vpcOfOwn(named.id);
      const own = vpc && defaultOf(build, vpc);
      if (own !== undefined) byAcl.get(own.urn)?.push(...ruleEntries(rule));
    } else if (named !== undefined) {
      const some = named.kind === "oneOf" ? named.resources : acls;
      for (const { urn } of some) byAcl.get(urn)?.push(...ruleEntries(rule, named.why));
    }
  }
  for (const entries of byAcl.values()) entries.sort((a, b) => a.number - b.number);
  return byAcl;
});

/** The default list of a VPC by the VPC; any other list as it is. Undefined: the default list is managed by nobody. */
function defaultOf(build: Build, resource: ResourceFacts): ResourceFacts | undefined {
  return aclTypes.includes(resource.type) ? resource : defaultAcls(build).get(resource.urn);
}

const defaultAcls = perBuild(({ stack, layout }): ReadonlyMap<string, ResourceFacts> => {
  const { defaults } = placesOf(layout);
  return new Map(
    stack.ofType(tokens.defaultAcl).flatMap((acl) => {
      const vpc = defaults.vpcOf(acl, "defaultNetworkAclId");
      return vpc === undefined ? [] : [[vpc.urn, acl] as const];
    }),
  );
});

/** The list, or the lists of which one is a subnet's, by the subnet's URN. */
const heldBySubnet = perBuild((build): ReadonlyMap<string, readonly Held[]> => {
  const { stack, references, layout } = build;
  const certain = new Map<string, ResourceFacts>();
  const possible = new Map<string, Held[]>();
  // A subnet is under one list only; facts that name two do not say which.
  const put = (subnet: ResourceFacts, acl: ResourceFacts) => {
    const before = certain.get(subnet.urn);
    certain.set(subnet.urn, acl);
    if (before !== undefined && before !== acl) doubt([subnet], before, "is under several lists");
  };
  const doubt = (subnets: readonly ResourceFacts[], acl: ResourceFacts | undefined, why: string) => {
    for (const { urn } of subnets) possible.set(urn, [...(possible.get(urn) ?? []), { acl, why }]);
  };
  const all = layout.subnets.map(({ resource }) => resource);
  for (const acl of stack.ofType(tokens.acl)) {
    const found = listed(references, acl, "subnetIds", acl.props.texts("subnetIds"), tokens.subnets);
    for (const subnet of found.certain) put(subnet, acl);
    if (found.why !== undefined) doubt(found.possible.length > 0 ? found.possible : all, acl, found.why);
  }
  for (const association of stack.ofType(tokens.aclAssociation)) {
    const { props } = association;
    const acl = references.of(association, "networkAclId", props.text("networkAclId"), aclTypes);
    const subnet = references.of(association, "subnetId", props.text("subnetId"), tokens.subnets);
    if (acl === undefined || subnet === undefined || subnet.kind === "outside") continue;
    if (acl.kind === "resource" && subnet.kind === "resource") {
      put(subnet.resource, acl.resource);
      continue;
    }
    const subnets =
      subnet.kind === "resource" ? [subnet.resource] : subnet.kind === "oneOf" ? subnet.resources : all;
    if (acl.kind === "outside") {
      // A default list, by the id that its VPC tells: what a subnet is under anyway. Any other may hold anything.
      if (placesOf(layout).defaults.vpcOfOwn(acl.id) !== undefined) continue;
      doubt(subnets, undefined, `is '${acl.id}', which the stack does not declare`);
      continue;
    }
    const acls =
      acl.kind === "resource"
        ? [acl.resource]
        : acl.kind === "oneOf"
          ? acl.resources
          : stack.ofType(tokens.acl);
    const why = acl.kind === "resource" ? ("why" in subnet ? subnet.why : "") : acl.why;
    for (const one of acls) doubt(subnets, one, why);
  }
  return new Map(
    layout.subnets.map(({ urn, vpc }): [string, readonly Held[]] => {
      const own: Held = { acl: certain.get(urn) ?? defaultAcls(build).get(vpc.urn) };
      const others = (possible.get(urn) ?? []).filter(({ acl }) => acl === undefined || acl !== own.acl);
      const [first] = others;
      if (first?.why === undefined) return [urn, [own]];
      return [urn, [{ ...own, why: first.why }, ...others]];
    }),
  );
});

/**
 * Adds a node with the entries of a subnet's network ACL; what they accept goes on to `next`.
 * Source: VPC guide, "Control subnet traffic with network access control lists": by number, the first that matches, no state.
 * @returns its id
 */
export function aclNode(
  build: Build,
  subnet: SubnetPart,
  direction: "in" | "out",
  id: string,
  next: string,
): string {
  if (build.draft.has(id)) return id;
  const [first, ...others] = heldBySubnet(build).get(subnet.urn) ?? [{ acl: undefined }];
  if (first === undefined || others.length === 0)
    return listNode(build, subnet, direction, id, next, first?.acl);
  // One of several lists: each is a way on its own, not known which.
  build.draft.node({ id, name: `network ACL of ${subnet.name}`, urn: subnet.urn });
  [first, ...others].forEach(({ acl, why = "is not known" }, index) => {
    const to = listNode(build, subnet, direction, `${id}/${index + 1}`, next, acl);
    const by = reasonOf(acl ?? subnet.resource, "one of the lists that the subnet may be under", {
      missing: missingOf(acl ?? subnet.resource, "subnetIds", why),
    });
    build.draft.steps(id, { match: anything, to, take: "perhaps", by });
  });
  return id;
}

function listNode(
  build: Build,
  subnet: SubnetPart,
  direction: "in" | "out",
  id: string,
  next: string,
  acl: ResourceFacts | undefined,
): string {
  const { draft } = build;
  const name = acl?.name ?? `default network ACL of ${subnet.vpc.name}`;
  const { urn } = acl ?? subnet.vpc;
  draft.node({ id, name, urn, otherwise: `no rule of ${name} allows it` });
  if (acl === undefined) {
    const by = reasonOf(
      subnet.vpc.resource,
      "the default network ACL, which nothing manages, allows everything",
    );
    draft.steps(id, { match: anything, to: next, take: "always", by });
    return id;
  }
  const entries = (entriesByAcl(build).get(acl.urn) ?? []).filter((entry) => entry.direction === direction);
  draft.steps(id, ...entries.map((entry) => stepOf(entry, next)));
  draft.openings(id, {
    ...{ match: anything, to: next, kind: "acl-entry" },
    change: `add an entry to ${name} that allows it ${direction === "in" ? "into" : "out of"} ${subnet.name}`,
  });
  return id;
}

function stepOf(entry: AclEntry, next: string): Step {
  const { owner, property, match, allows, text, why } = entry;
  const by: Reason = reasonOf(owner, text, {
    ...(property !== undefined && { property }),
    ...(allows && { fix: "Remove the entry, or narrow it to what has to pass." }),
    ...(why !== undefined && { missing: missingOf(owner, property, why) }),
  });
  // What is not known admits and drops: later entries see it too in one reading, none in the other.
  if (why !== undefined) return { match, to: next, take: "perhaps", by };
  return { match, to: allows ? next : null, take: "always", by };
}
