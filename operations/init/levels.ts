import { type Document, isMap, isScalar, isSeq, visit } from "yaml";
import { valueAt } from "./document";

interface Bucket {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** Trust levels of a settings file's pools. */
export function levelsOf(document: Document): readonly string[] {
  const pools = (valueAt(document, ["config", "overflow:pools"]) ?? {}) as Record<string, { trust: string }>;
  return [...new Set(Object.values(pools).map(({ trust }) => trust))];
}

/**
 * Takes out all trust levels but these, wherever they are: keys and list items of their name, their pools, and buckets that only they use.
 * @returns what is wrong with the levels, in words; null: done
 */
export function keepLevels(document: Document, kept: readonly string[]): string | null {
  const levels = levelsOf(document);
  if (kept.length === 0 || kept.some((level) => !levels.includes(level)))
    return `got '${kept.join(", ")}', allowed: one or more of ${levels.join(", ")}`;
  const goes = (level: string): boolean => levels.includes(level) && !kept.includes(level);
  const config = document.get("config");
  if (!isMap(config)) return null;
  visit(config, {
    Map(_, map) {
      map.items = map.items.filter(
        ({ key, value }) =>
          !(isScalar(key) && goes(String(key.value))) &&
          !(isMap(value) && goes(String(value.get("trust")))) &&
          !(isMap(value) && isSeq(value.get("write")) && isForsaken(value.toJSON() as Bucket, goes)),
      );
    },
    Seq(_, seq) {
      seq.items = seq.items.filter((item) => !(isScalar(item) && goes(String(item.value))));
    },
  });
  return null;
}

/** Every level that uses the bucket goes. */
function isForsaken({ read, write }: Bucket, goes: (level: string) => boolean): boolean {
  const users = [...read, ...write];
  return users.length > 0 && users.every(goes);
}
