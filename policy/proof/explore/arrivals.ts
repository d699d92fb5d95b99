import { DROPPED } from "./stepTable";
import { type Graph } from "./graph";

/** Which steps lead to a node, in their order. */
export class Arrivals {
  private readonly firsts: Int32Array;
  private readonly steps: Int32Array;

  constructor(graph: Graph) {
    const { table, steps } = graph;
    const nodes = graph.network.nodes.length;
    const count = table.first(nodes);
    const to = (step: number) => (steps.isThere(step) ? steps.to(step) : DROPPED);
    this.firsts = new Int32Array(nodes + 2);
    for (let step = 0; step < count; step++) {
      const place = to(step);
      if (place !== DROPPED) this.firsts[place + 2] = (this.firsts[place + 2] ?? 0) + 1;
    }
    for (let at = 1; at < this.firsts.length; at++)
      this.firsts[at] = (this.firsts[at] ?? 0) + (this.firsts[at - 1] ?? 0);
    this.steps = new Int32Array(this.firsts.at(-1) ?? 0);
    for (let step = 0; step < count; step++) {
      const place = to(step);
      if (place === DROPPED) continue;
      const at = this.firsts[place + 1] ?? 0;
      this.steps[at] = step;
      this.firsts[place + 1] = at + 1;
    }
  }

  at(place: number): Int32Array {
    return this.steps.subarray(this.firsts[place], this.firsts[place + 1]);
  }
}
