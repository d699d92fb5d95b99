import { type PoolsFile } from "../infra/outputs";
import { type VmLook } from "../scaler/look";
import { namesIn } from "./leavingPools";

export interface PoolChange {
  readonly before: PoolsFile;
  readonly after: PoolsFile;
  /** Pools whose launch template gets a new version. */
  readonly newTemplates: ReadonlySet<string>;
  /** VMs that are there now; null: they could not be asked for. */
  readonly vms: readonly VmLook[] | null;
}

/** What an update does to VMs that are there, in words, before anything happens. No line where it does nothing to any. Pure. */
export function poolPlan({ before, after, newTemplates, vms }: PoolChange): readonly string[] {
  const known = namesIn(after);
  const kept = new Set(after.pools.map(({ name }) => name));
  const old = new Set(before.pools.map(({ name }) => name));
  const lines: string[] = [];
  for (const { name, workers } of before.pools) {
    const leaving = workers.filter((worker) => !known.has(worker));
    const what = kept.has(name) ? `Pool ${name} loses ${leaving.length} name(s)` : `Pool ${name} goes`;
    if (leaving.length > 0)
      lines.push(`${what}: ${counted(leaving, vms, "they finish their builds and leave")}`);
    if (!newTemplates.has(name) || !kept.has(name)) continue;
    const staying = workers.filter((worker) => known.has(worker));
    const then = "they finish their builds, and leave once a VM of the new version has attached";
    lines.push(`Pool ${name} gets a new template version: ${counted(staying, vms, then)}`);
  }
  for (const { name, workers } of after.pools) {
    if (!old.has(name))
      lines.push(
        `Pool ${name} comes: ${workers.length} name(s); it begins once the master has its pools file.`,
      );
  }
  return lines;
}

function counted(names: readonly string[], vms: readonly VmLook[] | null, then: string): string {
  if (vms === null) return `how many VMs it has is not known; ${then}.`;
  const own = vms.filter(({ worker }) => names.includes(worker));
  if (own.length === 0) return "no VM is there.";
  return `${own.length} VM(s), ${busyWords(own)}: ${then}.`;
}

function busyWords(vms: readonly VmLook[]): string {
  if (vms.some(({ busy }) => busy === null)) return "how many of them busy nobody knows";
  return `${vms.filter(({ busy }) => busy === true).length} busy`;
}
