import { type Memory } from "./memory";

/** What a decision asks for. `reason` is a sentence for people; the journal keeps it. */
export type Action =
  UnpauseAction | StartAction | CreateAction | PauseAction | SuspendAction | TerminateAction | RetireAction;

interface Target {
  readonly pool: string;
  /** Worker name. */
  readonly worker: string;
  readonly reason: string;
}

/** Opens the door of a worker that the scaler itself had closed. */
export interface UnpauseAction extends Target {
  readonly kind: "unpause";
  readonly instanceId: string;
}

/** Starts a sleeping VM. */
export interface StartAction extends Target {
  readonly kind: "start";
  readonly instanceId: string;
  readonly subnetId: string;
}

/** Makes a new VM from the pool's launch template. */
export interface CreateAction extends Target {
  readonly kind: "create";
  readonly launchTemplateId: string;
  readonly launchTemplateVersion: string;
  readonly subnetId: string;
  /** EC2 ClientToken: the same intent sent twice makes one VM. */
  readonly clientToken: string;
  /** Digest of the settings in its user data: made.ts. */
  readonly madeWith: string;
}

/** First step of a stop, or of a retirement: closes the door at the master. A build on the worker goes on. */
export interface PauseAction extends Target {
  readonly kind: "pause";
  readonly instanceId: string;
}

/** Last step of a stop: the door was closed, the wait is over, and the master still shows no build. */
export interface SuspendAction extends Target {
  readonly kind: "suspend";
  readonly instanceId: string;
  readonly hibernate: boolean;
}

/** Ends a VM that is stuck. */
export interface TerminateAction extends Target {
  readonly kind: "terminate";
  readonly instanceId: string;
  /** It was made of what new VMs are made of: their next starts may be braked. */
  readonly ofNewestKind: boolean;
}

/** Ends a VM that is obsolete: outdated, or under a name that no pool has any more. It sleeps, or was drained. */
export interface RetireAction extends Target {
  readonly kind: "retire";
  readonly instanceId: string;
}

/** Why something is not done. `scaler` holds stop every pool; the others a pool or one worker of it. */
export type HoldCode =
  | "master-unreadable"
  | "master-stale"
  | "fleet-unreadable"
  | "fleet-stale"
  | "fresh-start"
  | "mismatch"
  | "not-installed"
  | "duplicate-name"
  | "unknown-vm"
  | "outdated"
  | "leaving"
  | "operator-hold"
  | "paused-by-other"
  | "passed-over"
  | "max"
  | "starts-per-tick"
  | "starts-per-hour"
  | "dollars-per-day"
  | "broken-image"
  | "no-capacity"
  | "throttled";

export interface Hold {
  readonly code: HoldCode;
  /** Null: the whole scaler. */
  readonly pool: string | null;
  /** Null: the whole pool. */
  readonly worker: string | null;
  readonly reason: string;
}

/** How a pool stood when the decision was made. */
export interface PoolCounts {
  readonly pool: string;
  /** Requests let through to the pool and older than the grace. A builder of two pools counts in both. */
  readonly pending: number;
  readonly idle: number;
  readonly busy: number;
  readonly onTheWay: number;
  readonly draining: number;
  readonly asleep: number;
}

export interface Plan {
  /** Whether master and fleet were seen whole and fresh. */
  readonly saw: boolean;
  /** In the order in which they are carried out. */
  readonly actions: readonly Action[];
  readonly holds: readonly Hold[];
  readonly pools: readonly PoolCounts[];
  /** Builds seen to start in the cloud while an in-house machine that could run them was free. */
  readonly violations: number;
  /** What the next tick must know. It already counts the actions as done: it is the intent that is written before they are. */
  readonly memory: Memory;
  /** When something ripens by time alone (a grace, a drain, a ceiling); null if nothing does. */
  readonly wakeAtMs: number | null;
}
