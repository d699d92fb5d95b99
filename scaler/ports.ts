import { type ScalerDocument } from "./document";

/** What the scaler reads and moves, as narrow interfaces. Adapters implement them; unit tests fake them. Times are Unix milliseconds. */

/** One look at the build master, taken whole. */
export interface QueueSnapshot {
  readonly takenAtMs: number;
  /** Unclaimed, incomplete build requests of builders that some pool serves, oldest first. */
  readonly pending: readonly PendingRequest[];
  readonly builders: readonly Builder[];
  /** Every worker that the master knows, in-house and cloud. */
  readonly workers: readonly MasterWorker[];
  readonly running: readonly RunningBuild[];
  /** Builds that ended since the time asked for; the same build may come again in the next look. */
  readonly finished: readonly FinishedBuild[];
}

export interface PendingRequest {
  readonly requestId: number;
  readonly builder: string;
  readonly submittedAtMs: number;
}

export interface Builder {
  readonly builderId: number;
  readonly name: string;
}

export interface MasterWorker {
  readonly workerId: number;
  readonly name: string;
  /** The master lists a connection. It may be a dead one: docs/buildbot.md T1, T3. */
  readonly connected: boolean;
  readonly paused: boolean;
  /** Text given with the pause. The master forgets it at its restart (docs/buildbot.md T10). */
  readonly pauseReason?: string | null;
  readonly graceful: boolean;
  /** Names of the builders it is configured on. */
  readonly builders: readonly string[];
}

export interface RunningBuild {
  readonly buildId: number;
  readonly builder: string;
  readonly workerId: number;
  readonly startedAtMs: number;
}

export interface FinishedBuild {
  readonly buildId: number;
  readonly builder: string;
  readonly workerId: number;
  readonly completeAtMs: number;
}

/** The build master. */
export interface Queue {
  /**
   * @param builderPatterns let-through patterns of all pools: only these builders' requests are listed
   * @param pendingLimit most requests listed for one builder
   * @throws MasterUnreadable on any answer that is not whole
   */
  read(
    builderPatterns: readonly string[],
    pendingLimit: number,
    finishedSinceMs: number,
  ): Promise<QueueSnapshot>;
  pause(worker: string, reason: string): Promise<void>;
  unpause(worker: string): Promise<void>;
  /**
   * Calls `wake` at each event that may change a decision (request filed, build ended, worker attached or gone).
   * Reconnects by itself until `signal` aborts; an event lost is no harm, polling is the net.
   */
  listen(wake: (reason: string) => void, signal: AbortSignal): Promise<void>;
}

export class MasterUnreadable extends Error {
  override readonly name = "MasterUnreadable";
}

export type VmState = "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";

/** A VM of this environment, found by its tags. */
export interface Vm {
  readonly instanceId: string;
  /** Tag `overflow:pool`. */
  readonly pool: string;
  /** Worker name: tag `Name`. */
  readonly name: string;
  readonly state: VmState;
  /** When it was last launched or started (EC2 LaunchTime), milliseconds. */
  readonly launchedAtMs: number;
  /** Its last stop was a hibernation, so far as EC2 says. */
  readonly hibernated: boolean;
  /** Launch template version it was made from: tag `aws:ec2launchtemplate:version`. */
  readonly launchTemplateVersion: string;
  readonly subnetId: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface FleetSnapshot {
  readonly takenAtMs: number;
  readonly vms: readonly Vm[];
}

/** One VM to make from a pool's launch template. `clientToken` makes the call idempotent (EC2 RunInstances, ClientToken). */
export interface CreateVm {
  readonly pool: string;
  readonly name: string;
  readonly launchTemplateId: string;
  readonly launchTemplateVersion: string;
  readonly subnetId: string;
  readonly clientToken: string;
  /** Digest of the settings in the user data; kept as a tag. */
  readonly madeWith: string;
  /** Text for the VM's user data: its name, master and password. */
  readonly userData: string;
}

/** The cloud's VMs. Every method throws `FleetError`. */
export interface Fleet {
  read(): Promise<FleetSnapshot>;
  /** Starts stopped VMs, each on its own, so that one refusal does not hold the others. Answers the outcome of each. */
  start(instanceIds: readonly string[]): Promise<readonly FleetOutcome[]>;
  create(vms: readonly CreateVm[]): Promise<readonly FleetOutcome[]>;
  /** Hibernates where asked and possible, else stops. */
  suspend(instanceId: string, hibernate: boolean): Promise<void>;
  terminate(instanceId: string): Promise<void>;
  tag(instanceId: string, tags: Readonly<Record<string, string>>): Promise<void>;
}

/** `error` is null on success; else the EC2 error code, e.g. `InsufficientInstanceCapacity`. */
export interface FleetOutcome {
  readonly name: string;
  readonly instanceId: string | null;
  readonly error: string | null;
}

export class FleetError extends Error {
  override readonly name = "FleetError";
  /** EC2 error code, e.g. `RequestLimitExceeded`; `Unknown` if there was none. */
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface Clock {
  nowMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Secret texts by ARN, e.g. AWS Secrets Manager. */
export interface Secrets {
  read(arn: string): Promise<string>;
}

/** Where the scaler's document comes from. */
export interface DocumentSource {
  read(): Promise<ScalerDocument>;
}
