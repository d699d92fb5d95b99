import { isJson } from "../json";
import { UnusableInput } from "../unusableInput";
import { callOf } from "./calls";
import { type DescribeFile, nameOf } from "./file";
import { type Call, stemOf } from "./call";
import { Item } from "./item";

/** The answers of a folder by their calls, in one order whatever order the files came in. */
export class Answers {
  readonly files: readonly DescribeFile[];
  private readonly byStem = new Map<string, Item[]>();

  /** @throws UnusableInput if there are none, none is of a call that is read, or one is no answer of AWS */
  constructor(files: readonly DescribeFile[]) {
    this.files = [...files].sort((a, b) => {
      const [first, second] = [nameOf(a), nameOf(b)];
      return first < second ? -1 : first > second ? 1 : 0;
    });
    for (const file of this.files) {
      const call = callOf(file.command);
      if (call === undefined) continue;
      if (!isJson(file.answer))
        throw new UnusableInput(`${nameOf(file)} is no answer of AWS: it holds no object.`);
      const stem = stemOf(call);
      const same = this.byStem.get(stem);
      const root = new Item(file.answer, file);
      if (same === undefined) this.byStem.set(stem, [root]);
      else same.push(root);
    }
    if (this.byStem.size === 0) {
      throw new UnusableInput(
        "The folder holds no answer of AWS that is read. Fill it with: overflow describe --out FOLDER",
      );
    }
  }

  has(stem: string): boolean {
    return this.byStem.has(stem);
  }

  /** The answers of a call, each whole. */
  roots(stem: string): readonly Item[] {
    return this.byStem.get(stem) ?? [];
  }

  /** The objects of a call's list, of all its answers. */
  items(stem: string): readonly Item[] {
    const list = callOf(stem)?.list;
    return list === undefined ? [] : this.roots(stem).flatMap((root) => root.list(list));
  }

  /** The answer of a per-resource call for one resource; undefined: it is not there. */
  of(stem: string, id: string): Item | undefined {
    return this.roots(stem).find(({ file }) => file.id !== undefined && isIdOf(file.id, id));
  }
}

/**
 * True if the part of a file's name stands for an id. An ARN cannot be a file's name: it is percent-encoded there, has other characters
 * for `/` and `:`, or only its last parts.
 */
export function isIdOf(part: string, id: string): boolean {
  if (part === id) return true;
  if (!/[/:]/.test(id)) return false;
  const plain = (text: string) => decoded(text).replace(/[^A-Za-z0-9]+/g, "-");
  const [short, long] = [plain(part), plain(id)];
  return short === long || (short.length > 3 && long.endsWith(`-${short}`));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * What tells that an answer goes on elsewhere, or began there: AWS has a name of its own in each service (`NextToken`, `NextMarker`, `Marker`,
 * `ContinuationToken`, `IsTruncated`). Source: AWS CLI guide, "Pagination options"; the CLI joins all pages unless it is told not to.
 */
const more = /(?:token|marker|truncated)$|^HasMoreTargets$|^AdditionalRoutesAvailable$/i;

/** The member that says that an answer is one page of several; undefined: it is whole. */
export function leftover(root: Item): string | undefined {
  return Object.keys(root.json).find(
    (key) => more.test(key) && root.has(key) && root.json[key] !== "" && root.json[key] !== false,
  );
}

/** True if the answer lacks the list that it is about. */
export function lacksList(root: Item, { list, also = [] }: Call): boolean {
  return (list !== undefined && !root.has(list)) || also.some((name) => !root.has(name));
}
