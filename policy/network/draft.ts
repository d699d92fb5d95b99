import { type Network, type NetworkNode, type Opening, type Start, type Step, type Zone } from "./network";

interface DraftNode {
  readonly id: string;
  readonly name: string;
  readonly urn?: string;
  readonly zone?: Zone;
  readonly otherwise?: string;
}

/** Lists are taken as they come, and grown only for a second call: most nodes get one, and a grown list takes more memory. */
interface Entry {
  readonly node: DraftNode;
  steps: Step[];
  openings: Opening[];
}

const none: never[] = [];

/** A network while it is put together: each part of `build/` adds its nodes, and steps to its own and others' nodes. */
export class Draft {
  private readonly nodes = new Map<string, Entry>();
  private readonly starts = new Map<string, Start>();

  /** Adds a node, once; a second call with the same id changes nothing. @returns its id */
  node(node: DraftNode): string {
    if (!this.nodes.has(node.id)) this.nodes.set(node.id, { node, steps: none, openings: none });
    return node.id;
  }

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  /** Appends steps to a node, in their order. @throws Error if there is no such node */
  steps(id: string, ...steps: readonly Step[]): void {
    const entry = this.entry(id);
    if (entry.steps === none) entry.steps = [...steps];
    else entry.steps.push(...steps);
  }

  openings(id: string, ...openings: readonly Opening[]): void {
    const entry = this.entry(id);
    if (entry.openings === none) entry.openings = [...openings];
    else entry.openings.push(...openings);
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
    const nodes = [...this.nodes.values()].map(({ node, steps, openings }): NetworkNode => {
      for (const { askedAt } of steps)
        if (askedAt !== undefined && !this.nodes.has(askedAt))
          throw new Error(`'${node.id}' answers who asked at '${askedAt}', which is not there`);
      for (const list of [steps, openings]) {
        for (const { to } of list) {
          if (to !== null && !this.nodes.has(to))
            throw new Error(`'${node.id}' leads to '${to}', which is not there`);
        }
      }
      return { ...node, steps, ...(openings.length > 0 && { openings }) };
    });
    const byId = (a: { readonly id: string }, b: { readonly id: string }) =>
      a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
    return { schema: 1, nodes: nodes.sort(byId), starts: [...this.starts.values()].sort(byId) };
  }

  private entry(id: string) {
    const entry = this.nodes.get(id);
    if (entry === undefined) throw new Error(`no node '${id}'`);
    return entry;
  }
}
