import { expect } from "chai";
import { ONE, small, table } from "../truth";
import { actionsOf, ago, Farm } from "../worlds";

const GONE = "bld-solaris-ec2-001";
const ALSO_GONE = "bld-solaris-ec2-002";
const BEYOND = "bld-linux64-ec2-099";
const of = (pool: string, builders = [pool]) => ({
  /** The master still knows the name, as long as its pools file has it. */
  known: (farm: Farm, ...names: string[]) => {
    for (const name of names) farm.row(name, builders);
    return farm;
  },
});
const SOLARIS = { pool: "solaris" };

/** A VM of a pool that the settings have no more. */
function awake(farm: Farm, name = GONE): Farm {
  of("solaris").known(farm, name).awake(name, 7200);
  const last = farm.vms.length - 1;
  farm.vms[last] = { ...farm.vms[last]!, ...SOLARIS };
  return farm;
}

function draining(farm: Farm, seconds: number): Farm {
  of("solaris").known(farm, GONE).draining(GONE, seconds);
  farm.vms[0] = { ...farm.vms[0]!, ...SOLARIS };
  return farm;
}

table("VMs under names that no pool has any more", [
  {
    title: "an idle one: first its door is closed",
    farm: () => awake(new Farm()),
    actions: [`pause ${GONE}`],
    holds: ["leaving"],
  },
  {
    title: "a busy one goes on, and gets no more builds",
    farm: () => awake(new Farm()).build(GONE),
    actions: [`pause ${GONE}`],
    holds: ["leaving"],
  },
  {
    title: "a busy one behind its closed door is left alone",
    farm: () => draining(new Farm(), 100).build(GONE),
    actions: [],
    holds: ["leaving"],
  },
  {
    title: "a drained one is ended",
    farm: () => draining(new Farm(), 2),
    actions: [`retire ${GONE}`],
    holds: ["leaving"],
  },
  {
    title: "a sleeping one is ended, whether the master knows its name or not",
    farm: () => of("solaris").known(new Farm().asleep(GONE, SOLARIS).asleep(ALSO_GONE, SOLARIS), GONE),
    actions: [`retire ${GONE}`, `retire ${ALSO_GONE}`],
    holds: ["leaving"],
  },
  {
    title: "one beyond a lowered maximum leaves alike",
    farm: () => new Farm().asleep(BEYOND),
    actions: [`retire ${BEYOND}`],
    holds: ["leaving"],
  },
  {
    title: "one that runs under a name that the master has forgotten is ended after a second look",
    farm: () =>
      new Farm()
        .vm(BEYOND, "running")
        .remember(BEYOND, { runStartedAtMs: ago(7200), detachedSinceMs: ago(3) }),
    actions: [`retire ${BEYOND}`],
    holds: ["leaving"],
  },
  {
    title: "not at the first look",
    farm: () => new Farm().vm(BEYOND, "running"),
    actions: [],
    holds: ["leaving"],
  },
  {
    title: "one whose worker may yet attach is waited for",
    farm: () => of("solaris").known(new Farm().vm(GONE, "running", SOLARIS), GONE),
    actions: [],
    holds: ["leaving"],
  },
  {
    title: "one whose worker never attached is ended",
    farm: () =>
      of("solaris")
        .known(new Farm().vm(GONE, "running", { ...SOLARIS, launchedAtMs: ago(400) }), GONE)
        .remember(GONE, { runStartedAtMs: ago(400), detachedSinceMs: ago(399) }),
    actions: [`retire ${GONE}`],
    holds: ["leaving"],
  },
  {
    title: "one on hold stays",
    farm: () => new Farm().asleep(GONE, { ...SOLARIS, tags: { "overflow:hold": "yes" } }),
    actions: [],
    holds: ["leaving", "operator-hold"],
  },
  {
    title: "two of one name stay",
    farm: () => new Farm().asleep(GONE, SOLARIS).asleep(GONE, SOLARIS),
    actions: [],
    holds: ["leaving", "duplicate-name"],
  },
  {
    title: "all go on while the master does not know the new pool",
    farm: () => {
      const farm = awake(new Farm());
      for (const name of farm.document.pools[0]!.workers) farm.rows.delete(name);
      return farm;
    },
    actions: [],
    holds: ["not-installed", "leaving"],
  },
  {
    title: "under a backlog for them they leave one by one",
    farm: () =>
      awake(awake(new Farm().requests(3, "solaris")), ALSO_GONE)
        .build(GONE)
        .build(ALSO_GONE),
    actions: [`pause ${GONE}`],
    holds: ["leaving"],
  },
  {
    title: "they are no in-house machines: their builders' backlog starts what the pools have",
    farm: () => {
      const farm = new Farm().requests(1).row(GONE, ["linux64"]).awake(GONE, 7200);
      farm.vms[0] = { ...farm.vms[0]!, ...SOLARIS };
      return farm;
    },
    actions: [`create ${ONE}`, `pause ${GONE}`],
    holds: ["leaving"],
  },
]);

table("VMs whose tags do not go together", [
  {
    title: "the name of another pool's worker: reported and left",
    farm: () => new Farm().vm(ONE, "running", SOLARIS),
    actions: [],
    holds: ["unknown-vm"],
  },
  {
    title: "no name: reported and left",
    farm: () => new Farm().vm("", "running"),
    actions: [],
    holds: ["unknown-vm"],
  },
]);

describe("a name that left", () => {
  it("may come back: the scaler still knows that it closed the door", () => {
    const farm = small({}).draining(ONE, 100);
    farm.vms.length = 0;
    farm.document = {
      ...farm.document,
      pools: [{ ...farm.document.pools[0]!, workers: ["bld-linux64-ec2-002"] }],
    };
    const after = farm.plan().memory;
    expect(after.workers[ONE]?.mark).to.not.equal(null);
    const back = small({}, 1).change(ONE, { paused: true }).requests(1);
    back.memory = after;
    expect(actionsOf(back.plan())).to.deep.equal([`create ${ONE}`]);
  });

  it("is forgotten once its door is open", () => {
    const farm = small({}).draining(ONE, 100).change(ONE, { paused: false });
    farm.vms.length = 0;
    farm.document = {
      ...farm.document,
      pools: [{ ...farm.document.pools[0]!, workers: ["bld-linux64-ec2-002"] }],
    };
    expect(farm.plan().memory.workers).to.not.have.property(ONE);
  });
});
