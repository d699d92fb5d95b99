import { type RuleOptions } from "../../infra/settings/ruleOptions";
import { type RunFacts } from "../../policy/evidence/evidence";
import { type StackFacts } from "../../policy/facts/resource";
import { type Missing } from "../../policy/network/network";
import { type BuildNetwork } from "../../policy/proof/contract";
import { type MissingAnswer, type NeededFor } from "../../policy/sources/describe/missing";
import { UnusableInput } from "../../policy/sources/unusableInput";

/** What is to be judged, wherever it comes from. */
export interface ProofInput {
  readonly stack: StackFacts;
  readonly input: RunFacts["input"];
  /** What the input should have and has not. */
  readonly missing: readonly InputMissing[];
  readonly positions: RunFacts["positions"];
  /** As the input itself declares it; undefined: by its own VPN routes. */
  readonly buildNetwork?: BuildNetwork;
  /** Options of rules, as the environment's settings give them. */
  readonly ruleOptions?: RuleOptions;
  /** VPCs that are judged if nobody says which; left out: all. */
  readonly vpcs?: readonly string[];
}

export interface InputMissing extends Missing {
  readonly need: NeededFor;
  readonly opensTo?: MissingAnswer["opensTo"];
  readonly named?: readonly string[];
}

/** Runs a reader of somebody's file. @throws UnusableInput, in place of what the file system says */
export function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new UnusableInput(`${what} is not there.`);
    if (code === "EISDIR") throw new UnusableInput(`${what} is a folder, not a file.`);
    if (code === "ENOTDIR") throw new UnusableInput(`${what} is not a folder.`);
    if (code === "EACCES" || code === "EPERM") throw new UnusableInput(`${what} may not be read.`);
    throw error;
  }
}
