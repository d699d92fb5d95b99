/** Machines that can run the same builders. */
export interface Supply {
  readonly id: string;
  readonly builders: ReadonlySet<string>;
  readonly count: number;
}

export interface Cover {
  /** Supply id → how many of it are used. */
  readonly used: ReadonlyMap<string, number>;
  /** Builder → requests that no supply covers. */
  readonly unmet: ReadonlyMap<string, number>;
}

/**
 * Covers the demand of builders with supplies, in their order: no later supply is used where earlier ones, dealt out in the best
 * way, would do. (A machine that runs two builders must not be spent on the one that another machine could take.)
 * Bipartite maximum flow by augmenting paths, one supply after the other; an augmentation never takes work from a supply, it only
 * exchanges it, so what earlier supplies cover stays covered by them.
 *
 * @param demand builder → number of requests
 */
export function cover(demand: ReadonlyMap<string, number>, supplies: readonly Supply[]): Cover {
  const unmet = new Map(demand);
  const flows = new Map<string, Map<string, number>>();
  const used = new Map<string, number>();
  const byId = new Map<string, Supply>();
  for (const supply of supplies) {
    byId.set(supply.id, supply);
    flows.set(supply.id, new Map());
    let left = supply.count;
    while (left > 0) {
      const path = findPath(supply, byId, flows, unmet);
      if (path === null) break;
      const amount = Math.min(left, bottleneck(path, flows, unmet));
      push(path, amount, flows, unmet);
      left -= amount;
    }
    used.set(supply.id, supply.count - left);
  }
  return { used, unmet };
}

/** `supply` takes `builder`, which the next step's supply gives up; the last step's builder had unmet demand. */
interface Step {
  readonly supply: string;
  readonly builder: string;
}
type Flows = ReadonlyMap<string, Map<string, number>>;

function findPath(
  start: Supply,
  byId: ReadonlyMap<string, Supply>,
  flows: Flows,
  unmet: ReadonlyMap<string, number>,
): Step[] | null {
  const seenSupplies = new Set([start.id]);
  const seenBuilders = new Set<string>();
  const queue: { supply: Supply; path: Step[] }[] = [{ supply: start, path: [] }];
  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
    for (const builder of entry.supply.builders) {
      if (seenBuilders.has(builder)) continue;
      seenBuilders.add(builder);
      const path = [...entry.path, { supply: entry.supply.id, builder }];
      if ((unmet.get(builder) ?? 0) > 0) return path;
      for (const [id, flow] of flows) {
        const next = byId.get(id);
        if (next === undefined || seenSupplies.has(id) || (flow.get(builder) ?? 0) === 0) continue;
        seenSupplies.add(id);
        queue.push({ supply: next, path });
      }
    }
  }
  return null;
}

/** Visits each hand-over of a path: `giver` gives up `builder` to `taker`; the last one has no giver. */
function* handovers(
  path: readonly Step[],
): Generator<{ taker: string; builder: string; giver: string | null }> {
  for (const [index, step] of path.entries()) {
    yield { taker: step.supply, builder: step.builder, giver: path[index + 1]?.supply ?? null };
  }
}

function bottleneck(path: readonly Step[], flows: Flows, unmet: ReadonlyMap<string, number>): number {
  let amount = Infinity;
  for (const { builder, giver } of handovers(path)) {
    const available = giver === null ? unmet.get(builder) : flows.get(giver)?.get(builder);
    amount = Math.min(amount, available ?? 0);
  }
  return amount;
}

function push(path: readonly Step[], amount: number, flows: Flows, unmet: Map<string, number>): void {
  for (const { taker, builder, giver } of handovers(path)) {
    add(flows.get(taker), builder, amount);
    add(giver === null ? unmet : flows.get(giver), builder, -amount);
  }
}

function add(counts: Map<string, number> | undefined, key: string, amount: number): void {
  counts?.set(key, (counts.get(key) ?? 0) + amount);
}
