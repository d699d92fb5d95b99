/** What hibernation needs to know of an EC2 instance type. */
export interface HibernationFacts {
  readonly memoryGib: number;
}

/**
 * Families that can hibernate Linux, by memory per vCPU in GiB.
 * Source: EC2 guide, "Prerequisites for EC2 instance hibernation", Instance families; memory: EC2 instance types pages.
 * Older generations (C3, C4, M3, M4, R3, R4, T2, I3) can too, but keep no fixed ratio, and are left out.
 */
const families: Readonly<Record<string, number>> = {
  ...ratio(2, "c5 c5d c6a c6g c6gd c6gn c6i c6id c6in c7a c7g c7gd c7gn c7i c7i-flex"),
  ...ratio(4, "m5 m5a m5ad m5d m6a m6g m6gd m6i m6id m6idn m6in m7a m7g m7gd m7i m7i-flex"),
  ...ratio(8, "r5 r5a r5ad r5d r6a r6g r6gd r6i r6idn r6in r7a r7g r7gd r7i r7iz"),
};

/** Memory by size of the burstable families T3, T3a and T4g, GiB. */
const burstable: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};

function ratio(gibPerVcpu: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(" ").map((name) => [name, gibPerVcpu]));
}

/** @returns undefined for a type that is not known to hibernate */
export function hibernationFacts(instanceType: string): HibernationFacts | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const memoryGib = /^t(3a?|4g)$/.test(family) ? burstable[size] : multiply(families[family], vcpusOf(size));
  return memoryGib === undefined ? undefined : { memoryGib };
}

/** vCPUs of `medium` to `48xlarge`; metal has none, for it cannot hibernate. */
function vcpusOf(size: string): number | undefined {
  if (size === "medium") return 1;
  if (size === "large") return 2;
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  return times === undefined ? undefined : 4 * Number(times === "" ? 1 : times);
}

function multiply(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a * b;
}
