import {
  CreateTagsCommand,
  DescribeInstancesCommand,
  type EC2Client,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { inGroups } from "../inGroups";
import {
  type Clock,
  type CreateVm,
  type Fleet,
  FleetError,
  type FleetOutcome,
  type FleetSnapshot,
  type Vm,
} from "../ports";
import { patiently, toFleetError } from "./errors";
import { ENVIRONMENT_TAG, MANAGED_BY, MANAGED_BY_TAG, runInput, toTags, toVm } from "./instances";

export interface FleetOptions {
  /** Of this environment only; the tag `overflow:environment`. */
  readonly environment: string;
  /** Its own tries must be off (`maxAttempts: 1`): EC2 answers a lack of capacity with a status that the SDK would try again. */
  readonly client: Pick<EC2Client, "send">;
  readonly clock: Clock;
}

/** DescribeInstances with paging is in the larger request bucket (100/20). EC2 "Request throttling". */
const PAGE_SIZE = 200;
/** Five calls at a time: the size of the StartInstances and RunInstances buckets. EC2 "Request throttling". */
const PARALLEL_CALLS = 5;
/** A stop with `Hibernate` that EC2 refuses with one of these leaves the VM running: it is stopped plainly (instance-scheduler-on-aws#510). */
const NO_HIBERNATION = [
  "UnsupportedHibernationConfiguration",
  "UnsupportedOperation",
  "InvalidParameterCombination",
];

/** The environment's VMs by the EC2 API. */
export function createFleet({ environment, client, clock }: FleetOptions): Fleet {
  const call = <T>(send: () => Promise<T>) => patiently(send, clock);

  const stop = (instanceId: string, Hibernate: boolean) =>
    call(() => client.send(new StopInstancesCommand({ InstanceIds: [instanceId], Hibernate })));

  return {
    async read(): Promise<FleetSnapshot> {
      const takenAtMs = clock.nowMs();
      const vms: Vm[] = [];
      let page: string | undefined;
      do {
        const NextToken = page;
        const answer = await call(() =>
          client.send(new DescribeInstancesCommand(describeInput(environment, NextToken))),
        );
        const instances = (answer.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
        vms.push(...instances.map(toVm).filter((vm) => vm !== null));
        page = answer.NextToken === "" ? undefined : answer.NextToken;
      } while (page !== undefined);
      return { takenAtMs, vms };
    },

    start: (instanceIds) =>
      inGroups(instanceIds, PARALLEL_CALLS, (instanceId) =>
        outcome("", instanceId, async () => {
          await call(() => client.send(new StartInstancesCommand({ InstanceIds: [instanceId] })));
          return instanceId;
        }),
      ),

    create: (vms) =>
      inGroups(vms, PARALLEL_CALLS, (vm: CreateVm) =>
        outcome(vm.name, null, async () => {
          const answer = await call(() => client.send(new RunInstancesCommand(runInput(vm, environment))));
          const instanceId = answer.Instances?.[0]?.InstanceId;
          if (instanceId === undefined)
            throw new FleetError("Unknown", `RunInstances for ${vm.name} answered no instance`);
          return instanceId;
        }),
      ),

    async suspend(instanceId, hibernate) {
      try {
        await stop(instanceId, hibernate);
      } catch (error) {
        if (!hibernate || !NO_HIBERNATION.includes(toFleetError(error).code)) throw error;
        await stop(instanceId, false);
      }
    },

    async terminate(instanceId) {
      await call(() => client.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] })));
    },

    async tag(instanceId, tags) {
      await call(() => client.send(new CreateTagsCommand({ Resources: [instanceId], Tags: toTags(tags) })));
    },
  };
}

/** VMs of the environment that the scaler made; a VM that bears the environment's tag for another reason is not looked at. */
function describeInput(environment: string, NextToken: string | undefined) {
  return {
    Filters: [
      { Name: `tag:${ENVIRONMENT_TAG}`, Values: [environment] },
      { Name: `tag:${MANAGED_BY_TAG}`, Values: [MANAGED_BY] },
    ],
    MaxResults: PAGE_SIZE,
    ...(NextToken === undefined ? {} : { NextToken }),
  };
}

async function outcome(
  name: string,
  instanceId: string | null,
  send: () => Promise<string>,
): Promise<FleetOutcome> {
  try {
    return { name, instanceId: await send(), error: null };
  } catch (error) {
    return { name, instanceId, error: toFleetError(error).code };
  }
}
