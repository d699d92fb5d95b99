import { type Exploration } from "./explore/exploration";
import { Arrivals } from "./explore/arrivals";
import { type Graph } from "./explore/graph";
import { STATE } from "./space/box";
import { EMPTY } from "./space/sets";

/** Where packets were stopped. */
export interface Block {
  readonly node: string;
  readonly resource: string;
  readonly urn?: string;
  /** The rule that drops them, or what says that none admits them. */
  readonly by: string;
}

/**
 * Where what was explored stopped, nearest to the targets first, each place and reason once. A zone that packets have reached is
 * no place where they stopped.
 * @param state an id of a set of states: only these packets
 */
export function blocksOf(
  exploration: Exploration,
  targets: ReadonlySet<number>,
  state: number,
): readonly Block[] {
  const { graph } = exploration;
  const states = graph.space.boxes.of(STATE);
  const distance = distancesTo(graph, targets);
  const found: { block: Block; steps: number; round: number }[] = [];
  const seen = new Set<string>();
  for (const [place, entries] of exploration.reached) {
    const node = graph.node(place);
    if (node.zone !== undefined || targets.has(place)) continue;
    const boxes = entries.filter(({ box }) => states.intersect(box[STATE] ?? EMPTY, state) !== EMPTY);
    for (const { step } of graph.dropped(
      place,
      boxes.map(({ box }) => box),
    )) {
      const by = step === undefined ? undefined : graph.table.step(step).by;
      const block = {
        node: node.id,
        resource: by?.resource ?? node.name,
        ...(by ? by.urn !== undefined && { urn: by.urn } : node.urn !== undefined && { urn: node.urn }),
        by: by?.text ?? node.otherwise ?? "no step takes it",
      };
      const key = JSON.stringify(block);
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ block, steps: distance.get(place) ?? Infinity, round: entries[0]?.round ?? 0 });
    }
  }
  found.sort((a, b) => (a.steps === b.steps ? b.round - a.round : a.steps - b.steps));
  return found.map(({ block }) => block);
}

/** By node: how many steps it is from a target, whatever packets the steps are for. */
function distancesTo(graph: Graph, targets: ReadonlySet<number>): ReadonlyMap<number, number> {
  const arrivals = new Arrivals(graph);
  const from = (place: number) => [...arrivals.at(place)].map((step) => graph.table.placeOfStep(step));
  const distances = new Map([...targets].map((place) => [place, 0]));
  let now = [...targets];
  for (let steps = 1; now.length > 0; steps++) {
    const next = new Set(now.flatMap(from).filter((place) => !distances.has(place)));
    for (const place of next) distances.set(place, steps);
    now = [...next];
  }
  return distances;
}
