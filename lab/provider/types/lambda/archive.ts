import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { block, text } from "../../properties";
import { type Props } from "../../values";

/**
 * The time that every entry of a zip gets: the first that the format can hold (1980-01-01), so that equal content makes
 * equal bytes, and the hash that Lambda reports stays the same.
 */
const entryTime = new Date(1980, 0, 1);

type Files = Record<string, Uint8Array>;

/** A function's code as Lambda takes it. @throws when the archive is of a kind that the lab cannot read. */
export function zipOf(archive: Props): Uint8Array {
  const path = text(archive, "path");
  if (path !== undefined && statSync(path).isFile()) return readFileSync(path);
  return zipSync(filesOf(archive), { level: 6, mtime: entryTime });
}

/** Every file of an archive or asset, by its path in the zip. */
function filesOf(archive: Props): Files {
  const assets = block(archive, "assets");
  if (assets !== undefined)
    return Object.assign(
      {},
      ...Object.keys(assets).map((name) => placed(name, block(assets, name) ?? {})),
    ) as Files;
  const path = text(archive, "path");
  if (path === undefined) throw new Error(`Code must be files of this machine; got ${kindOf(archive)}.`);
  return filesBelow(path);
}

/** One entry of an archive: a text, a file, or an archive of its own. */
function placed(name: string, asset: Props): Files {
  const content = text(asset, "text");
  if (content !== undefined) return { [name]: Buffer.from(content) };
  const path = text(asset, "path");
  if (path !== undefined && statSync(path).isFile()) return { [name]: readFileSync(path) };
  return Object.fromEntries(Object.entries(filesOf(asset)).map(([file, bytes]) => [join(name, file), bytes]));
}

function filesBelow(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length).replace(/^\/+/, ""), readFileSync(path)]),
  );
}

const kindOf = (archive: Props): string =>
  text(archive, "uri") === undefined ? "an empty archive" : `a remote one, ${text(archive, "uri") ?? ""}`;
