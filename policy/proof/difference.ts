import { type Match, type Zone } from "../network/network";
import { byText } from "./pairs";
import { type Box } from "./space/box";
import { Space } from "./space/space";
import { Writing } from "./space/writing";
import { type ReachedPair } from "./verdict";

/**
 * What can be reached after and not before, and the other way about, by pairs of zones: compared as sets of packets, however they
 * are written.
 */
export function difference(
  before: readonly ReachedPair[],
  after: readonly ReachedPair[],
): { readonly opened: readonly ReachedPair[]; readonly closed: readonly ReachedPair[] } {
  const space = new Space([...before, ...after].map(({ packets }) => ({ matches: packets })));
  const only = (of: readonly ReachedPair[], without: readonly ReachedPair[]) => {
    const writing = new Writing(space);
    const holes = byZones(without);
    return [...byZones(of)].sort(byText).flatMap(([key, { from, to, packets }]): ReachedPair[] => {
      const left = space.boxes.merge(
        space.boxes.subtractAll(boxesOf(space, packets), boxesOf(space, holes.get(key)?.packets ?? [])),
      );
      return left.length === 0
        ? []
        : [{ from, to, packets: left.map((box) => writing.match(box)).sort(byText) }];
    });
  };
  return { opened: only(after, before), closed: only(before, after) };
}

function byZones(pairs: readonly ReachedPair[]): ReadonlyMap<string, ReachedPair> {
  const all = new Map<string, ReachedPair>();
  for (const { from, to, packets } of pairs) {
    const key = JSON.stringify([from, to] satisfies [Zone, Zone]);
    all.set(key, { from, to, packets: [...(all.get(key)?.packets ?? []), ...packets] });
  }
  return all;
}

function boxesOf(space: Space, packets: readonly Match[]): readonly Box[] {
  return packets.map((match) => space.boxOf(match)).filter((box) => box !== undefined);
}
