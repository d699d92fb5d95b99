import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { factsOfDescribe } from "../../policy/sources/describe/describe";
import { type DescribeFile } from "../../policy/sources/describe/file";
import { UnusableInput } from "../../policy/sources/unusableInput";
import { hashOfContents } from "./hashes";
import { type ProofInput, reading } from "./input";
import { jsonOf } from "./stateInput";

/** A file of the folder: where it lies below it, and what it holds. */
interface Found {
  readonly path: string;
  readonly text: string;
  readonly account?: string;
  readonly region?: string;
}

/**
 * A folder of answers of AWS: `describe-vpcs.json`, one per resource with its id before the ending, and below `<account>/<region>/` where there are several.
 * @throws UnusableInput if there is no folder, no answer in it, or one that is broken
 */
export function readDescribeInput(folder: string): ProofInput {
  const found = reading(folder, () => filesIn(folder));
  const files = found.map(({ path, text, account, region }): DescribeFile => {
    const [, command = "", id] = /^([^.]+)(?:\.(.+))?\.json$/.exec(basename(path)) ?? [];
    return {
      ...(account !== undefined && { account }),
      ...(region !== undefined && { region }),
      command,
      ...(id !== undefined && { id }),
      answer: jsonOf(join(folder, path), text),
    };
  });
  if (files.length === 0)
    throw new UnusableInput(`${folder} holds no answer of AWS (describe-vpcs.json, …).`);
  const { stack, missing } = factsOfDescribe(files);
  return {
    stack,
    input: {
      kind: "describe",
      name: basename(resolve(folder)),
      sha256: hashOfContents(found.map(({ path, text }) => [path, text] as const)),
      resources: stack.resources.length,
    },
    missing: missing.map(({ resource, property, why, settle, neededFor }) => ({
      ...{ resource, why, settle, need: neededFor },
      ...(property !== undefined && { property }),
    })),
    positions: new Map(),
  };
}

function filesIn(folder: string): readonly Found[] {
  const accounts = foldersOf(folder).filter((name) => /^\d{12}$/.test(name));
  return [
    ...answersOf(folder, ""),
    ...accounts.flatMap((account) => [
      ...answersOf(folder, account).map((found) => ({ ...found, account })),
      ...foldersOf(join(folder, account)).flatMap((region) =>
        answersOf(folder, `${account}/${region}`).map((found) => ({ ...found, account, region })),
      ),
    ]),
  ];
}

function answersOf(folder: string, place: string): readonly Found[] {
  const inner = join(folder, place);
  return readdirSync(inner, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".json"))
    .map(({ name }) => ({
      path: place === "" ? name : `${place}/${name}`,
      text: readFileSync(join(inner, name), "utf8"),
    }));
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}
