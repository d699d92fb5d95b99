import { layoutOf } from "./layout";
import { type BuildMaster, createBuildMaster } from "./master/buildMaster";
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
      originPorts: ports,
      poolsDirectory: layout.pools,
      inHouseWorkers: IN_HOUSE_WORKERS,
    },
    tools,
  );
}
