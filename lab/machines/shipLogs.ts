import { once } from "node:events";
import { forgetProcess } from "../processes/registry";
import { startProcess } from "../processes/start";
import { stopProcess } from "../processes/stop";
import { type BootProgram } from "./image";

/** A run longer than this has gone wrong: it is ended. */
const LONGEST_MS = 20_000;

export interface ShipOptions extends BootProgram {
  /** The lab's folder. */
  readonly directory: string;
  readonly instanceId: string;
  readonly home: string;
}

/** Runs the image's log sender once. @throws Error if it fails, or does not end */
export async function shipLogs(options: ShipOptions): Promise<void> {
  const { directory, instanceId, home, command, environment } = options;
  const name = `machine-${instanceId}-logs`;
  const { child, record } = await startProcess({
    ...{ directory, name, command, environment },
    workingDirectory: home,
  });
  const limit = AbortSignal.timeout(LONGEST_MS);
  try {
    const [code] = (await once(child, "exit", { signal: limit })) as [number | null];
    forgetProcess(directory, name);
    if (code !== 0) throw new Error(`the sender ended with code ${code ?? "none"}; see ${record.log}`);
  } catch (error) {
    await stopProcess(directory, record, { graceSeconds: 0 });
    throw error;
  }
}
