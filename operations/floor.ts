import { EC2Client, paginateDescribeVolumes } from "@aws-sdk/client-ec2";
import { plannedResources, type RunResult } from "../engine";
import { type Settings } from "../infra/settings/schema";
import { dollarsPerMonth, floor, type FloorLine, type WorkerDisks } from "../reports/floor";
import { priceNote, prices } from "../reports/prices";
import { ENVIRONMENT_TAG, MANAGED_BY, MANAGED_BY_TAG } from "../scaler/ec2/instances";
import { configOf } from "./clients";
import { readSettings } from "./settings";
import { type World } from "./world";

export interface CostFloor {
  readonly lines: readonly FloorLine[];
  /** The sum of what is known. */
  readonly dollarsPerMonth: number;
  /** Day and region of the prices. */
  readonly note: string;
}

/** What a stack as a run leaves or plans it costs a month, all its workers asleep. */
export async function floorOf(world: World, run: Pick<RunResult, "eventLog">): Promise<CostFloor> {
  const settings = readSettings(world);
  const disks = {
    gib: await diskGib(world, settings.region),
    maximumGib: maximumGib(settings),
  } satisfies WorkerDisks;
  const lines = floor(plannedResources(run), { disks, declaredHour: declaredHours(settings) }, prices);
  return { lines, dollarsPerMonth: dollarsPerMonth(lines), note: priceNote(settings.region) };
}

/** GiB of the disks of all workers, if every pool had its maximum. Pure. */
export function maximumGib({ pools }: Pick<Settings, "pools">): number {
  return Object.values(pools).reduce((sum, { maximum, rootGib }) => sum + maximum * rootGib, 0);
}

/** What the settings say that instances cost: they know their region. Pure. */
export function declaredHours({ mirrors }: Pick<Settings, "mirrors">): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.values(mirrors).map(({ instanceType, dollarsPerHour }) => [instanceType, dollarsPerHour]),
  );
}

/** GiB of the disks of the workers that there are; null: AWS cannot be asked. */
async function diskGib(world: World, region: string): Promise<number | null> {
  const client = new EC2Client(configOf(world, region));
  const Filters = [
    { Name: `tag:${ENVIRONMENT_TAG}`, Values: [world.environment] },
    { Name: `tag:${MANAGED_BY_TAG}`, Values: [MANAGED_BY] },
  ];
  try {
    let gib = 0;
    for await (const { Volumes = [] } of paginateDescribeVolumes({ client }, { Filters }))
      for (const { Size = 0 } of Volumes) gib += Size;
    return gib;
  } catch {
    return null;
  } finally {
    client.destroy();
  }
}
