import { createHash } from "node:crypto";
import { workerNames } from "../names";
import { type PoolsFile } from "../outputs";
import { type Settings } from "../settings/schema";

/** The pools file for the build master. Pure. */
export function renderPoolsFile({ environment, pools }: Pick<Settings, "environment" | "pools">): PoolsFile {
  const content = {
    schema: 1,
    environment,
    pools: Object.entries(pools).map(([name, pool]) => ({
      name,
      platform: pool.platform,
      trust: pool.trust,
      builders: pool.builders,
      workers: workerNames(name, pool),
    })),
  } as const;
  return { ...content, version: versionOf(content) };
}

/** Version of a pools file: digest of the canonical JSON of all other fields. Both ends compute it. */
export function versionOf(content: Omit<PoolsFile, "version">): string {
  return `sha256:${createHash("sha256").update(canonicalJson(content)).digest("hex")}`;
}

/** JSON with sorted keys and no spaces: one text for one value. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
}
