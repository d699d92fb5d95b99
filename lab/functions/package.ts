import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { unzipSync } from "fflate";

/**
 * Unpacks a deployment package into a folder; one that is there already is left as it is. The folder comes whole or not at all.
 * @returns the folder
 * @throws Error if the zip is damaged or has a file outside of the folder
 */
export async function unpack(zip: Uint8Array, directory: string): Promise<string> {
  if (existsSync(directory)) return directory;
  const draft = `${directory}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const path = join(draft, name);
    if (relative(draft, path).startsWith(".."))
      throw new Error(`The package has a file outside of itself: ${name}.`);
    if (name.endsWith("/")) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  await rename(draft, directory);
  return directory;
}
