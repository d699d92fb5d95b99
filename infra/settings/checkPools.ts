import { hibernationFacts } from "../workers/instanceType";
import { type Parts } from "./checkNetwork";
import { globsMeet } from "./globs";
import { type Problem } from "./problem";

/** Most memory of a Linux VM that hibernates, GiB. Source: EC2 guide, hibernation prerequisites, Instance RAM size. */
const mostMemoryGib = 150;

/** Room for the system beside the memory on the root volume, GiB. */
const systemGib = 8;

/** What hibernation asks of a pool, and that no builder is served at two trust levels. */
export function checkPools({ pools }: Parts): Problem[] {
  const problems: Problem[] = [];
  const entries = Object.entries(pools ?? {});
  for (const [name, pool] of entries) {
    if (!pool.hibernate) continue;
    const path = `overflow:pools.${name}`;
    const facts = hibernationFacts(pool.instanceType);
    if (facts === undefined || facts.memoryGib >= mostMemoryGib) {
      problems.push({
        path: `${path}.instanceType`,
        got: pool.instanceType,
        allowed: `a type that can hibernate: families C, M and R 5 to 7, T3, T3a and T4g, below ${mostMemoryGib} GiB of memory, no metal`,
        fix: "take such a type, or set hibernate: false",
      });
    } else if (pool.rootGib < facts.memoryGib + systemGib) {
      problems.push({
        path: `${path}.rootGib`,
        got: String(pool.rootGib),
        allowed: `${facts.memoryGib + systemGib} or more: the memory of ${pool.instanceType} (${facts.memoryGib} GiB) and ${systemGib} GiB`,
        fix: "enlarge it, or set hibernate: false",
      });
    }
  }
  for (const [index, [name, pool]] of entries.entries()) {
    for (const [otherName, other] of entries.slice(0, index)) {
      if (other.trust === pool.trust) continue;
      for (const [at, glob] of pool.builders.entries()) {
        const met = other.builders.find((otherGlob) => globsMeet(glob, otherGlob));
        if (met === undefined) continue;
        problems.push({
          path: `overflow:pools.${name}.builders[${at}]`,
          got: glob,
          allowed: `no builder that pool ${otherName} of trust ${other.trust} lets through by ${met}`,
          fix: "make the two patterns name different builders",
        });
      }
    }
  }
  return problems;
}

/** Limits that depend on each other. */
export function checkScaler({ scaler }: Parts): Problem[] {
  if (scaler === undefined || scaler.maxSnapshotAgeSeconds >= scaler.tickSeconds) return [];
  return [
    {
      path: "overflow:scaler.maxSnapshotAge",
      got: `${scaler.maxSnapshotAgeSeconds}s`,
      allowed: `at least overflow:scaler.tick (${scaler.tickSeconds}s)`,
      fix: "raise it, or shorten the tick",
    },
  ];
}
