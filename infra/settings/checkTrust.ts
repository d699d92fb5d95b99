import { recordsBucket } from "../names";
import { type Parts } from "./checkNetwork";
import { type Problem } from "./problem";

/**
 * Trust levels fit together: what names one names one that has subnets, and what builds of one level write is read by
 * no other, so that an untrusted build can hand nothing to a trusted one.
 */
export function checkTrust({ network, pools, mirrors, buckets }: Parts): Problem[] {
  if (network === undefined) return [];
  const known = Object.keys(network.subnets.workers);
  const problems: Problem[] = [];
  const named = (path: string, level: string) => {
    if (known.includes(level)) return;
    const allowed = `a level of overflow:network.subnets.workers (${known.join(", ")})`;
    problems.push({ path, got: level, allowed, fix: "name one of them, or give the level subnets" });
  };
  for (const [name, pool] of Object.entries(pools ?? {})) named(`overflow:pools.${name}.trust`, pool.trust);
  for (const level of Object.keys(mirrors ?? {})) named(`overflow:mirrors.${level}`, level);
  for (const [name, bucket] of Object.entries(buckets ?? {})) {
    const path = `overflow:buckets.${name}`;
    if (name === recordsBucket) {
      const allowed = "another name: the stack makes a bucket of this one";
      problems.push({ path, got: name, allowed, fix: "rename it" });
    }
    for (const access of ["read", "write"] as const) {
      for (const [index, level] of bucket[access].entries()) named(`${path}.${access}[${index}]`, level);
    }
    const [writer] = bucket.write;
    const other = [...bucket.write, ...bucket.read].find((level) => level !== writer);
    if (writer !== undefined && other !== undefined) {
      problems.push({
        path,
        got: `written by ${writer}, used by ${other}`,
        allowed: "a bucket that builds of one level write, and no other level reads or writes",
        fix: `make a bucket for ${other} alone`,
      });
    }
  }
  return problems;
}
