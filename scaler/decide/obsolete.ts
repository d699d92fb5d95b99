import { type Machine } from "./machine";
import { type Memory } from "./memory";
import { type Hold } from "./plan";
import { type Leaving } from "./departures";
import { type PoolState } from "./poolState";

/** Says what leaves, and what it waits for. */
export function obsoleteHolds(
  states: readonly PoolState[],
  leaving: readonly Leaving[],
  frozen: ReadonlySet<string | null>,
  memory: Memory,
): Hold[] {
  return [
    ...states.flatMap(({ pool, machines }) => outdatedHold(pool.name, machines, memory)),
    ...leaving.flatMap(({ pool, machines }) => leavingHold(pool.name, machines, frozen)),
  ];
}

function outdatedHold(pool: string, machines: readonly Machine[], memory: Memory): Hold[] {
  const { count, example } = obsoleteOf(machines);
  if (count === 0) return [];
  const proven = memory.pools[pool]?.newest.proven === true;
  const when = proven ? "they leave as they fall idle" : "they leave once a new one has attached";
  return [hold("outdated", pool, `${count} VMs are outdated (${example}); ${when}`)];
}

function leavingHold(pool: string, machines: readonly Machine[], frozen: ReadonlySet<string | null>): Hold[] {
  const { count, example } = obsoleteOf(machines);
  if (count === 0) return [];
  const waits = [...frozen].join(", ");
  const when =
    frozen.size === 0
      ? "they finish their builds and leave"
      : `they go on until the build master's configuration fits pool ${waits}`;
  return [hold("leaving", pool, `${count} VMs leave (${example}); ${when}`)];
}

function obsoleteOf(machines: readonly Machine[]): { count: number; example: string } {
  const reasons = machines.flatMap(({ obsolete }) => (obsolete === null ? [] : [obsolete]));
  return { count: reasons.length, example: reasons[0] ?? "" };
}

function hold(code: Hold["code"], pool: string, reason: string): Hold {
  return { code, pool, worker: null, reason };
}
