import { type Zone } from "../network/network";
import { type Exploration } from "./explore/exploration";
import { type Graph } from "./explore/graph";
import { type Box } from "./space/box";
import { type Writing } from "./space/writing";
import { type ZoneCertificate } from "./verdict";

/** The closed set of a zone: what an exploration in the may-reading reached, in the order of the nodes' ids. */
export function certificateOf(exploration: Exploration, from: Zone, writing: Writing): ZoneCertificate {
  const { graph } = exploration;
  const places = [...exploration.reached].map(([place]) => place);
  const id = (place: number) => graph.node(place).id;
  places.sort((a, b) => (id(a) < id(b) ? -1 : 1));
  const sets = places.map((place) => {
    const boxes = graph.space.boxes.merge(exploration.at(place).map(({ box }) => box));
    return [place, boxes] as const;
  });
  return {
    from,
    reached: sets.map(([place, boxes]) => ({
      node: id(place),
      packets: boxes.map((box) => writing.match(box)),
    })),
    cut: sets.flatMap(([place, boxes]) =>
      [...endsAt(graph, place, boxes)].map((by) => ({ node: id(place), by })),
    ),
  };
}

/** By what packets end at a node, each once. */
function endsAt(graph: Graph, place: number, boxes: readonly Box[]): ReadonlySet<string> {
  const node = graph.node(place);
  const ends = graph.dropped(place, boxes);
  return new Set(
    ends.map(({ step }) => (step && node.steps[step.place]?.by.text) ?? node.otherwise ?? "no step takes it"),
  );
}
