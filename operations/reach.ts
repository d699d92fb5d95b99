import { declaredBuildNetwork } from "../policy/judgement/declaredBuildNetwork";
import { buildNetwork } from "../policy/network/build/build";
import { answer, type Answer, type Question } from "../policy/proof/answer";
import { type ProofInput } from "./proof/input";
import { checkVpcs, type ProveOptions } from "./prove";

/** Answers a question of an input. Touches nothing. @throws UnusableInput */
export function reachInput(
  input: ProofInput,
  question: Question,
  options: Pick<ProveOptions, "buildNetwork" | "vpcs">,
): Answer {
  const { stack } = input;
  const vpcs = options.vpcs ?? input.vpcs;
  checkVpcs(input, vpcs);
  const home = options.buildNetwork ?? input.buildNetwork ?? declaredBuildNetwork(stack);
  const built = buildNetwork(stack, {
    buildNetwork: home,
    ...(vpcs !== undefined && { vpcs }),
  });
  const found = answer(question, { stack, ...built });
  if (found.verdict === "undetermined") return found;
  // What was not asked of AWS may open a way; some of it may close one, too.
  const gap = input.missing.find(
    ({ need }) => need === "reach" || (need === "unreachable" && found.verdict === "unreachable"),
  );
  return gap === undefined ? found : { ...found, verdict: "undetermined", missing: gap };
}
