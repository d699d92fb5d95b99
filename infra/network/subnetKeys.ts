import { type Settings } from "../settings/schema";

/** Subnets of one role, and of one trust level where they build: they share a route table and a network ACL. */
export type SubnetKey = `workers-${string}` | "mirrors" | "endpoints" | "scaler";

/** Blocks of each kind of subnets, in the order of the zones. */
export function subnetBlocksOf({
  network,
}: Pick<Settings, "network">): Readonly<Record<SubnetKey, readonly string[]>> {
  const { workers, ...others } = network.subnets;
  const levels = Object.entries(workers).map(([level, blocks]) => [`workers-${level}`, blocks] as const);
  return { ...Object.fromEntries(levels), ...others };
}

/** The trust levels that have worker subnets. */
export function trustLevelsOf({ network }: Pick<Settings, "network">): readonly string[] {
  return Object.keys(network.subnets.workers);
}
