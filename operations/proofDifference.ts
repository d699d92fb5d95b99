import { type Evidence } from "../policy/evidence/evidence";
import { missingWords } from "../policy/evidence/words";
import { difference } from "../policy/proof/difference";
import { type ReachedPair } from "../policy/proof/verdict";
import { type ProofInput } from "./proof/input";
import { proveInput, type ProveOptions } from "./prove";

export interface InputDifference {
  /** What can pass in the second and not in the first. */
  readonly opened: readonly ReachedPair[];
  /** What can pass in the first and not in the second. */
  readonly closed: readonly ReachedPair[];
  /** Facts that are missing: with them there may be more. */
  readonly unsure: readonly string[];
}

/**
 * What can pass in one input and not in another: between which zones, on which protocols and ports.
 * @param withAddresses true: to which addresses, too; environments have blocks of their own
 * @throws UnusableInput
 */
export function differenceOf(
  before: ProofInput,
  after: ProofInput,
  options: ProveOptions,
  withAddresses: boolean,
): InputDifference {
  const [first, second] = [proveInput(before, options), proveInput(after, options)];
  const pairs = ({ pairs: all }: Evidence) => all.map((pair) => (withAddresses ? pair : anywhere(pair)));
  const { opened, closed } = difference(pairs(first), pairs(second));
  const unsure = [first, second].flatMap(({ input, missing }) =>
    missing
      .filter(({ neededBy }) => neededBy === "input" || neededBy === "packets")
      .map((fact) => `${input.name}: ${missingWords(fact)}`),
  );
  return { opened: opened.map(plain), closed: closed.map(plain), unsure };
}

function anywhere({ from, to, packets }: ReachedPair): ReachedPair {
  return { from, to, packets: packets.map(({ destination: _destination, ...packet }) => packet) };
}

function plain({ from, to, packets }: ReachedPair): ReachedPair {
  return { from, to, packets };
}
