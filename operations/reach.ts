import { type StackFacts } from "../policy/facts/resource";
import { declaredBuildNetwork } from "../policy/judgement/declaredBuildNetwork";
import { zones } from "../policy/network/build/parts";
import { buildNetwork } from "../policy/network/build/build";
import { answer, type Answer, type Question } from "../policy/proof/answer";
import { named } from "../policy/proof/names";
import { type InputMissing, type ProofInput } from "./proof/input";
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
  const view = { stack, ...built };
  const found = answer(question, view);
  if (found.verdict === "undetermined") return found;
  const sender = named(question.from, view);
  const from = sender.kind === "zones" ? sender.zones : [];
  const guesses = found.verdict === "reachable" ? idsBeyond(found, stack) : [];
  const gap = input.missing.find(
    (missing) =>
      matters(missing, found.verdict, from) ||
      (missing.need === "unreachable" &&
        missing.named?.some((prefix) => guesses.some((id) => id.startsWith(prefix))) === true),
  );
  if (gap === undefined) return found;
  const { resource, property, why, settle } = gap;
  const missing = { resource, ...(property !== undefined && { property }), why, settle };
  return { ...found, verdict: "undetermined", missing };
}

/** Ids that a way names and the input does not have: what stands for these is taken to pass everything. */
function idsBeyond({ path, returnPath = [] }: Answer, { resources }: StackFacts): readonly string[] {
  const told = [...path, ...returnPath].flatMap(
    ({ admittedBy }) => admittedBy.match(/\b[a-z]+-[0-9a-f]+\b/g) ?? [],
  );
  if (told.length === 0) return [];
  const known = new Set(
    resources.map(({ props }) => props.text("id")).map((id) => (id.state === "known" ? id.value : "")),
  );
  return told.filter((id) => !known.has(id));
}

/** What was not asked of AWS may open a way; some of it may close one, too. */
function matters(
  { need, opensTo }: InputMissing,
  verdict: Answer["verdict"],
  from: readonly string[],
): boolean {
  if (need === "reach") return true;
  if (verdict !== "unreachable") return false;
  const link: readonly string[] = [zones.buildNetwork, zones.beyondLink];
  const isFrom = from.some((zone) => (opensTo === "link" ? link.includes(zone) : zone === opensTo));
  return need === "unreachable" || isFrom;
}
