import { type Memory } from "./memory";

/**
 * Bars: what is left alone for a bounded time after an EC2 error, so that a refusal is not answered by a storm of retries
 * (EC2 API: "Request throttling"). A bar has a key and an end.
 */

/** A zone without capacity for a pool is asked again after three minutes: Karpenter's unavailable-offering time. */
export const CAPACITY_BAR_MS = 180_000;
/** Twice the refill time of an empty StartInstances bucket (5 tokens, 2 a second), rounded up. EC2 "Request throttling". */
export const THROTTLE_BAR_MS = 5_000;
/** Any other refusal of one VM, e.g. IncorrectInstanceState: it is in between two states. */
export const VM_BAR_MS = 15_000;
/** Any other refusal to make a VM: a setting is wrong, and the next try will fail alike. */
export const CREATE_BAR_MS = 60_000;

export const API_BAR = "api";
export const poolBar = (pool: string): string => `pool:${pool}`;
export const createBar = (pool: string): string => `create:${pool}`;
export const subnetBar = (pool: string, subnetId: string): string => `subnet:${pool}:${subnetId}`;
export const vmBar = (worker: string): string => `vm:${worker}`;

export function isBarred(memory: Memory, key: string, nowMs: number): boolean {
  const untilMs = memory.bars[key];
  return untilMs !== undefined && nowMs < untilMs;
}

export function bar(memory: Memory, key: string, untilMs: number): Memory {
  return { ...memory, bars: { ...memory.bars, [key]: Math.max(untilMs, memory.bars[key] ?? 0) } };
}

export function dropEndedBars(memory: Memory, nowMs: number): Memory {
  const bars = Object.fromEntries(Object.entries(memory.bars).filter(([, untilMs]) => nowMs < untilMs));
  return { ...memory, bars };
}

/** What an EC2 error code says about the next try. Codes: EC2 API reference, "Error codes". */
export type ErrorClass = "capacity" | "quota" | "throttle" | "other";

const CAPACITY = ["InsufficientInstanceCapacity", "InsufficientHostCapacity", "InsufficientCapacity"];
const QUOTA = ["InstanceLimitExceeded", "VcpuLimitExceeded", "InsufficientFreeAddressesInSubnet"];
const THROTTLE = [
  "RequestLimitExceeded",
  "EC2ThrottledException",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "TooManyRequestsException",
];

export function errorClass(code: string): ErrorClass {
  if (CAPACITY.includes(code)) return "capacity";
  if (QUOTA.includes(code)) return "quota";
  return THROTTLE.includes(code) ? "throttle" : "other";
}
