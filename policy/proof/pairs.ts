import { type Zone } from "../network/network";
import { type Exploration } from "./explore/exploration";
import {
  type Box,
  DESTINATION,
  DESTINATION_PORT,
  everything,
  PROTOCOL,
  SOURCE_PORT,
  STATE,
} from "./space/box";
import { EMPTY } from "./space/sets";
import { type Writing } from "./space/writing";
import { type ReachedPair } from "./verdict";

/** Beyond this many parts, none is looked for in another. */
const mostCompared = 1000;

/** What an exploration from a zone reaches, zone by zone in the order of their names. */
export function pairsOf(exploration: Exploration, from: Zone, writing: Writing): readonly ReachedPair[] {
  const { graph } = exploration;
  const { space } = graph;
  const byZone = new Map<Zone, Map<string, Box>>();
  for (const [place, entries] of exploration.reached) {
    const { zone } = graph.node(place);
    if (zone === undefined) continue;
    for (const { box } of entries) {
      if (space.boxes.of(STATE).intersect(box[STATE] ?? EMPTY, space.isNew) === EMPTY) continue;
      const isIcmp = space.boxes.of(PROTOCOL).intersect(box[PROTOCOL] ?? EMPTY, space.notIcmp) === EMPTY;
      const kept = isIcmp ? projectedOfIcmp : projected;
      const shadow = everything.map((full, at) => (kept.has(at) ? (box[at] ?? full) : full));
      const boxes = byZone.get(zone) ?? new Map<string, Box>();
      byZone.set(zone, boxes.set(shadow.join(), shadow));
    }
  }
  return [...byZone]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([to, boxes]) => ({
      from,
      to,
      packets: withoutContained(exploration, space.boxes.merge([...boxes.values()]))
        .map((box) => writing.match(box))
        .sort(byText),
    }));
}

const projected = new Set<number>([DESTINATION, PROTOCOL, DESTINATION_PORT]);

/** Where others have a source port, ICMP has its type. */
const projectedOfIcmp = new Set<number>([...projected, SOURCE_PORT]);

function withoutContained({ graph }: Exploration, boxes: readonly Box[]): readonly Box[] {
  if (boxes.length > mostCompared) return boxes;
  const { boxes: arithmetic } = graph.space;
  return boxes.filter((box) => !boxes.some((other) => other !== box && arithmetic.contains(other, box)));
}

export function byText(a: unknown, b: unknown): number {
  const left = JSON.stringify(a);
  const right = JSON.stringify(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
