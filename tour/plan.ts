/** One job type of the tour and how many of its builds each wave files. */
export interface JobType {
  readonly builder: string;
  /** Seconds of its test step. */
  readonly testSeconds: number;
  readonly builds: readonly [first: number, second: number];
}

/**
 * 60 builds of three job types in two waves. `release-sign` is let into no pool of `Pulumi.local.yaml`: it waits for an in-house machine
 * while cloud machines stand idle. The first wave makes VMs, the second finds them asleep.
 */
export const jobTypes: readonly JobType[] = [
  { builder: "linux64-debug", testSeconds: 3, builds: [16, 8] },
  { builder: "linux64-opt", testSeconds: 3, builds: [16, 8] },
  { builder: "release-sign", testSeconds: 1, builds: [8, 4] },
];

/** The builds of one wave in the order they are filed: types take turns, as pushes would mix them. */
export function filingOrder(types: readonly JobType[], wave: 0 | 1): readonly JobType[] {
  const most = Math.max(...types.map(({ builds }) => builds[wave]));
  const turns = Array.from({ length: most }, (_, turn) => types.filter(({ builds }) => builds[wave] > turn));
  return turns.flat();
}
