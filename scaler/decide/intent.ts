import { bar, vmBar } from "./bars";
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
    case "terminate":
      return bar(memory, vmBar(action.worker), nowMs + VISIBILITY_MS);
  }
}

function countStart(memory: Memory, pool: string, nowMs: number): Memory {
  const known = memory.pools[pool] ?? { lastBacklogMs: nowMs, startsMs: [] };
  return {
    ...memory,
    pools: { ...memory.pools, [pool]: { ...known, startsMs: [...known.startsMs, nowMs] } },
  };
}
