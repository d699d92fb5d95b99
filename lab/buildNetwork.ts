import { layoutOf } from "./layout";
import { type BuildMaster, createBuildMaster } from "./master/buildMaster";
import { BUILD_MASTER } from "./services";
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
      names: [BUILD_MASTER, "buildmaster.corp.example"],
      originPorts: ports,
      poolsDirectory: layout.pools,
      inHouseWorkers: IN_HOUSE_WORKERS,
    },
    tools,
  );
}
