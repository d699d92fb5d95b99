import { type Missing, type Step } from "../network/network";
import { type Graph } from "./explore/graph";
import { type Place } from "./explore/tracer";
import { type Writing } from "./space/writing";
import { type Hop } from "./verdict";

/** A way as a reader is told, and the first fact on it that is not known. */
export function hopsOf(
  graph: Graph,
  writing: Writing,
  way: readonly Place[],
): { readonly path: readonly Hop[]; readonly missing?: Missing } {
  let missing: Missing | undefined;
  const path = way.map((place, at): Hop => {
    const node = graph.node(place.node);
    const packet = writing.packet(way[at + 1]?.packet ?? place.packet);
    const step = place.step === undefined ? undefined : graph.table.step(place.step);
    const name = { node: node.id, resource: node.name, ...(node.urn !== undefined && { urn: node.urn }) };
    if (!step)
      return { ...name, admittedBy: node.zone === undefined ? "arrived" : `arrived in ${node.zone}`, packet };
    const doubt = doubtOf(graph, place, step);
    if (doubt) missing ??= missingOf(doubt);
    const { resource, urn, property, text, fix } = step.by;
    return {
      node: node.id,
      resource,
      ...(urn !== undefined && { urn }),
      ...(property !== undefined && { property }),
      admittedBy: text,
      packet,
      ...(fix !== undefined && { fix }),
      ...(doubt && { uncertain: true }),
    };
  });
  return { path, ...(missing && { missing }) };
}

/** The step that may or may not be there, and decides whether this packet takes `step`: that one itself, or one before it. */
function doubtOf(
  { space, network, table }: Graph,
  { node, packet, step: taken }: Place,
  step: Step,
): Step | undefined {
  if (step.take === "perhaps") return step;
  const steps = network.nodes[node]?.steps ?? [];
  return steps.slice(0, taken === undefined ? undefined : taken - table.first(node)).find((earlier) => {
    const box = earlier.take === "perhaps" ? space.boxOf(earlier.match) : undefined;
    return box !== undefined && space.boxes.intersect(box, packet) !== undefined;
  });
}

function missingOf({ by }: Step): Missing {
  return (
    by.missing ?? {
      resource: by.resource,
      ...(by.property !== undefined && { property: by.property }),
      why: `is not known: ${by.text}`,
      settle: by.fix ?? "Give a value that is known.",
    }
  );
}
