import { type ScalerDocument } from "./document";
import { type Action, type CreateAction, type StartAction } from "./decide/plan";
import { PAUSE_REASON_PREFIX } from "./decide/machine";
import { PAUSED_BY_SCALER, PAUSED_BY_TAG } from "./decide/observe";
import { renderUserData, workerPassword } from "./identity";
import { type Outcome } from "./journal";
import { messageOf } from "./log";
import { type CreateVm, type Fleet, FleetError, type FleetOutcome, type Queue, type Secrets } from "./ports";

export interface Hands {
  readonly queue: Queue;
  readonly fleet: Fleet;
  readonly secrets: Secrets;
}

/**
 * Carries a plan out: doors and starts first, then closings, then stops; within a step all at once. A failure of one action holds
 * up no other.
 *
 * @param guard called before each step; throws if this run may no longer act
 */
export async function act(
  actions: readonly Action[],
  document: ScalerDocument,
  hands: Hands,
  guard: () => void,
): Promise<Outcome[]> {
  const steps: readonly (readonly Action["kind"][])[] = [
    ["unpause", "start", "create"],
    ["pause"],
    ["suspend", "terminate", "retire"],
  ];
  const outcomes: Outcome[] = [];
  for (const kinds of steps) {
    const step = actions.filter((action) => kinds.includes(action.kind));
    if (step.length === 0) continue;
    guard();
    outcomes.push(...(await carryOut(step, document, hands)));
  }
  return outcomes;
}

async function carryOut(
  actions: readonly Action[],
  document: ScalerDocument,
  hands: Hands,
): Promise<Outcome[]> {
  const starts = actions.filter((action) => action.kind === "start");
  const creations = actions.filter((action) => action.kind === "create");
  const singles = actions.filter((action) => action.kind !== "start" && action.kind !== "create");
  const outcomes = await Promise.all([
    start(starts, hands),
    ...document.pools.map((pool) =>
      create(
        creations.filter((each) => each.pool === pool.name),
        document,
        hands,
      ),
    ),
    ...singles.map(async (action) => [await one(action, () => single(action, hands))]),
  ]);
  return outcomes.flat();
}

async function start(actions: readonly StartAction[], { fleet }: Hands): Promise<Outcome[]> {
  return many(actions, () => fleet.start(actions.map((action) => action.instanceId)));
}

async function create(
  actions: readonly CreateAction[],
  document: ScalerDocument,
  hands: Hands,
): Promise<Outcome[]> {
  return many(actions, async () => {
    const pool = document.pools.find((each) => each.name === actions[0]?.pool);
    if (pool === undefined) return [];
    const key = await hands.secrets.read(pool.workerKeySecretArn);
    const vms = actions.map(
      ({
        worker: name,
        launchTemplateId,
        launchTemplateVersion,
        subnetId,
        clientToken,
        madeWith,
      }): CreateVm => ({
        pool: pool.name,
        name,
        launchTemplateId,
        launchTemplateVersion,
        subnetId,
        clientToken,
        madeWith,
        userData: renderUserData(name, document, pool, workerPassword(key, name)),
      }),
    );
    return hands.fleet.create(vms);
  });
}

async function single(action: Action, { queue, fleet }: Hands): Promise<void> {
  switch (action.kind) {
    case "unpause":
      await queue.unpause(action.worker);
      return mark(fleet, action.instanceId, "");
    case "pause":
      await mark(fleet, action.instanceId, PAUSED_BY_SCALER);
      return queue.pause(action.worker, `${PAUSE_REASON_PREFIX} ${action.reason}`);
    case "suspend":
      return fleet.suspend(action.instanceId, action.hibernate);
    case "terminate":
    case "retire":
      return fleet.terminate(action.instanceId);
    case "start":
    case "create":
      return;
  }
}

/** The tag is a second record, read only if the table is lost: a refusal to write it stops nothing. */
async function mark(fleet: Fleet, instanceId: string, value: string): Promise<void> {
  await fleet.tag(instanceId, { [PAUSED_BY_TAG]: value }).catch(() => undefined);
}

async function many(
  actions: readonly (StartAction | CreateAction)[],
  call: () => Promise<readonly FleetOutcome[]>,
): Promise<Outcome[]> {
  if (actions.length === 0) return [];
  try {
    const answers = await call();
    return actions.map((action) => {
      const answer = answers.find((each) => isAbout(each, action));
      return outcome(action, answer?.instanceId ?? null, answer === undefined ? "Unknown" : answer.error);
    });
  } catch (error) {
    return actions.map((action) => failure(action, error));
  }
}

function isAbout(answer: FleetOutcome, action: StartAction | CreateAction): boolean {
  return action.kind === "start" ? answer.instanceId === action.instanceId : answer.name === action.worker;
}

async function one(action: Action, call: () => Promise<void>): Promise<Outcome> {
  try {
    await call();
    return outcome(action, null, null);
  } catch (error) {
    return failure(action, error);
  }
}

function outcome(action: Action, instanceId: string | null, error: string | null): Outcome {
  const id = instanceId ?? ("instanceId" in action ? action.instanceId : null);
  return { kind: action.kind, worker: action.worker, instanceId: id, error, message: error };
}

function failure(action: Action, error: unknown): Outcome {
  const code = error instanceof FleetError ? error.code : "Unknown";
  return { ...outcome(action, null, code), message: messageOf(error) };
}
