import { layoutOf } from "./layout";
import { type BuildMaster, createBuildMaster } from "./master/buildMaster";
import { findProcess, isAlive } from "./processes/registry";
import { MASTER } from "./services";
import { type LabState } from "./state";
import { IN_HOUSE_WORKERS } from "./status";
import { type Toolchain } from "./toolchain";

/** A lab's build network, made if it is not there yet. Starts nothing. */
export function buildNetworkOf(
  { directory, ports }: LabState,
  tools: Pick<Toolchain, "python">,
): Promise<BuildMaster> {
  const layout = layoutOf(directory);
  return createBuildMaster(
    layout.buildNetwork,
    {
      webPort: ports.masterWeb,
      workersPort: ports.masterWorkers,
      poolsDirectory: layout.pools,
      inHouseWorkers: IN_HOUSE_WORKERS,
    },
    tools,
  );
}

/**
 * Lets the running master read the files in `<lab>/pools` again, and waits until it has.
 * @throws Error if it does not run, or with what it says about the files
 */
export async function reconfigureMaster(state: LabState, tools: Pick<Toolchain, "python">): Promise<void> {
  const record = findProcess(state.directory, MASTER);
  if (record === null || !isAlive(record)) {
    throw new Error(`The lab's build master does not run; bring it up by "overflow lab up".`);
  }
  const network = await buildNetworkOf(state, tools);
  await network.reconfigure(record.pid);
}
