import { EC2Client } from "@aws-sdk/client-ec2";
import { systemClock } from "../scaler/clock";
import { createFleet } from "../scaler/ec2/fleet";
import { messageOf } from "../scaler/log";
import { configOf } from "./clients";
import { type World } from "./world";

/** Names of the workers that have a VM. Null, with a notice, if EC2 cannot be asked: whoever needs them must take all for alive. */
export async function aliveWorkers(
  world: World,
  region: string,
  onNotice: (line: string) => void,
): Promise<ReadonlySet<string> | null> {
  const client = new EC2Client({ ...configOf(world, region), maxAttempts: 1 });
  try {
    const { vms } = await createFleet({
      environment: world.environment,
      client,
      clock: systemClock,
    }).read();
    return new Set(vms.filter(({ state }) => state !== "terminated").map(({ name }) => name));
  } catch (error) {
    onNotice(
      `EC2 cannot be asked which VMs live (${messageOf(error)}): every worker of the former files is kept.`,
    );
    return null;
  } finally {
    client.destroy();
  }
}
