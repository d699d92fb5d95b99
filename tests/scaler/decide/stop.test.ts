import { newestOf } from "../../../scaler/decide/memory";
import { ONE, TWO, table } from "../truth";
import { ago, Farm } from "../worlds";

function unseenFor(farm: Farm, seconds: number): Farm {
  farm.memory = { ...farm.memory, seenAtMs: ago(seconds) };
  return farm;
}

table("idle: first step of a stop", [
  {
    title: "idle for the ceiling, pool without backlog for it: paused",
    farm: () => new Farm().awake(ONE, 9000, 3600),
    actions: [`pause ${ONE}`],
  },
  { title: "not a second earlier", farm: () => new Farm().awake(ONE, 9000, 3599), actions: [] },
  {
    title: "counted from this start, not from the last build before it",
    farm: () => new Farm().awake(ONE, 3000, 9000),
    actions: [],
  },
  {
    title: "a build that just ended counts",
    farm: () => new Farm().awake(ONE, 9000, 8000).built(ONE, 10),
    actions: [],
  },
  {
    title: "backlog of the pool within the ceiling keeps every VM",
    farm: () => {
      const farm = new Farm().awake(ONE, 9000, 8000);
      farm.memory = {
        ...farm.memory,
        pools: { linux64: { lastBacklogMs: ago(3500), startsMs: [], newest: newestOf("") } },
      };
      return farm;
    },
    actions: [],
  },
  {
    title: "a door that a teardown closed and gave up is opened again, by its reason",
    farm: () =>
      new Farm()
        .awake(ONE, 60, 10)
        .change(ONE, { paused: true, pauseReason: "overflow: the environment is torn down" }),
    actions: [`unpause ${ONE}`],
  },
  {
    title: "a waiting request of any age keeps every VM",
    farm: () => new Farm().awake(ONE, 9000, 8000).requests(1, "linux64", 0),
    actions: [],
  },
  { title: "a busy VM is kept", farm: () => new Farm().awake(ONE, 9000, 8000).build(ONE), actions: [] },
  {
    title: "a worker that attached a moment ago is left alone",
    farm: () => new Farm().awake(ONE, 9000, 8000).remember(ONE, { attachedSinceMs: ago(1) }),
    actions: [],
  },
  {
    title: "a worker that someone else paused is not stopped",
    farm: () => new Farm().awake(ONE, 9000, 8000).change(ONE, { paused: true }),
    actions: [],
    holds: ["paused-by-other"],
  },
  {
    title: "after three minutes unseen, a pool counts as just busy",
    farm: () => unseenFor(new Farm().awake(ONE, 9000, 8000), 181),
    actions: [],
  },
  {
    title: "after less than that, what is remembered holds",
    farm: () => unseenFor(new Farm().awake(ONE, 9000, 8000), 180),
    actions: [`pause ${ONE}`],
  },
  {
    title: "a pool seen for the first time counts as just busy",
    farm: () => {
      const farm = new Farm().awake(ONE, 9000, 8000);
      farm.memory = { ...farm.memory, pools: {} };
      return farm;
    },
    actions: [],
  },
]);

table("drain: look again, then suspend", [
  {
    title: "waits drainSeconds after the pause was seen",
    farm: () => new Farm().draining(ONE, 1),
    actions: [],
  },
  {
    title: "suspends after it, when no build is there",
    farm: () => new Farm().draining(ONE, 2),
    actions: [`suspend ${ONE}`],
  },
  {
    title: "is taken back at the last moment when the VM is needed again",
    farm: () => new Farm().draining(ONE, 60).requests(1),
    actions: [`unpause ${ONE}`],
  },
  {
    title: "opens the door again when a build slipped in",
    farm: () => new Farm().draining(ONE, 2).build(ONE, 1),
    actions: [`unpause ${ONE}`],
  },
  {
    title: "does not suspend while the master does not show the pause",
    farm: () =>
      new Farm()
        .draining(ONE, 1)
        .change(ONE, { paused: false })
        .remember(ONE, {
          mark: { phase: "draining", atMs: ago(1), runStartedAtMs: ago(7200), pausedSeenMs: null },
        }),
    actions: [],
  },
  {
    title: "a pause undone by an operator is let go",
    farm: () =>
      new Farm()
        .draining(ONE, 600)
        .change(ONE, { paused: false })
        .remember(ONE, { lastBusyMs: ago(60) }),
    actions: [],
  },
  {
    title: "a suspend that EC2 does not show yet is not taken back by new need",
    farm: () =>
      new Farm()
        .draining(ONE, 4)
        .asleep(TWO)
        .remember(ONE, {
          mark: { phase: "suspending", atMs: ago(2), runStartedAtMs: ago(7200), pausedSeenMs: ago(4) },
        })
        .requests(1),
    actions: [`start ${TWO}`],
  },
  {
    title: "a suspend that did nothing for a minute is repeated",
    farm: () =>
      new Farm().draining(ONE, 90).remember(ONE, {
        mark: { phase: "suspending", atMs: ago(61), runStartedAtMs: ago(7200), pausedSeenMs: ago(90) },
      }),
    actions: [`suspend ${ONE}`],
  },
]);
