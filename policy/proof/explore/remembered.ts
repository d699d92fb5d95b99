import { type Network, type Range, type Rewrite, type Start, type Step } from "../../network/network";
import {
  type Box,
  DESTINATION,
  DESTINATION_PORT,
  everything,
  PROTOCOL,
  replaced,
  SOURCE,
  SOURCE_PORT,
  STATE,
} from "../space/box";
import { rewritten } from "../space/rewriting";
import { EMPTY, FULL } from "../space/sets";
import { type Writing } from "../space/writing";
import { Exploration, type Placed, seedsOf } from "./exploration";
import { Graph } from "./graph";
import { DROPPED, StepTable } from "./stepTable";

const everyPort: readonly Range[] = [[0, 65_535]];

/** True if a translator of the network gives answers to who asked it. */
export function hasTranslators({ nodes }: Network): boolean {
  return nodes.some(({ steps }) => steps.some(({ askedAt }) => askedAt !== undefined));
}

/**
 * A network in which translators have the connections that an exploration made, and hand answers to nobody else. What is `new`
 * goes the same ways in it: only answers are fewer.
 * @param asked an exploration of what is asked, in the reading that the answers are looked at in
 */
export function remembered(asked: Exploration, writing: Writing): Graph {
  const { graph } = asked;
  const nodes = graph.network.nodes.map((node, place) => {
    if (node.steps.every(({ askedAt }) => askedAt === undefined)) return node;
    return { ...node, steps: node.steps.flatMap((step, at) => narrowed(asked, writing, place, step, at)) };
  });
  const table = new StepTable(graph.space, { ...graph.network, nodes });
  return new Graph(table, graph.reading);
}

/**
 * What starts reach where translators have the connections of an exploration. Nobody claims a translator's own address in it: what is answered to
 * that is told by the way of what the translator sent.
 */
export function answersOf(asked: Exploration, starts: readonly Start[], writing: Writing): Exploration {
  const graph = remembered(asked, writing);
  const { boxes } = graph.space;
  const claims = asked.graph.network.nodes
    .flatMap(({ steps }) => steps.flatMap(({ askedAt = [] }) => askedAt))
    .flatMap((id) => connectionsOf(asked, id))
    .map(({ after }) => replaced(everything, SOURCE, after[SOURCE] ?? EMPTY));
  const exploration = new Exploration(graph);
  const seeds = starts.flatMap((start) => {
    const own = seedsOf(graph, start);
    if (start.anySender !== true) return own;
    return own.flatMap(([place, box]) =>
      boxes.subtractAll([box], claims).map((left): Placed => [place, left]),
    );
  });
  exploration.explore(seeds);
  return exploration;
}

/** The steps of a translator's answer: one for each set of connections. */
function narrowed(
  asked: Exploration,
  writing: Writing,
  place: number,
  step: Step,
  at: number,
): readonly Step[] {
  const { graph } = asked;
  const { boxes, isReply } = graph.space;
  if (step.askedAt === undefined) return [step];
  const number = graph.table.first(place) + at;
  const own = graph.table.box(number);
  if (own === undefined) return [];
  const given =
    graph.table.rewriting(number)?.replaced.find(([dimension]) => dimension === DESTINATION)?.[1] ?? FULL;
  const { askedAt: _, ...rest } = step;
  return connectionsOf(asked, step.askedAt).flatMap(({ before, after, hasPorts }): readonly Step[] => {
    const [source = EMPTY, destination = EMPTY, protocol = EMPTY, from = EMPTY, to = EMPTY] = after;
    const ports = hasPorts ? [to, from] : [FULL, FULL];
    const answer = boxes.intersect(own, [destination, source, protocol, ...ports, FULL, isReply]);
    const asker = boxes.of(DESTINATION).intersect(before[SOURCE] ?? EMPTY, given);
    if (answer === undefined || asker === EMPTY) return [];
    const handed = writing.match(
      replaced(replaced(everything, DESTINATION, asker), DESTINATION_PORT, before[SOURCE_PORT] ?? EMPTY),
    );
    const rewrite: Rewrite = {
      ...step.rewrite,
      ...(handed.destination && { destination: handed.destination }),
      ...(hasPorts && { destinationPorts: handed.destinationPorts ?? everyPort }),
    };
    // Two may have asked the same: each has an answer of its own.
    const take = step.take === "perhaps" ? "perhaps" : "some";
    return [{ ...rest, match: writing.match(answer), take, rewrite }];
  });
}

interface Connection {
  /** What was asked, as it came to the translator and as it went on. */
  readonly before: Box;
  readonly after: Box;
  /** ICMP has none: its answer's type and code may be any. */
  readonly hasPorts: boolean;
}

function connectionsOf(asked: Exploration, id: string): readonly Connection[] {
  const { graph } = asked;
  const { space } = graph;
  const place = graph.placeOf(id);
  if (place === undefined) throw new Error(`no node '${id}' to have asked at`);
  const found: Connection[] = [];
  for (let step = graph.table.first(place); step < graph.table.first(place + 1); step++) {
    if (graph.steps.to(step) === DROPPED) continue;
    const rewriting = graph.table.rewriting(step);
    for (const [hasPorts, protocols] of [
      [true, space.notIcmp],
      [false, space.icmp],
    ] as const) {
      const wanted = replaced(replaced(everything, STATE, space.isNew), PROTOCOL, protocols);
      for (const open of graph.unshadowed(step)) {
        for (const { box } of asked.at(place)) {
          const taken = space.boxes.intersect(box, open);
          const before = taken && space.boxes.intersect(taken, wanted);
          if (!before) continue;
          const after = rewriting ? rewritten(space, rewriting, before) : [before];
          for (const one of after) found.push({ before, after: one, hasPorts });
        }
      }
    }
  }
  return found;
}
