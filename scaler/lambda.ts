import { randomUUID } from "node:crypto";
import { drain } from "./drain";
import { type Emptied } from "./emptying";
import { type ScalerEvent, parseEvent } from "./event";
import { update } from "./leadership";
import { reopened } from "./lease";
import { look, type LookReport } from "./look";
import { run, type RunEnd } from "./loop";
import { teardown, type TeardownReport } from "./teardown";
import { type TickPorts } from "./tick";

/** What the handler needs of Lambda's context object. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export type LambdaAnswer =
  { readonly end: RunEnd } | { readonly open: true } | TeardownReport | LookReport | Emptied;

/** A run ends this long before its time-out: a tick's worth, and the giving back of the lease. */
const RESERVE_MS = 15_000;
/** A teardown uses its time up to this long before the time-out. */
const TEARDOWN_RESERVE_MS = 5_000;

/** The scaler as a Lambda function. Its events: event.ts. */
export function createHandler(portsOf: () => TickPorts) {
  let ports: TickPorts | null = null;
  return async (event: unknown, context: LambdaContext): Promise<LambdaAnswer> => {
    ports ??= portsOf();
    return answer(ports, parseEvent(event), context);
  };
}

async function answer(ports: TickPorts, event: ScalerEvent, context: LambdaContext): Promise<LambdaAnswer> {
  // The same event can come twice at once: the id of the request alone would make two runs one holder.
  const holder = `lambda/${context.awsRequestId}/${randomUUID().slice(0, 8)}`;
  switch (event.kind) {
    case "teardown": {
      const signal = deadline(context, TEARDOWN_RESERVE_MS);
      const waitSeconds = Math.min(event.waitSeconds, secondsForBuilds(context));
      return teardown(ports, { holder: `teardown/${holder}`, mode: event.mode, waitSeconds, signal });
    }
    case "drain": {
      const signal = deadline(context, TEARDOWN_RESERVE_MS);
      return drain(ports, { holder: `drain/${holder}`, waitSeconds: event.waitSeconds, signal });
    }
    case "open":
      await update(ports.store, (lease) => (lease.closed ? reopened(lease) : null));
      return { open: true };
    case "look":
      return look(ports, await ports.document.read());
    case "run": {
      const end = await run(ports, { holder, signal: deadline(context, RESERVE_MS) });
      ports.log("run-ended", { holder, end });
      return { end };
    }
  }
}

function deadline(context: LambdaContext, reserveMs: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - reserveMs));
}

/** VMs take a minute to terminate; builds are waited for in what is left. */
const TERMINATE_MS = 70_000;

function secondsForBuilds(context: LambdaContext): number {
  return Math.max(0, context.getRemainingTimeInMillis() - TERMINATE_MS) / 1000;
}
