import { type TeardownMode, TEARDOWN_MODES } from "./teardown";

/**
 * What the function is called with. The schedule sends `{}`. The stack's `aws.lambda.Invocation` sends
 * `{"teardownWaitSeconds":120,"teardown":"wait","tf":{"action":…}}`: `create` and `update` open the table for runs, `delete` is the
 * teardown. People's commands send `{"look":true}` and `{"drain":{"waitSeconds":20}}`.
 */
export type ScalerEvent =
  | { readonly kind: "run" }
  | { readonly kind: "open" }
  | { readonly kind: "teardown"; readonly mode: TeardownMode; readonly waitSeconds: number }
  | { readonly kind: "drain"; readonly waitSeconds: number }
  | { readonly kind: "look" };

/** @throws Error for a field that is none of these */
export function parseEvent(event: unknown): ScalerEvent {
  const tf = field(event, "tf");
  if (tf !== undefined) return stackEvent(event, field(tf, "action"));
  const drain = field(event, "drain");
  if (drain !== undefined) return { kind: "drain", waitSeconds: seconds(field(drain, "waitSeconds")) };
  return { kind: field(event, "look") === true ? "look" : "run" };
}

function stackEvent(event: unknown, action: unknown): ScalerEvent {
  if (action === "create" || action === "update") return { kind: "open" };
  if (action !== "delete")
    throw new Error(`tf.action is ${JSON.stringify(action)}, allowed: create, update, delete`);
  return {
    kind: "teardown",
    mode: teardownMode(field(event, "teardown")),
    waitSeconds: seconds(field(event, "teardownWaitSeconds")),
  };
}

function teardownMode(value: unknown): TeardownMode {
  const mode = TEARDOWN_MODES.find((each) => each === value);
  if (mode !== undefined) return mode;
  // An Invocation that was made before there was the setting.
  if (value === undefined) return "wait";
  throw new Error(`teardown is ${JSON.stringify(value)}, allowed: ${TEARDOWN_MODES.join(", ")}`);
}

function seconds(value: unknown): number {
  return typeof value === "number" && value >= 0 ? value : 0;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
