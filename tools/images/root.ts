import { execFile, spawn } from "node:child_process";
import { cp, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a service of systemd has, and the folders of root's own programs. */
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const suite = "bookworm";
const mostOutputBytes = 64 * 1024 * 1024;

/** A command inside a root folder that failed; `output` is what it printed. */
export class InsideError extends Error {
  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
  }
}

/** Makes a minimal Debian in the folder. Needs root and debootstrap; `archive` undefined: debootstrap's own. */
export async function makeBase(folder: string, archive: string | undefined): Promise<void> {
  const from = archive === undefined ? [] : [archive];
  await run("debootstrap", ["--variant=minbase", suite, folder, ...from], { maxBuffer: mostOutputBytes });
  // Services of packages are not started in a folder. Source: invoke-rc.d(8).
  await writeFile(join(folder, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
}

/** A copy of the base with the recipes in it, ready to be provisioned as the machine that builds an image is. */
export async function copyBase(base: string, folder: string, images: string): Promise<void> {
  await run("cp", ["--archive", "--reflink=auto", base, folder]);
  await cp(images, join(folder, "tmp/overflow/images"), { recursive: true });
  await copyFile("/etc/resolv.conf", join(folder, "etc/resolv.conf"));
}

/** What this machine's pip needs to reach its package index, pip in the folder needs, too: settings and authorities. */
export async function pipEnvironment(folder: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const settings = Object.entries(env).filter(
    ([name, value]) => /^(PIP_(?!FIND_LINKS)|https?_proxy$|no_proxy$)/i.test(name) && value !== undefined,
  );
  const inside: string[] = [];
  for (const [name, value = ""] of settings) {
    if (name !== "PIP_CERT") {
      inside.push(`${name}=${value}`);
      continue;
    }
    const file = join("/tmp/overflow", basename(value));
    await copyFile(value, join(folder, file));
    inside.push(`PIP_CERT=${file}`);
  }
  return inside;
}

/**
 * Runs a command inside the folder as root, in namespaces of its own: what it mounts and starts ends with it.
 * @param network `none`: no interface but an own loopback; `host`: the machine's
 * @throws InsideError when it fails
 */
export async function enter(
  folder: string,
  network: "host" | "none",
  environment: readonly string[],
  command: readonly string[],
): Promise<string> {
  const namespaces = ["--mount", "--pid", "--fork", "--kill-child", ...(network === "none" ? ["--net"] : [])];
  const script = 'mount -t proc proc "$0/proc"; mount --rbind /dev "$0/dev"; exec chroot "$0" "$@"';
  const inside = ["/usr/bin/env", "-i", `PATH=${path}`, ...environment, ...command];
  const child = spawn("unshare", [...namespaces, "sh", "-euc", script, folder, ...inside], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    throw new InsideError(`${command.slice(0, 3).join(" ")}: exit ${code ?? "by a signal"}`, output);
  }
  return output;
}

/** Bytes that the folder takes. */
export async function sizeBytes(folder: string): Promise<number> {
  const { stdout } = await run("du", ["--summarize", "--bytes", "--one-file-system", folder]);
  return Number(stdout.split("\t")[0]);
}

/** Removes a root folder. Nothing is mounted in it: namespaces took their mounts along. */
export async function removeRoot(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Puts the checks that run inside, and what they are given, into the folder. */
export async function putChecks(folder: string, checks: string, given: unknown): Promise<string> {
  const inside = "/tmp/overflow/checks";
  await mkdir(join(folder, inside), { recursive: true });
  await cp(checks, join(folder, inside), { recursive: true });
  await writeFile(join(folder, inside, "given.json"), JSON.stringify(given));
  return inside;
}
