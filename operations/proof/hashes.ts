import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** SHA-256 of some bytes, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** One hash of named contents; the order in which they come does not matter. */
export function hashOfContents(
  contents: Iterable<readonly [name: string, content: string | Uint8Array]>,
): string {
  const lines = [...contents].map(([name, content]) => `${sha256(content)}  ${name}\n`).sort();
  return sha256(lines.join(""));
}

/** One hash of all source files below some folders or files of the project. */
export function hashOfSources(root: string, places: readonly string[]): string {
  const files = places.flatMap((place) => filesBelow(join(root, place)));
  const sources = files.filter((file) => /\.(ts|js|json|yaml)$/.test(file));
  return hashOfContents(
    sources.map((file) => [relative(root, file).split(sep).join("/"), readFileSync(file)] as const),
  );
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const inner = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(inner) : [inner];
  });
}
