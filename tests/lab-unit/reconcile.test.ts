import { expect } from "chai";
import fc from "fast-check";
import { type InstanceState, type LabInstance, type StopMode } from "../../lab/machines/instance";
import { type MachineAction, type MachineView, type Power, reconcile } from "../../lab/machines/reconcile";

const instance = (state: InstanceState, stopMode: StopMode = null, launchedAtMs = 1): LabInstance => ({
  id: "i-1",
  state,
  name: "bld-linux64-ec2-001",
  tags: {},
  userData: "",
  privateIp: "10.130.0.4",
  stopMode,
  launchedAtMs,
});
const machine = (power: Power, hasBooted = true, startedForMs: number | null = 1): MachineView => ({
  power,
  hasBooted,
  startedForMs,
});

describe("a machine follows its instance", () => {
  const cases: readonly [string, MachineView, LabInstance | undefined, MachineAction][] = [
    ["pending: waits", machine("off"), instance("pending"), "none"],
    ["running for the first time: boots", machine("off", false, null), instance("running"), "boot"],
    ["running and on, its worker alive or not: is left alone", machine("on"), instance("running"), "none"],
    ["stopping: loses power", machine("on"), instance("stopping", "stop"), "power-off"],
    ["stopping to hibernate: freezes", machine("on"), instance("stopping", "hibernate"), "freeze"],
    [
      "stopping to hibernate before it has booted: is a plain stop",
      machine("on", false),
      instance("stopping", "hibernate"),
      "power-off",
    ],
    ["stopped, stopping missed: loses power", machine("on"), instance("stopped", "stop"), "power-off"],
    ["stopped, frozen: sleeps on", machine("frozen"), instance("stopped", "hibernate"), "none"],
    ["stopped, off: is left alone", machine("off"), instance("stopped", "stop"), "none"],
    ["running again from hibernation: thaws", machine("frozen"), instance("running", null, 2), "thaw"],
    ["running again from a stop: boots", machine("off"), instance("running", null, 2), "boot"],
    ["stopped and started between two looks: reboots", machine("on"), instance("running", null, 2), "reboot"],
    [
      "thawed and plainly stopped unseen: loses power",
      machine("frozen"),
      instance("stopped", "stop"),
      "power-off",
    ],
    ["shutting down: is destroyed", machine("on"), instance("shutting-down"), "destroy"],
    ["terminated while frozen: is destroyed", machine("frozen"), instance("terminated"), "destroy"],
    ["gone from the region: is destroyed", machine("on"), undefined, "destroy"],
  ];
  for (const [title, view, seen, action] of cases) {
    it(title, () => {
      expect(reconcile(view, seen)).to.equal(action);
    });
  }

  it("comes to rest: what was done once is not asked for again", () => {
    const after: Record<MachineAction, (view: MachineView, seen?: LabInstance) => MachineView> = {
      none: (view) => view,
      boot: (_, seen) => machine("on", true, seen?.launchedAtMs ?? null),
      reboot: (_, seen) => machine("on", true, seen?.launchedAtMs ?? null),
      thaw: (_, seen) => machine("on", true, seen?.launchedAtMs ?? null),
      "power-off": () => machine("off"),
      freeze: () => machine("frozen"),
      destroy: () => machine("off"),
    };
    fc.assert(
      fc.property(
        fc.constantFrom<Power>("off", "on", "frozen"),
        fc.boolean(),
        fc.constantFrom<InstanceState>("pending", "running", "stopping", "stopped"),
        fc.constantFrom<StopMode>("hibernate", "stop", null),
        fc.nat(3),
        (power, hasBooted, state, stopMode, launchedAtMs) => {
          const view = machine(power, hasBooted);
          const seen = instance(state, stopMode, launchedAtMs);
          expect(reconcile(after[reconcile(view, seen)](view, seen), seen)).to.equal("none");
        },
      ),
    );
  });
});
