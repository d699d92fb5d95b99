import { brakeOf } from "./brake";
import { cap, type Cap, mayStart } from "./caps";
import { type Departures, type Leaving, leavingDepartures, outdatedDepartures } from "./departures";
import { suspends, terminations, unpauses } from "./drain";
import { pauses } from "./idle";
import { countViolations, freeBuilders } from "./inHouse";
import { intend } from "./intent";
import { leavingNames } from "./leaving";
import { type Machine, machinesOf } from "./machine";
import { interrupted, type Memory } from "./memory";
import { frozenPools, mismatches } from "./mismatch";
import { agedDemand, isOnTheWay, need, type Need } from "./need";
import { observe } from "./observe";
import { obsoleteHolds } from "./obsolete";
import { candidates } from "./order";
import { passedOver } from "./passedOver";
import {
  type Action,
  type CreateAction,
  type Hold,
  type Plan,
  type PoolCounts,
  type StartAction,
} from "./plan";
import { seen } from "./reading";
import { closings, retirements } from "./retire";
import { strays } from "./strays";
import { nextWakeMs } from "./wake";
import { type PoolState } from "./poolState";
import { type SeenWorld, type World } from "./world";

/** After a look at the whole world without acting, the next look comes soon: one second later. */
const SECOND_LOOK_MS = 1_000;

/**
 * One decision over the whole world: what to start, open, close and stop, each with its reason, and what is held back, with its
 * own. Pure: no clock, no I/O, no randomness. Rules: docs/scaler.md, "The scaler's rules".
 */
export function decide(world: World): Plan {
  const sight = seen(world);
  if ("code" in sight) {
    return { ...NOTHING, holds: [{ ...sight, pool: null, worker: null }], memory: interrupted(world.memory) };
  }
  const observed: Memory = { ...observe(sight, world.memory), freeInHouse: freeBuilders(sight) };
  const states = sight.document.pools.map((pool) => ({ pool, machines: machinesOf(pool, sight, observed) }));
  const leaving = leavingNames(sight).map((pool) => ({ pool, machines: machinesOf(pool, sight, observed) }));
  const machines = [...states, ...leaving].flatMap((state) => state.machines);
  const disagreements = states.flatMap((state) => mismatches(state.pool, state.machines, sight));
  const frozen = frozenPools(disagreements);
  const holds = [
    ...disagreements,
    ...obsoleteHolds(states, leaving, frozen, observed),
    ...strays(sight, machines),
    ...passedOver(states, sight),
  ];
  const looked = {
    saw: true,
    holds,
    pools: states.map((state) => countsOf(state, sight)),
    violations: countViolations(sight, world.memory),
  };
  if (world.freshStart) {
    const wakeAtMs = sight.nowMs + SECOND_LOOK_MS;
    return { ...looked, actions: [], holds: [FRESH_START, ...holds], memory: observed, wakeAtMs };
  }
  const { actions, limits } = act(states, leaving, frozen, sight, observed);
  const memory = actions.reduce(
    (before, action) => intend(before, action, runOf(machines, action), sight.nowMs),
    observed,
  );
  const left = leaving.flatMap((state) => state.machines);
  const wakeAtMs = nextWakeMs(states, left, sight, memory, limits.length > 0);
  return { ...looked, actions, holds: [...holds, ...limits], memory, wakeAtMs };
}

const NOTHING = { saw: false, actions: [], pools: [], violations: 0, wakeAtMs: null };
const FRESH_START: Hold = {
  code: "fresh-start",
  pool: null,
  worker: null,
  reason: "first tick after a start, or with new code or settings: this one only looks",
};

