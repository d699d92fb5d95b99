import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "@pulumi/aws/package.json";

const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;

/**
 * Puts `pulumi-resource-aws` where the engine looks for it, so that `Pulumi.yaml` needs no `plugins:` section.
 * @param pulumiHome the lab's own PULUMI_HOME
 * @param bundlePath the provider's program, `dist/provider/index.js`
 * @param nodePath the `node` that runs it
 * @returns the plugin's folder
 */
export function installProvider(pulumiHome: string, bundlePath: string, nodePath: string): string {
  const folder = join(pulumiHome, "plugins", `resource-aws-v${version}`);
  const executable = join(folder, "pulumi-resource-aws");
  const script = `#!/bin/sh\nexec ${quoted(nodePath)} ${quoted(bundlePath)} "$@"\n`;
  mkdirSync(folder, { recursive: true });
  if (read(executable) === script) return folder;
  // Renamed into place: an engine that starts meanwhile sees the old program or the new one, never half of it.
  const draft = `${executable}.${process.pid}`;
  writeFileSync(draft, script);
  chmodSync(draft, 0o755);
  renameSync(draft, executable);
  return folder;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
