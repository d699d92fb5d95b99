import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { type World } from "./world";

interface Leftover {
  readonly kind: string;
  readonly id: string;
}

/**
 * What an environment left behind, as `kind id`. In the lab all that a fresh account lacks counts, whoever made it; on AWS the VMs that
 * bear the environment's tag, since all else is the stack's own and in its state.
 */
export async function leftoversOf(world: World): Promise<readonly string[]> {
  if (world.lab !== null) {
    const answer = await fetch(`http://127.0.0.1:${world.lab.ports.emulator}/lab/leftovers`);
    if (!answer.ok) throw new Error(`The lab's emulator answered ${answer.status} to /lab/leftovers.`);
    return ((await answer.json()) as Leftover[]).map(({ kind, id }) => `${kind} ${id}`);
  }
  const region = world.engine.env["AWS_REGION"];
  const ec2 = new EC2Client(region === undefined ? {} : { region });
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: "tag:overflow:environment", Values: [world.environment] },
        {
          Name: "instance-state-name",
          Values: ["pending", "running", "stopping", "stopped", "shutting-down"],
        },
      ],
    }),
  );
  return Reservations.flatMap(({ Instances = [] }) => Instances).map(
    ({ InstanceId }) => `instance ${InstanceId ?? "?"}`,
  );
}
