import { group } from "../containers";
import { dollarsOrNone, duration, oneOf, whole } from "../values";
import { retentionDays } from "./words";

export const scaler = group("The scaler's limits", {
  tick: duration("Time between two ticks when no event comes", "1s", "50s", "15s"),
  grace: duration("A younger build request is left to in-house machines", "0s", "1h", "30s"),
  maxStartsPerTick: whole("Starts of one pool in one tick", 1, 100, 10),
  maxStartsPerHour: whole("Starts of one pool in any hour", 1, 1000, 120),
  maxDollarsPerDay: dollarsOrNone("Cost of all VMs in a day", 150),
  maxSnapshotAge: duration("Older answers of the master start and stop nothing", "5s", "10m", "60s"),
  // 2 s and more: a build was seen to start up to 0.6 s after the master answered "paused".
  drain: duration(
    "Wait between pausing a worker and the last look before its VM is suspended",
    "2s",
    "60s",
    "3s",
  ),
  // 1 s and more: a worker that ends during the master's attach handshake stays connected there for ever.
  attachSettle: duration("Wait between a worker's attach and the first stop it may get", "1s", "60s", "2s"),
  attachTimeout: duration("A VM that runs this long and does not attach is stuck", "15s", "1h", "10m"),
  // The function's run ends after 180 s; termination needs the rest.
  teardownWait: duration("How long the end of the stack waits for running builds", "0s", "2m", "2m"),
  logRetentionDays: oneOf("Days that the scaler's logs are kept", retentionDays, 90),
});
