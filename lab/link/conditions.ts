/**
 * What the path between a machine and the build network does.
 * - `open`: carries.
 * - `cut`: every connection is reset on both sides, new ones too.
 * - `black-hole`: nothing gets through, in either direction, and nobody is told: connections stay open. What was sent
 *   meanwhile arrives once the path is open again, as TCP sends again what was not acknowledged.
 */
export type LinkMode = "open" | "cut" | "black-hole";

const LINK_MODES: readonly LinkMode[] = ["open", "cut", "black-hole"];

/** Longest delay one can ask for, milliseconds: beyond, Buildbot's own time-outs are what one would see. */
const MAX_DELAY_MS = 60_000;

/** Whose path a command changes: one machine's by instance id, the functions', or all there are and will be. */
export const ALL = "*";
export const FUNCTIONS = "functions";

export interface LinkCommand {
  readonly machine: string;
  readonly mode: LinkMode;
  /** One way, for each piece of data. */
  readonly delayMs: number;
}

/** Checks the body of `POST /link`. @throws Error that names the field, what it got and what is allowed */
export function parseLinkCommand(value: unknown): LinkCommand {
  if (typeof value !== "object" || value === null) {
    throw new Error(`Expected {"machine", "mode", "delayMs"?}, got ${JSON.stringify(value)}.`);
  }
  const { machine, mode, delayMs = 0 } = value as Record<string, unknown>;
  if (typeof machine !== "string" || machine === "") {
    throw new Error(
      `"machine" must be an instance id, "${FUNCTIONS}" or "${ALL}", got ${JSON.stringify(machine)}.`,
    );
  }
  const known = LINK_MODES.find((each) => each === mode);
  if (known === undefined) {
    throw new Error(`"mode" must be one of ${LINK_MODES.join(", ")}, got ${JSON.stringify(mode)}.`);
  }
  if (typeof delayMs !== "number" || !(delayMs >= 0 && delayMs <= MAX_DELAY_MS)) {
    throw new Error(
      `"delayMs" must be a number from 0 to ${MAX_DELAY_MS} (milliseconds), got ${JSON.stringify(delayMs)}.`,
    );
  }
  return { machine, mode: known, delayMs };
}
