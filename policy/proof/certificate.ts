import { type Match, type Zone } from "../network/network";
import { type Exploration } from "./explore/exploration";
import { type Graph } from "./explore/graph";
import { type Box } from "./space/box";
import { type Writing } from "./space/writing";
import { type ZoneCertificate } from "./verdict";

/** The closed set of a zone: what an exploration in the may-reading reached, in the order of the nodes' ids. It takes it from the exploration. */
export function certificateOf(exploration: Exploration, from: Zone, writing: Writing): ZoneCertificate {
  const { graph } = exploration;
  const reached: { node: string; packets: readonly Match[] }[] = [];
  const cut: { node: string; by: string }[] = [];
  for (const place of byId(exploration)) {
    const { id } = graph.node(place);
    const boxes = graph.space.boxes.merge(exploration.take(place).map(({ box }) => box));
    reached.push({ node: id, packets: boxes.map((box) => writing.match(box)) });
    for (const by of endsAt(graph, place, boxes)) cut.push({ node: id, by });
  }
  return { from, reached, cut };
}

/** Places that were reached. Builders write nodes in the order of their ids, so that most often places have it already. */
function byId({ graph, reached }: Exploration): readonly number[] {
  const id = (place: number) => graph.node(place).id;
  const places = [...reached].map(([place]) => place).sort((a, b) => a - b);
  const isSorted = places.every((place, at) => at === 0 || id(places[at - 1] ?? place) < id(place));
  return isSorted ? places : places.sort((a, b) => (id(a) < id(b) ? -1 : 1));
}

/** By what packets end at a node, each once. */
function endsAt(graph: Graph, place: number, boxes: readonly Box[]): ReadonlySet<string> {
  const node = graph.node(place);
  const ends = graph.dropped(place, boxes);
  return new Set(
    ends.map(({ step }) =>
      step === undefined ? (node.otherwise ?? "no step takes it") : graph.table.step(step).by.text,
    ),
  );
}
