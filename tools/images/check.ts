import { execFile } from "node:child_process";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { ensureToolchain, projectRoot } from "../../lab/toolchain";
import { findOnPath } from "../../lab/toolchain/command";
import { isAtLeast, parseVersion } from "../../lab/toolchain/version";
import { whatIsGiven } from "./given";
import {
  copyBase,
  enter,
  InsideError,
  makeBase,
  pipEnvironment,
  putChecks,
  removeRoot,
  sizeBytes,
} from "./root";

/**
 * `npm run images:check [-- --archive URL] [--image worker|mirror] [--keep]`: checks the recipes with the real tools, so far as they are
 * there, and says what was not checked. With root and debootstrap both images are built in folders, on Debian 12, and the units' own
 * commands are run in them against an instance metadata service at its own address. Nothing outside of the folders is changed.
 */
const run = promisify(execFile);
const images = join(projectRoot, "images");
const oldestPacker = [1, 9, 0] as const;
/** Amazon Linux and Ubuntu are out of reach of debootstrap on Debian, and with them the hibernation agent. */
const settings = ["OVERFLOW_HIBERNATION=none", "OVERFLOW_RECIPE=check"];

const counts = { ok: 0, failed: 0, unchecked: 0 };
function say(kind: keyof typeof counts, text: string): void {
  counts[kind] += 1;
  console.log(`${{ ok: "✓", failed: "✗", unchecked: "–" }[kind]} ${text}`);
}

async function attempt(text: string, work: () => Promise<string | undefined>): Promise<boolean> {
  try {
    const detail = await work();
    say("ok", detail === undefined ? text : `${text}: ${detail}`);
    return true;
  } catch (error) {
    const output =
      error instanceof InsideError ? error.output : ((error as { stdout?: string }).stdout ?? "");
    const lines = output.trimEnd().split("\n").slice(-15).join("\n  ");
    say("failed", `${text}: ${(error as Error).message}${lines ? `\n  ${lines}` : ""}`);
    return false;
  }
}

async function checkScripts(): Promise<void> {
  const scripts = (await readdir(images, { recursive: true }))
    .filter((file) => /\.sh$|overflow-fetch$/.test(file))
    .map((file) => join(images, file));
  if (findOnPath("shellcheck", process.env["PATH"]) === undefined) {
    say("unchecked", "the scripts by shellcheck: install shellcheck");
    return;
  }
  await attempt("shellcheck", async () => {
    await run("shellcheck", ["--shell=sh", "--external-sources", ...scripts]);
    return `${scripts.length} scripts`;
  });
}

async function checkPacker(): Promise<void> {
  if (findOnPath("packer", process.env["PATH"]) === undefined) {
    say("unchecked", "images/packer by Packer: install Packer 1.9 or newer");
    return;
  }
  const folder = join(images, "packer");
  const { stdout } = await run("packer", ["version"]);
  const version = parseVersion(stdout);
  await attempt("packer fmt -check", async () => {
    await run("packer", ["fmt", "-check", folder]);
    return undefined;
  });
  if (version === undefined || !isAtLeast(version, oldestPacker)) {
    say(
      "unchecked",
      `packer validate: needs Packer ${oldestPacker.join(".")} or newer, here is ${stdout.trim()}`,
    );
    return;
  }
  await attempt("packer validate", async () => {
    await run("packer", ["init", folder]);
    await run("packer", ["validate", "-var", "region=eu-central-1", "-var", "operator_keys=none", folder]);
    return undefined;
  });
}

/** Builds the image in a folder and runs its units' commands there. */
async function checkImage(
  image: "worker" | "mirror",
  base: string,
  folder: string,
  given: unknown,
): Promise<void> {
  const root = join(folder, image);
  const startedAtMs = Date.now();
  const built = await attempt(`${image}: built`, async () => {
    await copyBase(base, root, images);
    const environment = [
      ...(await pipEnvironment(root, process.env)),
      ...settings,
      `OVERFLOW_OPERATOR_KEYS=${await makeOperator(root)}`,
    ];
    await enter(root, "host", environment, ["sh", `/tmp/overflow/images/${image}/provision.sh`]);
    const mebibytes = Math.round((await sizeBytes(root)) / 2 ** 20);
    return `${Math.round((Date.now() - startedAtMs) / 1000)} s, ${mebibytes} MiB`;
  });
  if (!built) return;
  await checkUnits(image, root);
  const checks = await putChecks(root, join(__dirname, "inside"), given);
  const python = ["/opt/overflow/bin/python", "-B", `${checks}/${image}.py`];
  await attempt(`${image}: runs`, async () => {
    const output = await enter(root, "none", [], python);
    const lines = output.split("\n").filter((line) => line.startsWith("ok "));
    for (const line of lines) say("ok", `${image}: ${line.slice(3)}`);
    for (const [, text = ""] of output.matchAll(/^unchecked (.*)$/gm)) say("unchecked", `${image}: ${text}`);
    return `${lines.length} checks inside`;
  });
}

/** Makes the key of an operator, where this machine can. Answers the file of public keys inside, or `none`. */
async function makeOperator(root: string): Promise<string> {
  if (findOnPath("ssh-keygen", process.env["PATH"]) === undefined) return "none";
  const key = "/tmp/overflow/operator";
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(root, key)]);
  return `${key}.pub`;
}

async function checkUnits(image: string, root: string): Promise<void> {
  if (findOnPath("systemd-analyze", process.env["PATH"]) === undefined) {
    say("unchecked", `${image}: its units by systemd-analyze: install systemd`);
    return;
  }
  const folder = join(root, "etc/systemd/system");
  const units = (await readdir(folder)).filter((name) => /^overflow-.*\.(service|timer)$/.test(name));
  await attempt(`${image}: systemd-analyze verify`, async () => {
    const { stdout, stderr } = await run("systemd-analyze", [`--root=${root}`, "verify", ...units]);
    if (stdout + stderr !== "") throw new Error(stdout + stderr);
    return `${units.length} units`;
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      archive: { type: "string" },
      image: { type: "string", multiple: true, default: ["worker", "mirror"] },
      keep: { type: "boolean", default: false },
    },
  });
  await checkScripts();
  await checkPacker();
  const missing = ["debootstrap", "unshare", "chroot"].filter(
    (tool) => findOnPath(tool, process.env["PATH"]) === undefined,
  );
  if (process.getuid?.() !== 0) missing.unshift("root");
  if (missing.length > 0) {
    say("unchecked", `both images in folders: missing here: ${missing.join(", ")}`);
  } else {
    await checkImages(values.archive, values.image, values.keep);
  }
  say(
    "unchecked",
    "the worker on Amazon Linux, and its hibernation: build it (images/README.md) and let one sleep",
  );
  console.log(`${counts.ok} checked, ${counts.failed} failed, ${counts.unchecked} not checked`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

async function checkImages(
  archive: string | undefined,
  names: readonly string[],
  keep: boolean,
): Promise<void> {
  const { python } = await ensureToolchain();
  const given = await whatIsGiven(python);
  const folder = await mkdtemp(join(tmpdir(), "overflow-images-"));
  try {
    const base = join(folder, "base");
    const made = await attempt("a minimal Debian 12", async () => {
      await makeBase(base, archive);
      return undefined;
    });
    if (!made) return;
    for (const image of ["worker", "mirror"] as const)
      if (names.includes(image)) await checkImage(image, base, folder, given[image]);
  } finally {
    if (keep) console.log(`kept: ${folder}`);
    else await removeRoot(folder);
  }
}

void main().catch((error: unknown) => {
  console.error(`images:check: ${(error as Error).message}`);
  process.exitCode = 1;
});
