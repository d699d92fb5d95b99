import { ONE, TWO, table } from "../truth";
import { ago, Farm } from "../worlds";

table("stuck: the only way to terminate", [
  {
    title: "a VM whose worker did not attach in time",
    farm: () =>
      new Farm()
        .vm(ONE, "running", { launchedAtMs: ago(301) })
        .remember(ONE, { runStartedAtMs: ago(301), detachedSinceMs: ago(300) }),
    actions: [`terminate ${ONE}`],
  },
  {
    title: "not before the deadline",
    farm: () =>
      new Farm()
        .vm(ONE, "running", { launchedAtMs: ago(301) })
        .remember(ONE, { runStartedAtMs: ago(301), detachedSinceMs: ago(299) }),
    actions: [],
  },
  {
    title: "not while the master shows a build on it",
    farm: () =>
      new Farm()
        .vm(ONE, "running", { launchedAtMs: ago(301) })
        .remember(ONE, { runStartedAtMs: ago(301), detachedSinceMs: ago(300) })
        .build(ONE),
    actions: [],
  },
  {
    title: "not a VM that lost its worker just now, however old",
    farm: () => new Farm().vm(ONE, "running", { launchedAtMs: ago(9000) }),
    actions: [],
  },
  {
    title: "one a tick",
    farm: () =>
      new Farm()
        .vm(ONE, "running", { launchedAtMs: ago(400) })
        .vm(TWO, "running", { launchedAtMs: ago(400) })
        .remember(ONE, { runStartedAtMs: ago(400), detachedSinceMs: ago(399) })
        .remember(TWO, { runStartedAtMs: ago(400), detachedSinceMs: ago(399) }),
    actions: [`terminate ${ONE}`],
  },
  {
    title: "a stuck VM does not count as on its way",
    farm: () =>
      new Farm()
        .vm(ONE, "running", { launchedAtMs: ago(301) })
        .remember(ONE, { runStartedAtMs: ago(301), detachedSinceMs: ago(300) })
        .asleep(TWO)
        .requests(1),
    actions: [`start ${TWO}`, `terminate ${ONE}`],
  },
]);
