import { basename, resolve } from "node:path";
import { hashOf } from "../../policy/evidence/canonical";
import { type RunFacts } from "../../policy/evidence/evidence";
import { factsOfDescribe } from "../../policy/sources/describe/describe";
import { type DescribeFile, nameOf } from "../../policy/sources/describe/file";
import { readDescribeFolder } from "../describe/folder";
import { type ProofInput, reading } from "./input";

/**
 * A folder of answers of AWS, as `overflow describe` or the AWS CLI writes it.
 * @throws UnusableInput if there is no folder, no answer in it, or one that is broken
 */
export function readDescribeInput(folder: string): ProofInput {
  const files = reading(folder, () => readDescribeFolder(folder));
  return answersInput(files, "describe", basename(resolve(folder)));
}

/** Answers of AWS, however they came here. @throws UnusableInput */
export function answersInput(
  files: readonly DescribeFile[],
  kind: RunFacts["input"]["kind"],
  name: string,
): ProofInput {
  const { stack, missing } = factsOfDescribe(files);
  const answers = files.map((file) => [nameOf(file), hashOf(file.answer)] as const);
  return {
    stack,
    input: {
      ...{ kind, name },
      sha256: hashOf(answers.map((answer) => answer.join(" ")).sort()),
      resources: stack.resources.length,
    },
    missing: missing.map(({ resource, property, why, settle, neededFor, opensTo, named }) => ({
      ...{ resource, why, settle, need: neededFor },
      ...(property !== undefined && { property }),
      ...(opensTo !== undefined && { opensTo }),
      ...(named !== undefined && { named }),
    })),
    positions: new Map(),
  };
}
