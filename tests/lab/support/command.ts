import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { projectRoot } from "../../../lab/toolchain";
import { readProcessTable, readStartVariable } from "../../../lab/processes/stat";
import { eventually } from "../temporaryLab";

/** Stands in the environment of a command, and so of whatever it starts and does not hand over to the lab. */
const markVariable = "OVERFLOW_TEST_COMMAND";

/** A user's real credentials: no command in the lab may use them or write them down. */
export const foreignKey = { id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY" };

export interface Ended {
  /** Null: killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** The lab's folder. */
  readonly lab: string;
  /** The project whose command it is. @default this one */
  readonly project?: string | undefined;
}

/** `node cli/overflow.js …`, as a user runs it: from the project's folder, in a process group of its own as from a terminal. */
export class Command {
  private readonly mark = randomUUID();
  private readonly child: ChildProcess;
  private stdout = "";
  private stderr = "";
  readonly ended: Promise<Ended>;

  constructor(args: readonly string[], { lab, project = projectRoot }: CommandOptions) {
    this.child = spawn(process.execPath, [join(project, "cli", "overflow.js"), ...args], {
      cwd: project,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        OVERFLOW_LAB: lab,
        AWS_ACCESS_KEY_ID: foreignKey.id,
        AWS_SECRET_ACCESS_KEY: foreignKey.secret,
        [markVariable]: this.mark,
      },
    });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve, reject) => {
      this.child.on("error", reject);
      this.child.on("close", (code) => {
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** Waits for words of the command. @throws Error with all of them if it ends without these */
  async says(pattern: RegExp): Promise<void> {
    let hasEnded = false;
    void this.ended.finally(() => (hasEnded = true));
    await eventually(() => pattern.test(this.stderr) || hasEnded);
    if (!pattern.test(this.stderr)) throw new Error(`Ended without ${String(pattern)}:\n${this.stderr}`);
  }

  /** Ctrl-C in a terminal: the whole foreground group gets it. */
  interrupt(): Promise<Ended> {
    return this.signal("SIGINT", -1);
  }

  /** The command's own process is killed, and nobody else. */
  kill(): Promise<Ended> {
    return this.signal("SIGKILL", 1);
  }

  private signal(signal: NodeJS.Signals, side: 1 | -1): Promise<Ended> {
    const { pid } = this.child;
    if (pid === undefined) throw new Error("The command did not start.");
    process.kill(side * pid, signal);
    return this.ended;
  }

  /** Processes that it started, of those that still run. */
  remains(): readonly number[] {
    return readProcessTable()
      .map(({ pid }) => pid)
      .filter((pid) => readStartVariable(pid, markVariable) === this.mark);
  }

  /** Ends whatever is left of it. */
  async end(): Promise<void> {
    for (const pid of this.remains()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended meanwhile.
      }
    }
    await eventually(() => this.remains().length === 0);
  }
}
