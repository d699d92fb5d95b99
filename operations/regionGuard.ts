import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  type Guarded,
  guardNotices,
  guardRefusal,
  judgeSwitches,
  type SwitchState,
} from "../infra/security/guardedState";
import { type Settings } from "../infra/settings/schema";
import { configOf } from "./clients";
import { ownersBeside } from "./guardOwners";
import { cutWays, type PublicWays, readPublicWays } from "./publicWays";
import { readSwitches } from "./regionSwitches";
import { type World } from "./world";

/** The switches that guard the region are not as an environment relies on: it must not come up. Nothing was touched. */
export class GuardRefused extends Error {
  override readonly name = "GuardRefused";
}

/** What of an environment's world a look at its region takes. */
export interface Place extends Pick<World, "environment" | "lab"> {
  readonly engine: Pick<World["engine"], "env" | "projectDirectory" | "settingsDirectory">;
}

/** An environment on AWS, with the credentials that the SDK finds by itself. */
export function placeOnAws(environment: string, projectDirectory: string, env: NodeJS.ProcessEnv): Place {
  return { environment, lab: null, engine: { env, projectDirectory } };
}

export interface RegionReport {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly regionGuard: Settings["regionGuard"];
  readonly switches: readonly SwitchState[];
  readonly public: PublicWays;
  /** Why `up` would be refused; null: it would not. */
  readonly refusal: string | null;
  readonly notices: readonly string[];
}

type GuardSettings = Pick<Settings, "account" | "region" | "regionGuard">;

/**
 * Looks at the region's guard before the engine starts. Who relies on it is refused where it is open, or cannot be read. Who owns it is told
 * where the organization overrules it.
 * @returns what block public access will cut, if this is the update that first sets it; else null
 * @throws GuardRefused
 */
export async function checkGuard(
  place: Place,
  settings: GuardSettings,
  onNotice: (line: string) => void,
): Promise<PublicWays | null> {
  // The lab knows no organization, and what its owner cuts is nobody's.
  if (settings.regionGuard === "owner" && place.lab !== null) return null;
  return withClients(place, settings.region, async (ec2, balancers) => {
    const { guarded, states } = await lookAt(ec2, place, settings);
    const refusal = guardRefusal(guarded, states);
    if (refusal !== null) throw new GuardRefused(refusal);
    for (const notice of guardNotices(guarded, states)) onNotice(notice);
    const block = states.find(({ name }) => name === "internetGatewayBlockMode");
    if (settings.regionGuard !== "owner" || block?.isClosed === true) return null;
    const found = await readPublicWays(ec2, balancers);
    return cutWays(found).length + found.unread.length === 0 ? null : found;
  });
}

/** All that is known of a region's guard, and of what block public access cuts there. @throws Error if AWS cannot be asked */
export function regionReport(place: Place, settings: GuardSettings): Promise<RegionReport> {
  return withClients(place, settings.region, async (ec2, balancers) => {
    const [{ guarded, states }, ways] = await Promise.all([
      lookAt(ec2, place, settings),
      readPublicWays(ec2, balancers),
    ]);
    const { environment, account, region, regionGuard } = guarded;
    return {
      ...{ environment, account, region, regionGuard, switches: states, public: ways },
      refusal: guardRefusal(guarded, states),
      notices: guardNotices(guarded, states),
    };
  });
}

/** @throws Error where the credentials are another account's: its switches say nothing of ours */
async function lookAt(
  ec2: EC2Client,
  { engine, environment, lab }: Place,
  settings: GuardSettings,
): Promise<{ readonly guarded: Guarded; readonly states: readonly SwitchState[] }> {
  const answer = await readSwitches(ec2);
  const account = answer.account ?? settings.account;
  if (lab === null && account !== settings.account) {
    throw new Error(
      `The credentials are of account ${account}, and ${environment} is for ${settings.account} (overflow:account). Nothing was touched.`,
    );
  }
  const owner = ownersBeside(engine.projectDirectory, environment)[0] ?? null;
  return { guarded: { ...settings, environment, account, owner }, states: judgeSwitches(answer.switches) };
}

async function withClients<T>(
  place: Place,
  region: string,
  use: (ec2: EC2Client, balancers: ElasticLoadBalancingV2Client) => Promise<T>,
): Promise<T> {
  const config = configOf(place, region);
  const ec2 = new EC2Client(config);
  const balancers = new ElasticLoadBalancingV2Client(config);
  try {
    return await use(ec2, balancers);
  } finally {
    ec2.destroy();
    balancers.destroy();
  }
}
