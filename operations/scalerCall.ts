import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { messageOf } from "../scaler/log";
import { type ClientConfig } from "./clients";

/** The scaler's function did not do what it was asked: it is not there, cannot run, or said no. */
export class ScalerCallFailed extends Error {
  override readonly name = "ScalerCallFailed";
}

/** Asks the scaler's function for something. */
export type CallScaler = (event: object, signal?: AbortSignal) => Promise<unknown>;

/** Starts a run of the scaler at once, which the schedule would within a minute. Nobody waits for it. */
export async function wakeScaler(config: ClientConfig, functionName: string): Promise<void> {
  const client = new LambdaClient({ ...config, maxAttempts: MAX_ATTEMPTS });
  try {
    const command = new InvokeCommand({
      FunctionName: functionName,
      InvocationType: "Event",
      Payload: Buffer.from("{}"),
    });
    await client.send(command);
  } catch {
    // The schedule does it.
  } finally {
    client.destroy();
  }
}

/** At most two runs of the function at once: a third call is refused until one of them has handed over, within seconds. */
const MAX_ATTEMPTS = 6;

/** @throws ScalerCallFailed with the function's own words */
export function scalerCaller(config: ClientConfig, functionName: string): CallScaler {
  return async (event, signal) => {
    const client = new LambdaClient({ ...config, maxAttempts: MAX_ATTEMPTS });
    try {
      const command = new InvokeCommand({
        FunctionName: functionName,
        Payload: Buffer.from(JSON.stringify(event)),
      });
      const answer = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
      const text = Buffer.from(answer.Payload ?? []).toString("utf8");
      if (answer.FunctionError !== undefined) throw new ScalerCallFailed(wordsOf(text));
      return text === "" ? null : (JSON.parse(text) as unknown);
    } catch (error) {
      if (error instanceof ScalerCallFailed) throw error;
      throw new ScalerCallFailed(messageOf(error), { cause: error });
    } finally {
      client.destroy();
    }
  };
}

/** A failed function answers `{"errorType","errorMessage","trace"}` (Lambda guide, "Node.js function errors"). */
export function wordsOf(payload: string): string {
  try {
    const { errorMessage } = JSON.parse(payload) as { readonly errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : payload;
  } catch {
    return payload;
  }
}
