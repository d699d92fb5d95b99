import { type Network, type NetworkNode, type Opening, type Start, type Step, type Zone } from "./network";

interface DraftNode {
  readonly id: string;
  readonly name: string;
  readonly urn?: string;
  readonly zone?: Zone;
  readonly otherwise?: string;
}

/** The node of the network to be: no copy is made of it, as a large network has hundreds of thousands. */
interface Growing extends DraftNode {
  steps: Step[];
  openings?: Opening[];
}

const none: never[] = [];

/** A network while it is put together: each part of `build/` adds its nodes, and steps to its own and others' nodes. */
export class Draft {
  private readonly nodes = new Map<string, Growing>();
  private readonly starts = new Map<string, Start>();

  /** Adds a node, once; a second call with the same id changes nothing. @returns its id */
  node(node: DraftNode): string {
    if (!this.nodes.has(node.id)) this.nodes.set(node.id, { ...node, steps: none });
    return node.id;
  }

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  /** Appends steps to a node, in their order. @throws Error if there is no such node */
  steps(id: string, ...steps: Step[]): void {
    const node = this.growing(id);
    if (node.steps.length === 0) node.steps = steps;
    else node.steps.push(...steps);
  }

  openings(id: string, ...openings: Opening[]): void {
    if (openings.length === 0) return;
    const node = this.growing(id);
    if (node.openings === undefined) node.openings = openings;
    else node.openings.push(...openings);
  }

  hasStart(id: string): boolean {
    return this.starts.has(id);
  }

  start(start: Start): void {
    if (this.starts.has(start.id)) throw new Error(`two starts '${start.id}'`);
    this.starts.set(start.id, start);
  }

  /**
   * The network, its nodes in the order of their ids.
   * @throws Error if a step leads to a node that nobody added: a fault of `build/`, never of the input
   */
  network(): Network {
    const nodes: NetworkNode[] = [...this.nodes.values()];
    for (const { id, steps, openings = none } of nodes) {
      for (const list of [steps, openings]) {
        for (const { to } of list) {
          if (to !== null && !this.nodes.has(to))
            throw new Error(`'${id}' leads to '${to}', which is not there`);
        }
      }
    }
    const byId = (a: { readonly id: string }, b: { readonly id: string }) =>
      a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
    return { schema: 1, nodes: nodes.sort(byId), starts: [...this.starts.values()].sort(byId) };
  }

  private growing(id: string): Growing {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`no node '${id}'`);
    return node;
  }
}
