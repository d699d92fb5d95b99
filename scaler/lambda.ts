import { randomUUID } from "node:crypto";
import { update } from "./leadership";
import { reopened } from "./lease";
import { run, type RunEnd } from "./loop";
import { teardown, type TeardownReport } from "./teardown";
import { type TickPorts } from "./tick";

/** What the handler needs of Lambda's context object. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export type LambdaAnswer = { readonly end: RunEnd } | { readonly open: true } | TeardownReport;

/** A run ends this long before its time-out: a tick's worth, and the giving back of the lease. */
const RESERVE_MS = 15_000;
/** A teardown uses its time up to this long before the time-out. */
const TEARDOWN_RESERVE_MS = 5_000;

/**
 * The scaler as a Lambda function. Events: `{}` of the schedule is one run; `{"tf":{"action":…}}` comes from the stack's
 * `aws.lambda.Invocation`: `create` and `update` open the table for runs and answer at once, `delete` is the teardown.
 */
export function createHandler(portsOf: () => TickPorts) {
  let ports: TickPorts | null = null;
  return async (event: unknown, context: LambdaContext): Promise<LambdaAnswer> => {
    ports ??= portsOf();
    const action = stackAction(event);
    // The same event can come twice at once: the id of the request alone would make two runs one holder.
    const holder = `lambda/${context.awsRequestId}/${randomUUID().slice(0, 8)}`;
    if (action === "delete") {
      const signal = deadline(context, TEARDOWN_RESERVE_MS);
      const waitSeconds = Math.min(teardownWait(event), secondsForBuilds(context));
      return teardown(ports, { holder: `teardown/${holder}`, waitSeconds, signal });
    }
    if (action !== null) {
      await update(ports.store, (lease) => (lease.closed ? reopened(lease) : null));
      return { open: true };
    }
    const end = await run(ports, { holder, signal: deadline(context, RESERVE_MS) });
    ports.log("run-ended", { holder, end });
    return { end };
  };
}

function deadline(context: LambdaContext, reserveMs: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - reserveMs));
}

/** @throws Error for an action that is none of the three */
function stackAction(event: unknown): "create" | "update" | "delete" | null {
  const tf = field(event, "tf");
  if (tf === undefined) return null;
  const action = field(tf, "action");
  if (action === "create" || action === "update" || action === "delete") return action;
  throw new Error(`tf.action is ${JSON.stringify(action)}, allowed: create, update, delete`);
}

/** VMs take a minute to terminate; builds are waited for in what is left. */
const TERMINATE_MS = 70_000;

function secondsForBuilds(context: LambdaContext): number {
  return Math.max(0, context.getRemainingTimeInMillis() - TERMINATE_MS) / 1000;
}

function teardownWait(event: unknown): number {
  const seconds = field(event, "teardownWaitSeconds");
  return typeof seconds === "number" && seconds >= 0 ? seconds : 0;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
