import { type Statement } from "../iam";
import { deployData } from "./deployData";
import { neverStatements, regionGuardStatements, regionSwitchReads } from "./deployGuard";
import { deployIdentity } from "./deployIdentity";
import { deployMachines } from "./deployMachines";
import { deployNetwork } from "./deployNetwork";
import { deployServices } from "./deployServices";
import { deployState } from "./deployState";
import { type Place } from "./names";

/** One managed policy of the deploy role. */
export interface DeployPolicy {
  /** Logical name in the template. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** Most characters of a managed policy without white space, and most such policies of a role. Source: IAM guide, "IAM and AWS STS quotas". */
export const managedPolicyQuota = { characters: 6_144, policies: 10 } as const;

/**
 * The rights with which stacks are deployed, in parts that fit IAM's quotas.
 * @param guardOwner whether stacks deployed here own the region's switches
 */
export function deployPolicies(place: Place, guardOwner: boolean): readonly DeployPolicy[] {
  return [
    { name: "DeployNetwork", statements: [...deployNetwork(place), ...regionSwitchReads()] },
    { name: "DeployMachines", statements: deployMachines(place) },
    { name: "DeployServices", statements: deployServices(place) },
    { name: "DeployData", statements: deployData(place) },
    { name: "DeployIdentity", statements: [...deployIdentity(place), ...deployState(place)] },
    { name: "DeployNever", statements: neverStatements() },
    ...(guardOwner ? [{ name: "DeployRegionGuard", statements: regionGuardStatements() }] : []),
  ];
}
