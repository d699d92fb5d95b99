import {
  API_BAR,
  bar,
  CAPACITY_BAR_MS,
  CREATE_BAR_MS,
  createBar,
  errorClass,
  poolBar,
  subnetBar,
  THROTTLE_BAR_MS,
  VM_BAR_MS,
  vmBar,
} from "./bars";
import { type Memory, withWorker, workerMemory } from "./memory";
import { type Action } from "./plan";

/**
 * The memory after an action failed: what `intend` had counted as done is taken back, and what refused is left alone for a while.
 * A pause or unpause that failed may yet have reached the master: its mark stays, and the next look at the master settles it.
 *
 * @param code EC2 error code, or `Unknown`
 */
export function withFailure(memory: Memory, action: Action, code: string, nowMs: number): Memory {
  switch (action.kind) {
    case "start":
    case "create":
      return refuseStart(takeBackStart(memory, action.pool, action.worker), action, code, nowMs);
    case "suspend": {
      const mark = workerMemory(memory, action.worker).mark;
      const draining = mark === null ? null : { ...mark, phase: "draining" as const };
      const undone = withWorker(memory, action.worker, { mark: draining });
      return throttled(bar(undone, vmBar(action.worker), nowMs + VM_BAR_MS), code, nowMs);
    }
    case "terminate":
    case "retire":
      return throttled(memory, code, nowMs);
    case "pause":
    case "unpause":
      return memory;
  }
}

function takeBackStart(memory: Memory, pool: string, worker: string): Memory {
  const known = memory.pools[pool];
  const undone = withWorker(memory, worker, { pendingStart: null });
  if (known === undefined) return undone;
  return {
    ...undone,
    pools: { ...memory.pools, [pool]: { ...known, startsMs: known.startsMs.slice(0, -1) } },
  };
}

function refuseStart(
  memory: Memory,
  action: Extract<Action, { kind: "start" | "create" }>,
  code: string,
  nowMs: number,
): Memory {
  switch (errorClass(code)) {
    case "capacity":
      return bar(memory, subnetBar(action.pool, action.subnetId), nowMs + CAPACITY_BAR_MS);
    case "quota":
      return bar(memory, poolBar(action.pool), nowMs + CAPACITY_BAR_MS);
    case "throttle":
      return throttled(memory, code, nowMs);
    case "other":
      return action.kind === "start"
        ? bar(memory, vmBar(action.worker), nowMs + VM_BAR_MS)
        : bar(memory, createBar(action.pool), nowMs + CREATE_BAR_MS);
  }
}

function throttled(memory: Memory, code: string, nowMs: number): Memory {
  return errorClass(code) === "throttle" ? bar(memory, API_BAR, nowMs + THROTTLE_BAR_MS) : memory;
}
