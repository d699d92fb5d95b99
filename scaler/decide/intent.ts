import { bar, vmBar } from "./bars";
import { afterFailure } from "./brake";
import { VISIBILITY_MS } from "./machine";
import { type Memory, withWorker, workerMemory } from "./memory";
import { type Action } from "./plan";

/** The memory as if `action` were done. It is written before the act, so that a crash between the two forgets nothing. */
export function intend(memory: Memory, action: Action, runStartedAtMs: number, nowMs: number): Memory {
  const mark = workerMemory(memory, action.worker).mark;
  switch (action.kind) {
    case "start":
    case "create": {
      const instanceId = action.kind === "start" ? action.instanceId : null;
      return countStart(
        withWorker(memory, action.worker, { pendingStart: { atMs: nowMs, instanceId } }),
        action.pool,
        nowMs,
      );
    }
    case "unpause":
      return withWorker(memory, action.worker, {
        mark: {
          phase: "releasing",
          atMs: nowMs,
          runStartedAtMs,
          pausedSeenMs: mark?.pausedSeenMs ?? nowMs,
        },
      });
    case "pause":
      return withWorker(memory, action.worker, {
        mark: { phase: "draining", atMs: nowMs, runStartedAtMs, pausedSeenMs: null },
      });
    case "suspend":
      return withWorker(memory, action.worker, {
        mark: { phase: "suspending", atMs: nowMs, runStartedAtMs, pausedSeenMs: mark?.pausedSeenMs ?? nowMs },
      });
    case "terminate": {
      const counted = action.ofNewestKind ? countFailure(memory, action.pool, runStartedAtMs, nowMs) : memory;
      return bar(counted, vmBar(action.worker), nowMs + VISIBILITY_MS);
    }
    case "retire":
      return bar(memory, vmBar(action.worker), nowMs + VISIBILITY_MS);
  }
}

function countStart(memory: Memory, pool: string, nowMs: number): Memory {
  const known = memory.pools[pool];
  if (known === undefined) return memory;
  return {
    ...memory,
    pools: { ...memory.pools, [pool]: { ...known, startsMs: [...known.startsMs, nowMs] } },
  };
}

function countFailure(memory: Memory, pool: string, launchedAtMs: number, nowMs: number): Memory {
  const known = memory.pools[pool];
  if (known === undefined) return memory;
  const newest = afterFailure(known.newest, launchedAtMs, nowMs);
  return { ...memory, pools: { ...memory.pools, [pool]: { ...known, newest } } };
}
