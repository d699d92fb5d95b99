import { spawnSync } from "node:child_process";
import { administratorOf } from "../../../lab/master/administrator";
import { type MasterClient } from "../../../lab/master/client";
import { type LabState } from "../../../lab/state";
import { projectRoot } from "../../../lab/toolchain";
import { masterView, type MasterView } from "../../../tour/masterView";
import { type Leftover } from "../../../operations/leftovers";
import { getJson } from "../labSupport";
import { makeLabDirectory, removeLabDirectory } from "../temporaryLab";
import { Command, type Ended } from "./command";

/** One line of the emulator's log. */
export interface Call {
  readonly sequence: number;
  readonly action: string;
  readonly caller: string;
  readonly service: string;
  readonly error: string | null;
}

export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly stopMode: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** A lab in a folder of its own, driven by the command as a user drives it. */
export class TestLab {
  /** All that commands printed. */
  transcript = "";
  private readonly commands: Command[] = [];
  private up: LabState | null = null;

  private constructor(
    readonly directory: string,
    private readonly project: string,
  ) {}

  /** An empty folder for a lab. */
  static async create(project: string = projectRoot): Promise<TestLab> {
    return new TestLab(await makeLabDirectory(), project);
  }

  /** Ends what runs of it and of its commands, in whatever state, and removes the folder. */
  async remove(): Promise<void> {
    for (const command of this.commands) await command.end();
    await removeLabDirectory(this.directory);
  }

  get state(): LabState {
    if (this.up === null) throw new Error("The lab is not up.");
    return this.up;
  }

  get master(): MasterClient {
    return administratorOf(this.state);
  }

  get view(): MasterView {
    return masterView(this.master);
  }

  start(...args: string[]): Command {
    const command = new Command(args, { lab: this.directory, project: this.project });
    this.commands.push(command);
    return command;
  }

  async run(...args: string[]): Promise<Ended> {
    const ended = await this.start(...args).ended;
    this.transcript += ended.stdout + ended.stderr;
    return ended;
  }

  /** Runs a command that must succeed. @throws Error with its words if it does not */
  async ok(...args: string[]): Promise<Ended> {
    const ended = await this.run(...args);
    if (ended.code !== 0) throw new Error(`overflow ${args.join(" ")}: ${ended.code}\n${ended.stderr}`);
    return ended;
  }

  async json<T>(...args: string[]): Promise<T> {
    return JSON.parse((await this.ok(...args, "--json")).stdout) as T;
  }

  async bringUp(): Promise<string> {
    const { outcome, ...state } = await this.json<LabState & { outcome: string }>("lab", "up");
    this.up = state;
    return outcome;
  }

  calls(after = 0): Promise<readonly Call[]> {
    return getJson(this.state.ports.emulator, `/lab/calls?after=${after}`);
  }

  leftovers(): Promise<readonly Leftover[]> {
    return getJson(this.state.ports.emulator, "/lab/leftovers");
  }

  /** VMs that the scaler made, and that there still are; mirrors are not among them. */
  async instances(): Promise<readonly Instance[]> {
    const answer = await getJson<{ instances: Instance[] }>(this.state.ports.emulator, "/lab/instances");
    return answer.instances.filter(
      ({ state, tags }) => state !== "terminated" && tags["overflow:managed-by"] === "scaler",
    );
  }

  /** Plain `pulumi`, found and told by the variables of `lab env`. */
  async pulumi(...args: string[]): Promise<Ended> {
    const { set, unset } = await this.json<{ set: Record<string, string>; unset: string[] }>("lab", "env");
    const kept = Object.entries(process.env).filter(([name]) => !unset.includes(name));
    const { status, stdout, stderr } = spawnSync("pulumi", args, {
      cwd: this.project,
      env: { ...Object.fromEntries(kept), ...set },
      encoding: "utf8",
    });
    this.transcript += stdout + stderr;
    return { code: status, stdout, stderr };
  }
}
