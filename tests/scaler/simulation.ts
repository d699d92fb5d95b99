import { type ScalerDocument } from "../../scaler/document";
import { decide } from "../../scaler/decide/decide";
import { emptyMemory, isFreshStart, type Memory } from "../../scaler/decide/memory";
import { withFailure } from "../../scaler/decide/outcome";
import { type Action } from "../../scaler/decide/plan";
import { type FinishedBuild, type MasterWorker, type RunningBuild, type Vm } from "../../scaler/ports";
import { NOW } from "./worlds";

/** A small farm that lives in seconds: EC2 with its delays, a master that gives builds to whoever is free, in-house first. */
export interface Story {
  readonly document: ScalerDocument;
  readonly inHouse: number;
  /** Arrivals: at which second, for which builder, how many seconds of work. */
  readonly jobs: readonly { readonly at: number; readonly builder: string; readonly seconds: number }[];
  readonly seconds: number;
  /** Error code of the n-th act, or null. */
  readonly refuse: (n: number) => string | null;
  /** New settings at some second; the master knows the old names beside the new ones from then on. */
  readonly change?: { readonly at: number; readonly document: ScalerDocument };
  /** Whether the master answers in that second. */
  readonly readable: (second: number) => boolean;
}

export interface Told {
  readonly finished: number;
  readonly starts: number;
  readonly mostRunning: number;
  readonly awakeAtEnd: number;
  /** VMs that are there at the end, as `<name> of <template version>`. */
  readonly left: readonly string[];
  /** Broken rules, in words. */
  readonly faults: readonly string[];
}

const PENDING_S = 3;
const BOOT_S = 20;
const STOP_S = 5;
const LAUNCH_GAP_S = 60;

