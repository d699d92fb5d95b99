import { join } from "node:path";

/** Everything that lies in a lab's folder. `processes` and `logs` are named by lab/processes. */
export interface LabLayout {
  /** What the lab remembers: `LabState`. */
  readonly state: string;
  /** Held while the lab is brought up or down. */
  readonly lock: string;
  /** Names the process that the lab must not outlive (owner.ts). */
  readonly owner: string;
  readonly logs: string;
  readonly processes: string;
  readonly emulator: string;
  /** One JSON line for each AWS call. */
  readonly callLog: string;
  /** Build master and in-house workers. */
  readonly buildNetwork: string;
  /** Pools and credentials files for the build master. */
  readonly pools: string;
  readonly machines: string;
  readonly functions: string;
  /** The Pulumi CLI with the language host beside it; first on PATH. */
  readonly bin: string;
  readonly pulumiHome: string;
  /** Pulumi's state, as `file://`. */
  readonly backend: string;
  readonly passphrase: string;
  /** Copies of the settings of AWS environments that run here. */
  readonly settings: string;
}

export function layoutOf(directory: string): LabLayout {
  const at = (name: string) => join(directory, name);
  return {
    state: at("lab.json"),
    lock: at("lock"),
    owner: at("owner"),
    logs: at("logs"),
    processes: at("processes"),
    emulator: at("emulator"),
    callLog: join(directory, "logs", "calls.jsonl"),
    buildNetwork: at("build-network"),
    pools: at("pools"),
    machines: at("machines"),
    functions: at("functions"),
    bin: at("bin"),
    pulumiHome: at("pulumi-home"),
    backend: at("backend"),
    passphrase: at("passphrase"),
    settings: at("settings"),
  };
}

/** What `lab down` leaves in the folder: what went wrong can still be read. */
export const keptAfterDown = (layout: LabLayout): readonly string[] => [layout.logs, layout.lock];
