import { type StackResource } from "../reports/stackResource";
import { type MirrorRecord } from "./mirrorSummary";

/** What a tour saw, as plain values: from these the summary is computed. Times are Unix milliseconds. */
export interface TourRecord {
  readonly environment: string;
  readonly region: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly waves: readonly Wave[];
  readonly builds: readonly BuildRecord[];
  readonly calls: readonly ApiCall[];
  /** Workers seen attached to the master, each time anew. */
  readonly attaches: readonly Attach[];
  /** Worker names by instance id. */
  readonly workerOf: Readonly<Record<string, string>>;
  readonly policy: PolicyRecord;
  /** The stack at its fullest. */
  readonly resources: readonly StackResource[];
  readonly instanceType: string;
  readonly rootGib: number;
  readonly mirror: MirrorRecord;
  readonly leftovers: readonly string[];
}

export interface Wave {
  readonly number: number;
  readonly filedAtMs: number;
  readonly requestIds: readonly number[];
}

/** One build that ended. `startedAtMs` and the others come in whole seconds from the master. */
export interface BuildRecord {
  readonly buildId: number;
  readonly requestId: number;
  readonly builder: string;
  readonly worker: string;
  readonly submittedAtMs: number;
  readonly startedAtMs: number;
  readonly completeAtMs: number;
  /** Buildbot's result code: 0 success, 5 retry. */
  readonly results: number;
}

/** A call of the emulator's log, `GET /lab/calls`. */
export interface ApiCall {
  readonly sequence: number;
  readonly atMs: number;
  readonly service: string;
  readonly action: string;
  readonly caller: string;
  readonly status: number;
  readonly error: string | null;
  readonly resources: readonly string[];
}

export interface Attach {
  readonly worker: string;
  readonly atMs: number;
}

export interface PolicyRecord {
  readonly rules: number;
  readonly resourcesSeen: number;
  readonly findings: number;
}

/** Cloud workers bear `-ec2-` in their names; nothing else tells them apart. */
export function isCloud(worker: string): boolean {
  return /-ec2-\d+$/.test(worker);
}
