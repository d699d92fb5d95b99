import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where distributions put what only root's PATH holds. */
const moreFolders = ["/usr/sbin", "/sbin", "/usr/lib/frr", "/usr/lib/ipsec"];

export function findTool(...names: readonly string[]): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...moreFolders];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** Longest that a tool may take, milliseconds: each reads one small file. */
const patienceMs = 20_000;

/** What a tool said. */
export interface Said {
  readonly ok: boolean;
  readonly text: string;
}

export function run(tool: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Said {
  const { status, stdout, stderr, error } = spawnSync(tool, [...args], {
    encoding: "utf8",
    timeout: patienceMs,
    env: { ...process.env, ...env },
  });
  if (error !== undefined) return { ok: false, text: error.message };
  return { ok: status === 0, text: `${stdout}${stderr}`.trim() };
}

/** A command in a network of its own, where it meets nobody's rules and ports. Null: this machine lets none be made. */
export function ownNetwork(): readonly string[] | null {
  const unshare = findTool("unshare");
  if (unshare === undefined) return null;
  for (const prefix of [
    [unshare, "-n"],
    [unshare, "-rn"],
  ]) {
    const [tool = "", ...args] = prefix;
    if (run(tool, [...args, "true"]).ok) return prefix;
  }
  return null;
}

/** strongSwan's daemon by itself, with a socket in `folder`; it speaks to nobody. */
export class Charon {
  private constructor(
    private readonly child: ChildProcess,
    private readonly env: NodeJS.ProcessEnv,
    private readonly socket: string,
  ) {}

  /** @throws Error with what it said, if it does not come up in 10 s */
  static async start(
    daemon: string,
    [tool, ...prefix]: readonly string[],
    settings: string,
    folder: string,
  ): Promise<Charon> {
    const socket = join(folder, "vici");
    const env = { STRONGSWAN_CONF: settings, SWANCTL_DIR: folder };
    const child = spawn(tool ?? daemon, tool === undefined ? [] : [...prefix, daemon], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const end = Date.now() + 10_000;
    while (!existsSync(socket)) {
      if (child.exitCode !== null || Date.now() > end) {
        child.kill();
        throw new Error(`${daemon} does not come up: ${said.trim()}`);
      }
      await sleep(50);
    }
    return new Charon(child, env, `unix://${socket}`);
  }

  ask(swanctl: string, ...args: readonly string[]): Said {
    return run(swanctl, [...args, "--uri", this.socket], this.env);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill();
    await gone;
  }
}

/** First line of a tool's version, for the report. */
export function versionOf(tool: string, ...args: readonly string[]): string {
  const { ok, text } = run(tool, args);
  return ok ? (text.split("\n")[0] ?? "") : "";
}
