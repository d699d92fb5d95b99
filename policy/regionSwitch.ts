import { expect } from "./expect";
import { type Fact } from "./facts/fact";
import { type Props } from "./facts/props";
import { ownerWithout } from "./facts/regionSwitches";
import { type ResourceFacts, type StackFacts } from "./facts/resource";
import { type Finding, refused } from "./rule";

/** One switch of a region: its property, how it is read, and the value that guards. */
export interface RegionSwitch {
  readonly type: string;
  readonly property: string;
  readonly read: (props: Props) => Fact<string | boolean>;
  readonly guards: string | boolean;
  /** What AWS's provider makes of a property that is not set. */
  readonly absentIs: "accepted" | "refused";
}

const reason = "One value holds for every network of the account in this region.";

/** Findings of a switch that is declared and does not guard. */
export function judgeSwitch(own: RegionSwitch, resource: ResourceFacts): readonly Finding[] {
  if (resource.type !== own.type) return [];
  return expect({
    ...{ resource, property: own.property, fact: own.read(resource.props), absentIs: own.absentIs, reason },
    accepts: (value) => value === own.guards,
    fix: `Set ${own.property} to ${JSON.stringify(own.guards)}.`,
  });
}

/** A finding if the stack owns the region's switches, as it declares others of them, and leaves this one out. */
export function missingSwitch({ type }: RegionSwitch, stack: StackFacts): readonly Finding[] {
  const owner = ownerWithout(stack, type);
  if (owner === undefined) return [];
  const name = type.slice(type.lastIndexOf(":") + 1);
  const why = `Whoever declares one switch of the region owns all of them. ${reason}`;
  return [refused([owner], `no ${name} beside it`, why, `Declare ${name} with the value that guards.`)];
}
