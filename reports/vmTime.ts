/** One call that changed whether a VM is paid for. `atMs` is Unix milliseconds. */
export interface VmCall {
  readonly atMs: number;
  readonly instanceId: string;
  readonly kind: "create" | "start" | "suspend" | "terminate";
}

/** A stretch in which a VM ran, from the call that woke it to the call that put it to sleep. */
export interface AwakeSpan {
  readonly instanceId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Made new, rather than revived. */
  readonly created: boolean;
}

/**
 * Pairs the calls of each VM into spans; a span still open ends at `nowMs`. A second start of a running VM, or a second stop of a
 * sleeping one, changes nothing: the API accepts both.
 */
export function awakeSpans(calls: readonly VmCall[], nowMs: number): readonly AwakeSpan[] {
  const open = new Map<string, { fromMs: number; created: boolean }>();
  const spans: AwakeSpan[] = [];
  const close = (instanceId: string, toMs: number): void => {
    const span = open.get(instanceId);
    if (span === undefined) return;
    open.delete(instanceId);
    spans.push({ instanceId, ...span, toMs });
  };
  for (const call of [...calls].sort((a, b) => a.atMs - b.atMs)) {
    const wakes = call.kind === "create" || call.kind === "start";
    if (!wakes) close(call.instanceId, call.atMs);
    else if (!open.has(call.instanceId))
      open.set(call.instanceId, { fromMs: call.atMs, created: call.kind === "create" });
  }
  for (const instanceId of [...open.keys()]) close(instanceId, nowMs);
  return spans.sort((a, b) => a.fromMs - b.fromMs || a.instanceId.localeCompare(b.instanceId));
}

/** Seconds billed for a span: whole seconds, at least 60 a start. Source: AWS "EC2 On-Demand pricing", per-second billing, minimum 60 s. */
export function billedSeconds({ fromMs, toMs }: AwakeSpan): number {
  return Math.max(60, Math.ceil((toMs - fromMs) / 1000));
}
