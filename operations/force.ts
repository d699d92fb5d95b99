import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteNetworkInterfaceCommand,
  DeleteVolumeCommand,
  EC2Client,
  paginateDescribeNetworkInterfaces,
  paginateDescribeVolumes,
} from "@aws-sdk/client-ec2";
import { type Engine } from "../engine";
import { runPulumi } from "../engine/pulumi";
import { systemClock } from "../scaler/clock";
import { ScalerTable } from "../scaler/dynamodb/table";
import { createFleet } from "../scaler/ec2/fleet";
import { ENVIRONMENT_TAG, MANAGED_BY, MANAGED_BY_TAG } from "../scaler/ec2/instances";
import { update } from "../scaler/leadership";
import { finished, seized } from "../scaler/lease";
import { type Log, messageOf } from "../scaler/log";
import { terminateAll } from "../scaler/teardown";
import { type ClientConfig } from "./clients";

/** What `down` does itself when nobody may be waited for, a broken scaler least of all. */

type Notice = (line: string) => void;

/** Takes the lease from whoever holds it and closes it: a scaler that works starts nothing more. One without its table cannot act at all. */
export async function closeTable(config: ClientConfig, table: string, onNotice: Notice): Promise<void> {
  const client = new DynamoDBClient(config);
  const store = new ScalerTable(client, table);
  const holder = `down/${randomUUID().slice(0, 8)}`;
  try {
    await update(store, (row) => seized(row, holder, Date.now()));
    await update(store, (row) => finished(row, holder, Date.now()));
  } catch (error) {
    onNotice(`The scaler's table could not be closed (${messageOf(error)}); going on.`);
  } finally {
    client.destroy();
  }
}

/** How long the VMs may take to end. AWS: "usually within minutes"; a hibernating one stops first. */
const END_MS = 600_000;

/** Ends every VM that bears the scaler's tags, waits until EC2 says so, and removes volumes and interfaces that one left behind. */
export async function removeVms(
  config: ClientConfig,
  environment: string,
  onNotice: Notice,
  signal: AbortSignal,
): Promise<void> {
  const client = new EC2Client({ ...config, maxAttempts: 1 });
  const log: Log = (event, fields) => {
    if (event === "failed") onNotice(`${String(fields?.["instanceId"])}: ${String(fields?.["message"])}`);
  };
  try {
    const fleet = createFleet({ environment, client, clock: systemClock });
    const alive = (await fleet.read()).vms.filter(({ state }) => state !== "terminated");
    if (alive.length > 0) onNotice(`Ending ${alive.length} VM(s) with their builds.`);
    const until = AbortSignal.any([signal, AbortSignal.timeout(END_MS)]);
    await terminateAll({ fleet, clock: systemClock, log }, until);
  } finally {
    client.destroy();
  }
  await removeRemains(config, environment, onNotice);
}

/** Both go with their VM (`DeleteOnTermination`); what outlived one, detached, is nobody's. */
async function removeRemains(config: ClientConfig, environment: string, onNotice: Notice): Promise<void> {
  const client = new EC2Client(config);
  try {
    for (const { kind, id } of await remainsOf(client, environment, true)) {
      onNotice(`Removing ${kind} ${id}, which a VM left behind.`);
      if (kind === "volume") await client.send(new DeleteVolumeCommand({ VolumeId: id }));
      else await client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }));
    }
  } finally {
    client.destroy();
  }
}

export interface Remains {
  readonly kind: "volume" | "network-interface";
  readonly id: string;
}

/** Volumes and interfaces that bear the tags of the environment's VMs. @param detached only those that nothing uses */
export async function remainsOf(
  client: EC2Client,
  environment: string,
  detached: boolean,
): Promise<readonly Remains[]> {
  const Filters = [
    { Name: `tag:${ENVIRONMENT_TAG}`, Values: [environment] },
    { Name: `tag:${MANAGED_BY_TAG}`, Values: [MANAGED_BY] },
    ...(detached ? [{ Name: "status", Values: ["available"] }] : []),
  ];
  const found: Remains[] = [];
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client }, { Filters })) {
    for (const { VolumeId } of Volumes)
      if (VolumeId !== undefined) found.push({ kind: "volume", id: VolumeId });
  }
  for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces({ client }, { Filters })) {
    for (const { NetworkInterfaceId: id } of NetworkInterfaces)
      if (id !== undefined) found.push({ kind: "network-interface", id });
  }
  return found;
}

/** Takes a resource out of the stack's state, without any call of it. @throws Error with the CLI's reason */
export async function takeOut(engine: Engine, urn: string): Promise<void> {
  const args = ["state", "delete", urn, "--stack", engine.stack, "--yes", "--non-interactive"];
  const { exitCode, stderr } = await runPulumi(engine, args);
  if (exitCode !== 0) throw new Error(`${urn} could not be taken out of the state: ${stderr.trim()}`);
}
