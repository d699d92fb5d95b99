import { type ChildProcess } from "node:child_process";
import { freezeProcess, thawProcess } from "../processes/freeze";
import { startProcess, type StartOptions } from "../processes/start";
import { stopProcess } from "../processes/stop";
import { type LabProcess } from "../state";
import { type FunctionFault, type InvokeMessage, type RuntimeMessage } from "./messages";

/** Longest initialisation (Lambda Developer Guide, "Understanding the execution environment lifecycle"). */
const INIT_SECONDS = 10;

export interface InvocationResult {
  /** JSON text: the function's answer, or its error. */
  readonly payload: string;
  /** What Lambda answers in `X-Amz-Function-Error`; null: none. */
  readonly functionError: "Unhandled" | null;
}

export const faultResult = (fault: FunctionFault): InvocationResult => ({
  payload: JSON.stringify(fault),
  functionError: "Unhandled",
});

/**
 * An execution environment: one process that runs one invocation at a time and is frozen between two, as Lambda does it:
 * its timers and connections rest too.
 */
export class Environment {
  private hasEnded = false;
  private receive: ((message: RuntimeMessage | "ended") => void) | null = null;

  private constructor(
    private readonly directory: string,
    private readonly record: LabProcess,
    private readonly child: ChildProcess,
  ) {
    child.on("message", (message) => this.receive?.(message as RuntimeMessage));
    child.on("exit", () => {
      this.hasEnded = true;
      this.receive?.("ended");
    });
    // A message to one that has just ended fails; "exit" tells.
    child.on("error", () => undefined);
  }

  /**
   * Starts one and initialises it.
   * @returns the environment, or what Lambda answers when the initialisation fails
   */
  static async start(options: Omit<StartOptions, "channel">): Promise<Environment | InvocationResult> {
    const { record, child } = await startProcess({ ...options, channel: true });
    const environment = new Environment(options.directory, record, child);
    const message = await environment.next(INIT_SECONDS * 1000);
    if (message !== "ended" && message !== "late" && message.type === "ready") return environment;
    await environment.end();
    if (message === "ended") return faultResult(exitFault("the initialisation"));
    if (message === "late") {
      return faultResult({
        errorType: "Sandbox.Timedout",
        errorMessage: `Initialisation timed out after ${INIT_SECONDS} seconds`,
      });
    }
    return faultResult(message.type === "init-error" ? message.error : exitFault("the initialisation"));
  }

  /** Runs one invocation. An environment that has died or run into its time-out is of no more use: `isUsable`. */
  async invoke(requestId: string, payload: string, timeoutSeconds: number): Promise<InvocationResult> {
    thawProcess(this.directory, this.record);
    const message: InvokeMessage = {
      type: "invoke",
      requestId,
      payload,
      deadlineMs: Date.now() + timeoutSeconds * 1000,
    };
    if (this.isUsable()) this.child.send(message);
    const answer = await this.next(timeoutSeconds * 1000);
    if (answer === "late") {
      await this.end();
      return faultResult({
        errorType: "Sandbox.Timedout",
        errorMessage: `${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
      });
    }
    if (answer === "ended") return faultResult(exitFault(requestId));
    await freezeProcess(this.directory, this.record);
    if (answer.type === "result") return { payload: answer.payload, functionError: null };
    return faultResult(answer.type === "error" ? answer.error : exitFault(requestId));
  }

  isUsable(): boolean {
    return !this.hasEnded;
  }

  /** Ends the process at once, as Lambda does: the code is not asked. */
  async end(): Promise<void> {
    await stopProcess(this.directory, this.record, { graceSeconds: 0 });
  }

  /** The next message, or that the process ended, or that neither came in time. */
  private next(waitMs: number): Promise<RuntimeMessage | "ended" | "late"> {
    if (this.hasEnded) return Promise.resolve("ended");
    return new Promise((done) => {
      const settle = (message: RuntimeMessage | "ended" | "late") => {
        clearTimeout(timer);
        this.receive = null;
        done(message);
      };
      const timer = setTimeout(() => {
        settle("late");
      }, waitMs);
      this.receive = settle;
    });
  }
}

const exitFault = (during: string): FunctionFault => ({
  errorType: "Runtime.ExitError",
  errorMessage: `${during}: Runtime exited before it answered`,
});
