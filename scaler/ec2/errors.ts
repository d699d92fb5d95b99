import { errorClass } from "../decide/bars";
import { messageOf } from "../log";
import { type Clock, FleetError } from "../ports";

/** The SDK's errors carry EC2's code in `name`, older shapes in `Code` (AWS SDK for JavaScript v3: error handling). */
export function toFleetError(error: unknown): FleetError {
  if (error instanceof FleetError) return error;
  return new FleetError(codeOf(error), messageOf(error), { cause: error });
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "Unknown";
  if ("Code" in error && typeof error.Code === "string") return error.Code;
  if (error instanceof Error && "$metadata" in error && error.name !== "Error") return error.name;
  return "Unknown";
}

/** Waits before the tries after a throttled one, milliseconds. The StartInstances bucket refills by two a second. EC2 "Request throttling". */
const THROTTLE_WAITS_MS = [300, 700];

/**
 * Repeats a call that was throttled, twice at most and for a second in all: the tick must end. Every other refusal is an answer, a lack
 * of capacity above all, and goes back at once.
 *
 * @throws FleetError
 */
export async function patiently<T>(call: () => Promise<T>, clock: Clock): Promise<T> {
  for (const waitMs of [...THROTTLE_WAITS_MS, null]) {
    try {
      return await call();
    } catch (error) {
      const fleetError = toFleetError(error);
      if (waitMs === null || errorClass(fleetError.code) !== "throttle") throw fleetError;
      await clock.sleep(waitMs);
    }
  }
  throw new FleetError("Unknown", "no try was made");
}
