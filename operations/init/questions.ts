import { type Document } from "yaml";
import { type Field } from "../../infra/settings/field";
import { type Problem } from "../../infra/settings/problem";
import { settingsShape } from "../../infra/settings/schema";
import { marksOf, type Path, valueAt } from "./document";

/** One thing that is the user's to say. */
export interface Question {
  /** Name of the option that answers it, e.g. `worker-image`. */
  readonly flag: string;
  /** What is asked for, in words. */
  readonly words: string;
  /** The settings that the answer goes to. */
  readonly paths: readonly Path[];
  /** The value that stands there is an example, not a default. */
  readonly isExample: boolean;
}

/** Settings that are asked for though their value may well do. */
const chosen: readonly (Pick<Question, "flag" | "words"> & { readonly path: Path })[] = [
  { flag: "region", words: "region", path: ["config", "aws:region"] },
  { flag: "zones", words: "availability zones", path: ["config", "overflow:network", "zones"] },
  { flag: "vpc", words: "block of the VPC", path: ["config", "overflow:network", "vpc"] },
  {
    flag: "boundary",
    words: "permissions boundary (output BoundaryArn of the account's template)",
    path: ["config", "overflow:permissionsBoundary"],
  },
];

/** What the other answers depend on comes first. */
const first = ["account", "region", "zones", "build-network", "vpc", "boundary"];

/** What a template asks for: what it marks as the user's own, and the few settings that everybody chooses. */
export function questionsOf(document: Document): readonly Question[] {
  const byFlag = new Map<string, Question>();
  for (const { path, words } of marksOf(document)) {
    const flag = flagOf(words);
    const known = byFlag.get(flag);
    const paths = [...(known?.paths ?? []), path];
    byFlag.set(flag, { flag, words: known?.words ?? words.replace(/^your /, ""), paths, isExample: true });
  }
  for (const { flag, words, path } of chosen) {
    if (valueAt(document, path) !== undefined)
      byFlag.set(flag, { flag, words, paths: [path], isExample: false });
  }
  const rank = ({ flag }: Question): number => (first.includes(flag) ? first.indexOf(flag) : first.length);
  return [...byFlag.values()].sort((a, b) => rank(a) - rank(b));
}

/** `worker-image` of the mark `your worker image (images/)`. */
export function flagOf(words: string): string {
  return words
    .replace(/^your /, "")
    .replace(/\(.*\)/, "")
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
}

/** An answer as the setting takes it: a list by commas where a list stands. */
export function valueOf(answer: string, before: unknown): unknown {
  if (!Array.isArray(before)) return answer.includes("\n") ? answer : answer.trim();
  return answer
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A value as an answer. */
export function answerOf(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(", ") : String(value);
}

/** What is wrong with an answer, in words; null: nothing. */
export function answerProblem({ paths }: Question, value: unknown): string | null {
  const [path] = paths;
  const field = path === undefined ? undefined : fieldAt(path);
  if (field === undefined) return null;
  const problems: Problem[] = [];
  field.read(value, { path: "answer", file: "", problems });
  const [problem] = problems;
  return problem === undefined ? null : `got ${problem.got}, allowed: ${problem.allowed}`;
}

/** The field that reads a setting; undefined: a key that the settings do not know. */
function fieldAt(path: Path): Field<unknown> | undefined {
  const [, key, ...rest] = path;
  const top = (settingsShape as Readonly<Record<string, Field<unknown>>>)[String(key)];
  return rest.reduce<Field<unknown> | undefined>(
    (field, part) => field?.inner?.[String(part)] ?? field?.inner?.["*"],
    top,
  );
}