export function tell(story: Story): Told {
  let { document } = story;
  const faults: string[] = [];
  let memory: Memory = { ...emptyMemory(), codeVersion: "1", documentDigest: "d" };
  let vms: (Vm & { readonly sinceSecond: number })[] = [];
  const rows: MasterWorker[] = [];
  const addRow = (name: string, builders: readonly string[], connected: boolean) =>
    rows.push({ workerId: rows.length + 1, name, connected, paused: false, graceful: false, builders });
  const builders = [...new Set(document.pools.flatMap((pool) => pool.builders))];
  for (let i = 0; i < story.inHouse; i += 1) addRow(`ih-${i}`, builders, true);
  for (const pool of document.pools) for (const name of pool.workers) addRow(name, pool.builders, false);

  let waiting: {
    readonly id: number;
    readonly at: number;
    readonly builder: string;
    readonly seconds: number;
  }[] = [];
  let running: (RunningBuild & { readonly endsAt: number })[] = [];
  const finished: FinishedBuild[] = [];
  let acts = 0;
  let starts = 0;
  let mostRunning = 0;
  let wakeAtMs = 0;

  const at = (second: number) => NOW + second * 1000;
  const setRow = (name: string, change: Partial<MasterWorker>) => {
    const index = rows.findIndex((row) => row.name === name);
    rows[index] = { ...rows[index]!, ...change };
  };
  const setVm = (id: string, second: number, change: Partial<Vm>) => {
    vms = vms.map((vm) => (vm.instanceId === id ? { ...vm, ...change, sinceSecond: second } : vm));
  };
  const hasBuild = (name: string) => running.some((build) => rows[build.workerId - 1]?.name === name);

  const carryOut = (action: Action, second: number) => {
    const error = story.refuse(acts++);
    if (error !== null) {
      memory = withFailure(memory, action, error, at(second));
      return;
    }
    const row = rows.find((each) => each.name === action.worker)!;
    const vm = vms.find((each) => each.name === action.worker && each.state !== "terminated");
    switch (action.kind) {
      case "start":
        if (vm?.state !== "stopped") faults.push(`start of ${vm?.state ?? "nothing"}`);
        starts += 1;
        setVm(action.instanceId, second, { state: "pending", launchedAtMs: at(second), hibernated: false });
        return;
      case "create":
        if (vm !== undefined) faults.push(`second VM for ${action.worker}`);
        starts += 1;
        vms.push({
          instanceId: `i-${vms.length}`,
          pool: action.pool,
          name: action.worker,
          state: "pending",
          launchedAtMs: at(second),
          hibernated: false,
          launchTemplateVersion: action.launchTemplateVersion,
          subnetId: action.subnetId,
          tags: {},
          sinceSecond: second,
        });
        return;
      case "pause":
      case "unpause":
        setRow(action.worker, { paused: action.kind === "pause" });
        return;
      case "suspend":
        if (hasBuild(action.worker)) faults.push(`suspend of busy ${action.worker}`);
        if (!row.paused) faults.push(`suspend of open ${action.worker}`);
        setVm(action.instanceId, second, { state: "stopping" });
        setRow(action.worker, { connected: false });
        return;
      case "retire":
        if (hasBuild(action.worker)) faults.push(`retirement of busy ${action.worker}`);
        if (row.connected && !row.paused) faults.push(`retirement of open ${action.worker}`);
        setVm(action.instanceId, second, { state: "terminated" });
        setRow(action.worker, { connected: false });
        return;
      case "terminate":
        faults.push(`terminate of healthy ${action.worker}`);
    }
  };

  for (let second = 0; second < story.seconds; second += 1) {
    if (second === story.change?.at) {
      document = story.change.document;
      for (const pool of document.pools) {
        const added = pool.workers.filter((name) => !rows.some((row) => row.name === name));
        for (const name of added) addRow(name, pool.builders, false);
      }
    }
    for (const vm of vms) {
      const age = second - vm.sinceSecond;
      if (vm.state === "pending" && age >= PENDING_S) setVm(vm.instanceId, second, { state: "running" });
      if (vm.state === "running" && age >= BOOT_S) setRow(vm.name, { connected: true });
      if (vm.state === "stopping" && age >= STOP_S)
        setVm(vm.instanceId, second, { state: "stopped", hibernated: true });
    }
    for (const build of running.filter((each) => each.endsAt <= second)) {
      const { buildId, builder, workerId } = build;
      finished.push({ buildId, builder, workerId, completeAtMs: at(second) });
    }
    running = running.filter((build) => build.endsAt > second);
    waiting.push(
      ...story.jobs.filter((job) => job.at === second).map((job, id) => ({ ...job, id: second * 1000 + id })),
    );
    waiting = waiting.filter((job) => {
      const free = rows.find(
        (row) => row.connected && !row.paused && row.builders.includes(job.builder) && !hasBuild(row.name),
      );
      if (free === undefined) return true;
      running.push({
        buildId: job.id,
        builder: job.builder,
        workerId: free.workerId,
        startedAtMs: at(second),
        endsAt: second + job.seconds,
      });
      return false;
    });
    mostRunning = Math.max(
      mostRunning,
      vms.filter((vm) => vm.state === "running" || vm.state === "pending").length,
    );

    if (second % document.limits.tickSeconds !== 0 && at(second) < wakeAtMs) continue;
    const nowMs = at(second);
    const queue = {
      takenAtMs: nowMs,
      pending: waiting.map((job) => ({ requestId: job.id, builder: job.builder, submittedAtMs: at(job.at) })),
      builders: builders.map((name, index) => ({ builderId: index, name })),
      workers: [...rows],
      running,
      finished: finished.filter((build) => nowMs - build.completeAtMs < LAUNCH_GAP_S * 1000),
    };
    const plan = decide({
      nowMs,
      freshStart: isFreshStart(memory, nowMs, "d", "1") || second === story.change?.at,
      document,
      queue: story.readable(second) ? { value: queue } : { unreadable: "HTTP 502" },
      fleet: { value: { takenAtMs: nowMs, vms } },
      memory,
    });
    memory = plan.memory;
    wakeAtMs = plan.wakeAtMs ?? Infinity;
    if (!story.readable(second) && plan.actions.length > 0) faults.push("acted without seeing");
    for (const action of plan.actions) carryOut(action, second);
  }
  const there = vms.filter((vm) => vm.state !== "terminated");
  const awakeAtEnd = there.filter((vm) => vm.state !== "stopped").length;
  const left = there.map((vm) => `${vm.name} of ${vm.launchTemplateVersion}`);
  return { left, finished: finished.length, starts, mostRunning, awakeAtEnd, faults };
}
