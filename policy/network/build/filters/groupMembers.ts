import { type InterfacePart, nodeIds } from "../parts";
import { perBuild } from "../perBuild";

/** The interfaces of a group, as rules that refer to it need them. */
export interface GroupMembers {
  /** Ids of their starts. */
  readonly senders: readonly string[];
  /** Their addresses, where they are exact. */
  readonly addresses: readonly string[];
  /** Blocks in which the others have theirs. */
  readonly blocks: readonly string[];
}

interface AllMembers {
  readonly byGroup: ReadonlyMap<string, GroupMembers>;
  /** Interfaces that may be in any group: one of theirs is not known. */
  readonly possible: GroupMembers;
}

const none: GroupMembers = { senders: [], addresses: [], blocks: [] };

/** Members of every group, by the group's key. */
export const allMembers = perBuild(({ layout }): AllMembers => {
  const byGroup = new Map<string, InterfacePart[]>();
  const possible: InterfacePart[] = [];
  for (const each of layout.interfaces) {
    for (const group of each.groups) {
      if (group.kind === "unknown") {
        if (possible.at(-1) !== each) possible.push(each);
        continue;
      }
      const same = byGroup.get(group.key);
      if (same === undefined) byGroup.set(group.key, [each]);
      else same.push(each);
    }
  }
  return {
    byGroup: new Map([...byGroup].map(([key, members]) => [key, summed(members)])),
    possible: summed(possible),
  };
});

export function membersOf({ byGroup }: AllMembers, key: string): GroupMembers {
  return byGroup.get(key) ?? none;
}

function summed(members: readonly InterfacePart[]): GroupMembers {
  return {
    senders: members.map(({ key }) => nodeIds.at(key)),
    addresses: members.filter(({ isExact }) => isExact).flatMap(({ addresses }) => addresses),
    blocks: [...new Set(members.filter(({ isExact }) => !isExact).flatMap(({ addresses }) => addresses))],
  };
}
