import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DescribeFile, nameOf } from "../../policy/sources/describe/file";
import { UnusableInput } from "../../policy/sources/unusableInput";
import { writeWhole } from "../writeWhole";

/** `eu-central-1`, `us-gov-west-1`. Source: AWS, "Regions and Availability Zones". */
const regionName = /^[a-z]{2,3}(-[a-z]+)+-\d+$/;

/**
 * The answers of a folder: `*.json` in it, below `<region>/`, or below `<account>/` and `<account>/<region>/`. Empty files are left out: a
 * command that failed wrote them, and what they lack is missing.
 * @throws UnusableInput if there is no such folder, it holds no answers, or one is no JSON
 */
export function readDescribeFolder(folder: string): readonly DescribeFile[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UnusableInput(`There is no folder ${folder}.`);
  const files = namesIn(folder).flatMap(({ name, isFolder }): readonly DescribeFile[] => {
    if (!isFolder) return readFile(folder, name, {});
    if (regionName.test(name)) return readFiles(join(folder, name), { region: name });
    return [
      ...readFiles(join(folder, name), { account: name }),
      ...namesIn(join(folder, name))
        .filter((inner) => inner.isFolder)
        .flatMap((inner) => readFiles(join(folder, name, inner.name), { account: name, region: inner.name })),
    ];
  });
  if (files.length === 0) {
    throw new UnusableInput(
      `${folder} holds no answers of AWS. Fill it with: overflow describe --out ${folder}`,
    );
  }
  return files;
}

/** Writes answers as a folder that `readDescribeFolder` reads, readable by its owner only: a network's plan is nobody else's. */
export function writeDescribeFolder(folder: string, files: readonly DescribeFile[]): void {
  for (const file of files) {
    const name = nameOf(file);
    mkdirSync(join(folder, ...name.split("/").slice(0, -1)), { recursive: true, mode: 0o700 });
    writeWhole(join(folder, name), `${JSON.stringify(file.answer, null, 2)}\n`, 0o600);
  }
}

type Place = Pick<DescribeFile, "account" | "region">;

function namesIn(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readFiles(folder: string, place: Place): readonly DescribeFile[] {
  return namesIn(folder).flatMap(({ name, isFolder }) => (isFolder ? [] : readFile(folder, name, place)));
}

function readFile(folder: string, name: string, place: Place): readonly DescribeFile[] {
  if (!name.endsWith(".json")) return [];
  const text = readFileSync(join(folder, name), "utf8");
  if (text.trim() === "") return [];
  const stem = name.slice(0, -".json".length);
  const dot = stem.indexOf(".");
  const command = dot === -1 ? stem : stem.slice(0, dot);
  const id = dot === -1 ? {} : { id: stem.slice(dot + 1) };
  try {
    return [{ ...place, command, ...id, answer: JSON.parse(text) as unknown }];
  } catch {
    throw new UnusableInput(`${join(folder, name)} is no JSON: it may be cut short.`);
  }
}
