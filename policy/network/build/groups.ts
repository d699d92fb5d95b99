import { type Reason, type Step } from "../network";
import { type Direction } from "./groupRuleFacts";
import { ruleSteps } from "./groupRules";
import { missingOf } from "./missing";
import { anything, type Build, type InterfacePart, reasonOf } from "./parts";

/**
 * What the groups of an interface let through: replies, as groups keep state, and what a rule of one of them admits.
 * Source: VPC guide, "Security groups", Connection tracking.
 * @param to the node that it goes on to
 */
export function groupSteps(build: Build, iface: InterfacePart, direction: Direction, to: string): Step[] {
  const steps = certainSteps(build, iface, direction, to);
  const { missing } = iface;
  if (missing === undefined) return steps;
  return steps.map((step) => ({ ...step, take: "perhaps", by: { ...step.by, missing } }));
}

function certainSteps(build: Build, iface: InterfacePart, direction: Direction, to: string): Step[] {
  const { groups, resource, name, isFiltered } = iface;
  if (!isFiltered) {
    const by = reasonOf(resource, `${name} has no groups: nothing is filtered`);
    return [{ match: anything, to, take: "always", by }];
  }
  const stateful = reasonOf(resource, "groups are stateful: replies pass");
  return [
    { match: { state: "reply" }, to, take: "always", by: stateful },
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

/** Names of the groups, for what a reader is told. */
export function groupNames({ groups }: InterfacePart): string {
  const names = groups.map((group) =>
    group.kind === "group" ? group.resource.name : "a group that is not known",
  );
  return names.join(", ");
}
