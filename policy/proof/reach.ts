import { type Match, type Missing, type Network, type Start } from "../network/network";
import { type Block, blocksOf } from "./blocks";
import { type Entry, Exploration, type Placed, seedsOf } from "./explore/exploration";
import { Graph } from "./explore/graph";
import { type Reading } from "./explore/readSteps";
import { StepTable } from "./explore/stepTable";
import { type Place, Tracer } from "./explore/tracer";
import { hopsOf } from "./hops";
import { type Box, everything, replaced, STATE } from "./space/box";
import { Space, toldBy } from "./space/space";
import { Writing } from "./space/writing";
import { type Hop } from "./verdict";

export { type Block };

export interface Question {
  /** Ids of starts. */
  readonly starts: readonly string[];
  /** Which of what they send: all of `new` state. */
  readonly packets: Match;
  /** Ids of nodes. */
  readonly targets: readonly string[];
  /** The answer must come back to the start too. */
  readonly connection: boolean;
}

export interface Reach {
  readonly verdict: "reachable" | "unreachable" | "undetermined";
  /** The shortest way there. Of a connection that only the answer fails: the way that the question takes. Empty: there is none. */
  readonly path: readonly Hop[];
  /** Of a connection: the way of the answer. */
  readonly returnPath?: readonly Hop[];
  /** Unless reachable: where packets stopped, nearest to the target first; of a connection that only the answer fails, answers. */
  readonly blockedBy: readonly Block[];
  /** With `undetermined`. */
  readonly missing?: Missing;
}

/** There, and back if it was asked for. */
interface Way {
  readonly there: readonly Place[];
  readonly back?: readonly Place[];
}

/**
 * Whether any packet of a question reaches any of its targets.
 * @throws RangeError, Error if the network is none, or if it has no such start or target
 */
export function reach(network: Network, question: Question): Reach {
  const answers = new Answers(network, question);
  const sure = answers.in("must");
  if ("way" in sure) return { ...answers.told("must", sure.way), verdict: "reachable", blockedBy: [] };
  const possible = answers.in("may");
  if ("way" in possible) {
    const { path, returnPath, missing } = answers.told("may", possible.way);
    return {
      verdict: "undetermined",
      path,
      ...(returnPath && { returnPath }),
      blockedBy: sure.blockedBy,
      ...(missing && { missing }),
    };
  }
  const { path } = possible.there ? answers.told("may", { there: possible.there }) : { path: [] };
  return { verdict: "unreachable", path, blockedBy: possible.blockedBy };
}

type Answer =
  { readonly way: Way } | { readonly there?: readonly Place[]; readonly blockedBy: readonly Block[] };

class Answers {
  private readonly space: Space;
  private readonly writing: Writing;
  private readonly graphs: Readonly<Record<Reading, Graph>>;
  private readonly tracers: Readonly<Record<Reading, Tracer>>;
  private readonly starts: readonly Start[];
  private readonly targets: ReadonlySet<number>;

  constructor(
    network: Network,
    private readonly question: Question,
  ) {
    this.space = new Space([...toldBy(network), { matches: [question.packets] }]);
    this.writing = new Writing(this.space);
    const table = new StepTable(this.space, network);
    const may = new Graph(table, "may");
    this.graphs = { may, must: new Graph(table, "must") };
    this.tracers = { may: new Tracer(may, this.writing), must: new Tracer(this.graphs.must, this.writing) };
    const byId = new Map(network.starts.map((start) => [start.id, start]));
    this.starts = question.starts.map((id) => byId.get(id) ?? fail(`there is no start '${id}'`));
    this.targets = new Set(question.targets.map((id) => may.placeOf(id) ?? fail(`there is no node '${id}'`)));
  }

  in(reading: Reading): Answer {
    const graph = this.graphs[reading];
    const all = this.there(graph, this.starts);
    const found = this.arrived(all, this.targets, this.space.isNew)[0];
    if (!found) return { blockedBy: blocksOf(all, this.targets, this.space.isNew) };
    const tracer = this.tracers[reading];
    const there = tracer.way(all, found.node, found.entry, found.box);
    if (!this.question.connection) return { way: { there } };
    let blockedBy: readonly Block[] | undefined;
    for (const start of this.starts) {
      // One start at a time: an answer to one is none to another.
      const forth = this.starts.length === 1 ? all : this.there(graph, [start]);
      const arrived = this.arrived(forth, this.targets, this.space.isNew);
      if (arrived.length === 0) continue;
      const back = new Exploration(graph);
      back.explore(arrived.map(({ node, box }): Placed => [node, box]));
      const home = new Set([graph.placeOf(start.id) ?? fail(`start '${start.id}' is at no node`)]);
      const [answer] = this.arrived(back, home, this.space.isReply);
      if (!answer) {
        blockedBy ??= blocksOf(back, home, this.space.isReply);
        continue;
      }
      const returned = tracer.way(back, answer.node, answer.entry, answer.box);
      const [asked] = returned;
      const question =
        asked &&
        arrived.find(({ node, box }) => node === asked.node && this.space.boxes.contains(box, asked.packet));
      if (!question) throw new Error("an answer to nothing");
      return {
        way: { there: tracer.way(forth, question.node, question.entry, asked.packet), back: returned },
      };
    }
    return { there, blockedBy: blockedBy ?? [] };
  }

  told(reading: Reading, { there, back }: Way) {
    const forth = hopsOf(this.graphs[reading], this.writing, there);
    const returned = back && hopsOf(this.graphs[reading], this.writing, back);
    const missing = forth.missing ?? returned?.missing;
    return { path: forth.path, ...(returned && { returnPath: returned.path }), ...(missing && { missing }) };
  }

  private there(graph: Graph, starts: readonly Start[]): Exploration {
    const asked = this.space.boxOf(this.question.packets);
    const exploration = new Exploration(graph);
    const sent = starts.flatMap((start) => seedsOf(graph, start));
    exploration.explore(
      sent.flatMap(([place, box]): Placed[] => {
        const both = asked && this.space.boxes.intersect(box, asked);
        return both ? [[place, both]] : [];
      }),
    );
    return exploration;
  }

  /** What arrived, the soonest first. */
  private arrived(exploration: Exploration, targets: ReadonlySet<number>, state: number) {
    const inState: Box = replaced(everything, STATE, state);
    const found: { node: number; entry: Entry; box: Box }[] = [];
    for (const node of targets) {
      for (const entry of exploration.at(node)) {
        const box = this.space.boxes.intersect(entry.box, inState);
        if (box) found.push({ node, entry, box });
      }
    }
    return found.sort((a, b) => a.entry.round - b.entry.round);
  }
}

function fail(message: string): never {
  throw new Error(message);
}
