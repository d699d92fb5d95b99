import { type PoolDocument } from "../document";
import { matchesAny } from "../patterns";
import { type Machine } from "./machine";
import { type Hold } from "./plan";
import { type SeenWorld } from "./world";

/** Names shown in one message; the rest is counted. */
const SHOWN = 3;

/**
 * Where the master's configuration and the document disagree on a pool: names that the master does not know, a pool worker on a builder
 * that is not let through, or a builder that is let through and lacks the pool's workers. Such a pool is frozen until both agree.
 */
export function mismatches(pool: PoolDocument, machines: readonly Machine[], world: SeenWorld): Hold[] {
  const problems: string[] = [];
  const unknown = machines.filter((machine) => machine.worker === null).map((machine) => machine.name);
  if (unknown.length === machines.length) return [notInstalled(pool, world)];
  if (unknown.length > 0) problems.push(`the master does not know ${list(unknown)}`);

  const known = machines.flatMap((machine) => (machine.worker === null ? [] : [machine.worker]));
  const forbidden = known.flatMap((worker) =>
    worker.builders
      .filter((builder) => !matchesAny(pool.builders, builder))
      .map((builder) => `${worker.name} on ${builder}`),
  );
  if (forbidden.length > 0)
    problems.push(`the master puts ${list(forbidden)}, which no pattern lets through`);

  const open = world.queue.builders.map((b) => b.name).filter((name) => matchesAny(pool.builders, name));
  const lacking = open.filter((name) => known.some((worker) => !worker.builders.includes(name)));
  if (lacking.length > 0)
    problems.push(`builders let through without all workers of the pool: ${list(lacking)}`);

  return problems.map((problem) => ({
    code: "mismatch",
    pool: pool.name,
    worker: null,
    reason: `frozen: ${problem}; write the pools file again (overflow workers ${world.document.environment}) and reconfigure the master`,
  }));
}

/** The usual state between `overflow up` and the master's new pools file: nothing is wrong yet. */
function notInstalled({ name }: PoolDocument, world: SeenWorld): Hold {
  const { environment } = world.document;
  const reason = `the build master has no worker of pool ${name} yet: it begins once the master has its pools file (overflow workers ${environment}, then buildbot reconfig)`;
  return { code: "not-installed", pool: name, worker: null, reason };
}

/** Pools for which nothing is started, opened, closed or stopped. */
export function frozenPools(holds: readonly Hold[]): ReadonlySet<string | null> {
  const codes: readonly string[] = ["mismatch", "not-installed"];
  return new Set(holds.filter((hold) => codes.includes(hold.code)).map((hold) => hold.pool));
}

function list(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