function act(
  states: readonly PoolState[],
  leaving: readonly Leaving[],
  frozen: ReadonlySet<string | null>,
  world: SeenWorld,
  memory: Memory,
): { actions: Action[]; limits: Hold[] } {
  const active = states.filter(({ pool }) => !frozen.has(pool.name));
  const resting = states.filter(({ pool }) => frozen.has(pool.name));
  const departures = departing(active, frozen.size === 0 ? leaving : [], world, memory);
  const offers = active.map((state) => offer(state, departures, world, memory));
  const machines = active.flatMap((state) => state.machines);
  const left = leaving.flatMap((state) => state.machines);
  const stay = (machine: Machine) => !departures.has(machine.name);
  const others = [...resting.flatMap((state) => state.machines), ...left];
  const rooms = offers.map(({ pool, builders, cap: { count } }) => ({ pool: pool.name, builders, count }));
  const needed = need(world, machines.filter(stay), others.filter(stay), rooms);
  const actions: Action[] = [
    ...unpauses([...machines, ...left], needed.undrain, departures),
    ...offers.flatMap(({ pool, awaiting }) => awaiting.slice(0, needed.starts.get(pool.name) ?? 0)),
    ...active.flatMap(({ pool, machines: own }) => pauses(pool, own.filter(stay), world, memory)),
    ...closings([...machines, ...left], departures, world),
    ...active.flatMap(({ pool, machines: own }) =>
      suspends(pool, own.filter(stay), needed.undrain, world, memory),
    ),
    ...retirements([...machines, ...left], departures, world, memory),
    ...active.flatMap(({ machines: own }) => terminations(own.filter(stay), world, memory)),
  ];
  return { actions, limits: offers.flatMap((each) => limitHold(each, needed)) };
}

/** While the master does not fit every pool, what leaves goes on: what is to come in its place may not be able to start. */
function departing(
  active: readonly PoolState[],
  leaving: readonly Leaving[],
  world: SeenWorld,
  memory: Memory,
): Departures {
  const outdated = active.map((state) =>
    outdatedDepartures(state, world, memory, mayStart(state.pool, world, memory)),
  );
  const left = leaving.map((state) => leavingDepartures(state, world));
  return new Set([...outdated, ...left].flatMap((names) => [...names]));
}

interface Offer extends PoolState {
  /** Builders that the pool's workers run at the master. */
  readonly builders: ReadonlySet<string>;
  readonly awaiting: readonly (StartAction | CreateAction)[];
  readonly cap: Cap;
}

function offer(state: PoolState, departures: Departures, world: SeenWorld, memory: Memory): Offer {
  const { pool, machines } = state;
  const awaiting = candidates(pool, machines, departures, world, memory);
  const all = candidates(pool, machines, departures, world, { ...memory, bars: {} });
  const available = { now: awaiting.length, later: all.length - awaiting.length };
  const builders = new Set(state.machines.flatMap((machine) => machine.worker?.builders ?? []));
  return {
    ...state,
    builders,
    awaiting,
    cap: cap(pool, available, brakeOf(pool, machines, memory, world.nowMs), world, memory),
  };
}

/** Says which limit kept requests waiting. */
function limitHold({ pool, builders, cap: { code, reason } }: Offer, needed: Need): Hold[] {
  const waiting = [...needed.unmet]
    .filter(([builder]) => builders.has(builder))
    .reduce((sum, [, count]) => sum + count, 0);
  if (waiting === 0) return [];
  return [{ code, pool: pool.name, worker: null, reason: `${waiting} requests wait: ${reason}` }];
}

/** The run of the VM that an action is about; 0 for one that is yet to be made. */
function runOf(machines: readonly Machine[], action: Action): number {
  const machine = machines.find(({ name }) => name === action.worker);
  return machine?.vm?.launchedAtMs ?? 0;
}

function countsOf({ pool, machines }: PoolState, world: SeenWorld): PoolCounts {
  const builders = new Set(machines.flatMap((machine) => machine.worker?.builders ?? []));
  const count = (condition: string) => machines.filter((machine) => machine.condition === condition).length;
  return {
    pool: pool.name,
    pending: [...agedDemand(world)].reduce((sum, [name, n]) => (builders.has(name) ? sum + n : sum), 0),
    idle: count("idle"),
    busy: count("busy"),
    onTheWay: machines.filter(isOnTheWay).length,
    draining: count("draining") + count("stopping"),
    asleep: count("asleep"),
  };
}
