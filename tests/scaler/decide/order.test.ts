import { newestOf } from "../../../scaler/decide/memory";
import { ONE, TWO, THREE, table, small } from "../truth";
import { ago, Farm, NOW } from "../worlds";

table("order: which one", [
  {
    title: "hibernated before stopped before new",
    farm: () => new Farm().vm(ONE, "stopped").asleep(TWO).requests(3),
    actions: [`start ${TWO}`, `start ${ONE}`, `create ${THREE}`],
  },
  {
    title: "most recently used first",
    farm: () =>
      new Farm()
        .asleep(ONE)
        .asleep(TWO)
        .remember(ONE, { lastBusyMs: ago(9000) })
        .remember(TWO, { lastBusyMs: ago(8000) })
        .requests(1),
    actions: [`start ${TWO}`],
  },
  {
    title: "a worker in the middle of a stop is opened again before any start",
    farm: () => new Farm().draining(ONE, 1).asleep(TWO).requests(2),
    actions: [`unpause ${ONE}`, `start ${TWO}`],
  },
  {
    title: "a name is free again once its VM is terminated",
    farm: () => small({}, 1).vm(ONE, "terminated").requests(1),
    actions: [`create ${ONE}`],
  },
  {
    title: "a name is not free while its VM is shutting down",
    farm: () => small({}, 1).vm(ONE, "shutting-down").requests(1),
    actions: [],
    holds: ["max"],
  },
  {
    title: "a sleeping VM whose worker someone paused stays asleep",
    farm: () => new Farm().asleep(ONE).change(ONE, { paused: true }).asleep(TWO).requests(1),
    actions: [`start ${TWO}`],
    holds: ["paused-by-other"],
  },
  {
    title: "a sleeping VM whose worker the scaler paused is woken",
    farm: () =>
      new Farm()
        .asleep(ONE)
        .change(ONE, { paused: true })
        .remember(ONE, {
          mark: { phase: "suspending", atMs: ago(60), runStartedAtMs: ago(7200), pausedSeenMs: ago(70) },
        })
        .requests(1),
    actions: [`start ${ONE}`],
  },
]);

table("caps", [
  {
    title: "never more than the pool's names",
    farm: () => small({}, 2).requests(9),
    actions: [`create ${ONE}`, `create ${TWO}`],
    holds: ["max"],
  },
  {
    title: "starts a tick",
    farm: () => small({ maxStartsPerTick: 1 }).asleep(ONE).asleep(TWO).requests(2),
    actions: [`start ${ONE}`],
    holds: ["starts-per-tick"],
  },
  {
    title: "starts an hour",
    farm: () => {
      const farm = small({ maxStartsPerHour: 2 }).asleep(ONE).asleep(TWO).requests(2);
      farm.memory = {
        ...farm.memory,
        pools: { linux64: { lastBacklogMs: NOW, startsMs: [ago(4000), ago(100)], newest: newestOf("") } },
      };
      return farm;
    },
    actions: [`start ${ONE}`],
    holds: ["starts-per-hour"],
  },
  {
    title: "dollars a day",
    farm: () => {
      const farm = small({ maxDollarsPerDay: 5 }).asleep(ONE).requests(1);
      farm.memory = { ...farm.memory, spend: { day: "2026-11-24", dollars: 5 } };
      return farm;
    },
    actions: [],
    holds: ["dollars-per-day"],
  },
  {
    title: "yesterday's dollars do not count",
    farm: () => {
      const farm = small({ maxDollarsPerDay: 5 }).asleep(ONE).requests(1);
      farm.memory = { ...farm.memory, spend: { day: "2026-11-23", dollars: 5 } };
      return farm;
    },
    actions: [`start ${ONE}`],
  },
  {
    title: "a zone without capacity is passed by",
    farm: () => {
      const farm = new Farm().asleep(ONE).asleep(TWO, { subnetId: "subnet-b" }).requests(1);
      farm.memory = { ...farm.memory, bars: { "subnet:linux64:subnet-a": NOW + 60_000 } };
      return farm;
    },
    actions: [`start ${TWO}`],
  },
  {
    title: "a throttled API is left alone",
    farm: () => {
      const farm = new Farm().asleep(ONE).requests(1);
      farm.memory = { ...farm.memory, bars: { api: NOW + 1000 } };
      return farm;
    },
    actions: [],
    holds: ["throttled"],
  },
]);
