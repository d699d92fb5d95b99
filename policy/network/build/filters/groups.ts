import { type ResourceFacts } from "../../../facts/resource";
import { type Match, type Reason, type Step } from "../../network";
import { type Direction } from "./groupRuleFacts";
import { ruleSteps } from "./groupRules";
import { missingOf } from "../missing";
import { anything, type Build, type InterfacePart, reasonOf } from "../parts";
import { perBuild } from "../perBuild";

/**
 * What the groups of an interface let through: replies, as groups keep state, and what a rule of one of them admits.
 * Source: VPC guide, "Security groups", Connection tracking.
 * @param to the node that it goes on to
 */
export function groupSteps(build: Build, iface: InterfacePart, direction: Direction, to: string): Step[] {
  const steps = sharedSteps(build, iface, direction, to);
  const { missing } = iface;
  if (missing === undefined) return steps;
  return steps.map((step) => ({ ...step, take: "perhaps", by: { ...step.by, missing } }));
}

/** Steps of alike interfaces of one subnet are the same objects: a network has many. */
const shared = perBuild((_build) => new Map<string, Step[]>());

function sharedSteps(build: Build, iface: InterfacePart, direction: Direction, to: string): Step[] {
  const { groups, isFiltered } = iface;
  const isPlain = isFiltered && groups.every(({ kind }) => kind === "group");
  if (!isPlain || direction === "ingress") return certainSteps(build, iface, direction, to);
  const key = `${to} ${keysOf(iface)}`;
  const made = shared(build);
  let steps = made.get(key);
  if (steps === undefined) made.set(key, (steps = certainSteps(build, iface, direction, to)));
  return steps;
}

const keysOf = ({ groups }: InterfacePart): string =>
  groups.map((group) => (group.kind === "group" ? group.key : "?")).join(" ");

function certainSteps(build: Build, iface: InterfacePart, direction: Direction, to: string): Step[] {
  const { groups, resource, isFiltered } = iface;
  if (!isFiltered) {
    const by = reasonOf(resource, "it has no groups: nothing is filtered");
    return [{ match: anything, to, take: "always", by }];
  }
  const [first] = groups;
  // The group keeps the state: a reader is shown it, and alike interfaces share the reason.
  const keeper = first?.kind === "group" ? first.resource : resource;
  return [
    { match: replies, to, take: "always", by: statefulReason(build, keeper) },
    ...groups.flatMap((group): Step[] => {
      if (group.kind === "group")
        return ruleSteps(build, group.key, group.resource, direction).map(({ match, take, by }) => ({
          ...{ match, to, take, by },
        }));
      const by: Reason = reasonOf(resource, "a group that is not known", {
        property: group.property,
        missing: missingOf(resource, group.property, group.why),
      });
      return [{ match: anything, to, take: "perhaps", by }];
    }),
  ];
}

const replies: Match = { state: "reply" };
const reasons = perBuild((_build) => new Map<string, Reason>());

function statefulReason(build: Build, group: ResourceFacts): Reason {
  const made = reasons(build);
  let reason = made.get(group.urn);
  if (reason === undefined)
    made.set(group.urn, (reason = reasonOf(group, "groups are stateful: replies pass")));
  return reason;
}

/** What a reader is told of an interface's groups; once for all that have the same. */
export interface GroupTexts {
  readonly blockedIn: string;
  readonly blockedOut: string;
  readonly openIn: string;
  readonly openOut: string;
}

const texts = perBuild((_build) => new Map<string, GroupTexts>());

export function groupTexts(build: Build, iface: InterfacePart): GroupTexts {
  const key = keysOf(iface);
  const made = texts(build);
  const before = made.get(key);
  if (before !== undefined) return before;
  const names = iface.groups
    .map((group) => (group.kind === "group" ? group.resource.name : "a group that is not known"))
    .join(", ");
  const text: GroupTexts = {
    blockedIn: `no ingress rule of ${names} allows it`,
    blockedOut: `no egress rule of ${names} allows it`,
    openIn: `add an ingress rule to ${names} that allows it`,
    openOut: `add an egress rule to ${names} that allows it`,
  };
  made.set(key, text);
  return text;
}
