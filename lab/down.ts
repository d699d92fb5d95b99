import { resolve } from "node:path";
import { readLabState, removeLab } from "./folder";
import { layoutOf } from "./layout";
import { inHouseNames } from "./master/inHouse";
import { EGRESS, ORIGINS } from "./origins/origins";
import { ownerOf } from "./owner";
import { listProcesses } from "./processes/registry";
import { stopProcess, type StopOutcome, stopUnrecorded } from "./processes/stop";
import { EMULATOR, FUNCTIONS, MACHINES, MASTER } from "./services";
import { IN_HOUSE_WORKERS } from "./status";
import { withLock } from "./toolchain/lock";

/** Its machines may need their shutdown time first; a master with a half-attached worker never ends by itself (docs/buildbot.md T2). */
const GRACE_SECONDS = 10;

/** Who is ended together. All that is not named (machines, environments of a host that was killed) comes before the last. */
const ORDER: readonly (readonly string[])[] = [
  [FUNCTIONS],
  [MACHINES],
  inHouseNames(IN_HOUSE_WORKERS),
  [MASTER],
  [ORIGINS, EGRESS],
  [EMULATOR],
];

export interface LabDownOptions {
  /** Leaves the folder as it is, processes aside. */
  readonly keep?: boolean;
  /** Only if this process still is its owner (owner.ts): nobody took it over since that one died. */
  readonly leftBy?: string;
  readonly onProgress?: (message: string) => void;
}

export interface LabDown {
  /** There was a lab in the folder, to be ended. */
  readonly existed: boolean;
  readonly ended: readonly { readonly name: string; readonly pid: number; readonly outcome: StopOutcome }[];
  /** Processes of this lab that no record told of: whoever started them was killed. */
  readonly strays: readonly number[];
}

/** Ends a lab, whole, half up or half dead, and removes what it wrote but for its logs. */
export async function labDown(directory: string, options: LabDownOptions = {}): Promise<LabDown> {
  const root = resolve(directory);
  const layout = layoutOf(root);
  const hasProcesses = listProcesses(root).length > 0;
  if (readLabState(root) === null && !hasProcesses) {
    return { existed: false, ended: [], strays: await stopUnrecorded(root) };
  }
  return withLock(
    layout.lock,
    async () => {
      if (options.leftBy !== undefined && ownerOf(root) !== options.leftBy)
        return { existed: false, ended: [], strays: [] };
      const ended = await endProcesses(root, options.onProgress);
      const strays = await stopUnrecorded(root);
      if (options.keep !== true && readLabState(root) !== null) removeLab(layout);
      return { existed: true, ended, strays };
    },
    {
      onWait: (pid) => options.onProgress?.(`Waiting for process ${pid}, which brings this lab up or down`),
    },
  );
}

/** Ends every recorded process of a lab, in order. The caller holds the lab's lock. */
export async function endProcesses(
  directory: string,
  onProgress: (message: string) => void = () => undefined,
): Promise<LabDown["ended"]> {
  const ended: { name: string; pid: number; outcome: StopOutcome }[] = [];
  const end = async (isMeant: (name: string) => boolean): Promise<void> => {
    const records = listProcesses(directory).filter(({ name }) => isMeant(name));
    await Promise.all(
      records.map(async (record) => {
        const outcome = await stopProcess(directory, record, { graceSeconds: GRACE_SECONDS });
        ended.push({ name: record.name, pid: record.pid, outcome });
        if (outcome !== "gone") onProgress(`Ended ${record.name}`);
      }),
    );
  };
  const named = new Set(ORDER.flat());
  for (const names of ORDER.slice(0, 2)) await end((name) => names.includes(name));
  await end((name) => !named.has(name));
  for (const names of ORDER.slice(2)) await end((name) => names.includes(name));
  return ended;
}
