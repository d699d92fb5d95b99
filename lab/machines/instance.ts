/** States of an EC2 instance (API reference, InstanceState). */
export type InstanceState = "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";

/** How the last StopInstances was asked for; null: it was none, or the VM has been started since. */
export type StopMode = "hibernate" | "stop" | null;

/** An instance as the emulator's `GET /lab/instances` tells it. */
export interface LabInstance {
  readonly id: string;
  readonly state: InstanceState;
  /** Tag `Name`. */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Base64; empty: none. */
  readonly userData: string;
  readonly privateIp: string;
  readonly stopMode: StopMode;
  /** EC2's LaunchTime, moved on by each start. */
  readonly launchedAtMs: number;
  /** MetadataOptions.InstanceMetadataTags of the instance. */
  readonly instanceMetadataTags?: "enabled" | "disabled";
}

/** One answer of the long-poll. */
export interface InstancesAnswer {
  readonly revision: number;
  readonly instances: readonly LabInstance[];
}

/**
 * Waits at the emulator for a change of any instance after `revision`, at most `waitSeconds`.
 * @throws Error if the emulator does not answer as it should
 */
export async function fetchInstances(
  emulatorUrl: string,
  revision: number,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<InstancesAnswer> {
  const url = `${emulatorUrl}/lab/instances?after=${revision}&waitSeconds=${waitSeconds}`;
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as InstancesAnswer;
}
