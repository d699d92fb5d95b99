import { EC2Client } from "@aws-sdk/client-ec2";
import { systemClock } from "../scaler/clock";
import { createFleet } from "../scaler/ec2/fleet";
import { remainsOf } from "./force";
import { labStacks } from "./labStacks";
import { type World } from "./world";

/** Something in the region that a fresh account lacks. */
export interface Leftover {
  readonly kind: string;
  readonly id: string;
  /** Tag `overflow:environment`; null: it bears none. */
  readonly environment: string | null;
}

/**
 * What an environment left behind, as `kind id`. In the lab all that a fresh account lacks counts, whoever made it, unless another
 * environment accounts for it; on AWS the VMs that the scaler made, their volumes and interfaces, since all else is the stack's own and
 * in its state. What a stack leaves on purpose, the region's guard, is none of it.
 *
 * @param region of the stack; undefined: the SDK's own
 */
export async function leftoversOf(world: World, region: string | undefined): Promise<readonly string[]> {
  if (world.lab !== null) {
    const answer = await fetch(`http://127.0.0.1:${world.lab.ports.emulator}/lab/leftovers`);
    if (!answer.ok) throw new Error(`The lab's emulator answered ${answer.status} to /lab/leftovers.`);
    const found = (await answer.json()) as readonly Leftover[];
    const others = labStacks(world.lab)
      .filter(({ stack }) => stack !== world.environment)
      .map(({ state }) => state);
    return ownLeftovers(found, world.environment, others);
  }
  const client = new EC2Client(region === undefined ? {} : { region });
  try {
    const fleet = createFleet({ environment: world.environment, client, clock: systemClock });
    const { vms } = await fleet.read();
    const alive = vms.filter(({ state }) => state !== "terminated" && state !== "shutting-down");
    const remains = await remainsOf(client, world.environment, false);
    return [
      ...alive.map(({ instanceId }) => `instance ${instanceId}`),
      ...remains.map(({ kind, id }) => `${kind} ${id}`),
    ];
  } finally {
    client.destroy();
  }
}

/** Those of `found` that no other environment accounts for: by its tag, or by being named in another stack's state. Pure. */
export function ownLeftovers(
  found: readonly Leftover[],
  environment: string,
  otherStates: readonly string[],
): readonly string[] {
  return found
    .filter((each) =>
      each.environment === null
        ? !otherStates.some((state) => state.includes(each.id))
        : each.environment === environment,
    )
    .map(({ kind, id }) => `${kind} ${id}`);
}
