/** What the runner and an execution environment (`runtime.js`) say to each other over their channel. */

export interface InvokeMessage {
  readonly type: "invoke";
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** Unix milliseconds: when the time-out strikes. */
  readonly deadlineMs: number;
}

/** An error as Lambda answers it. */
export interface FunctionFault {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type RuntimeMessage =
  | { readonly type: "ready" }
  | { readonly type: "init-error"; readonly error: FunctionFault }
  | { readonly type: "result"; readonly requestId: string; readonly payload: string }
  | { readonly type: "error"; readonly requestId: string; readonly error: FunctionFault };
