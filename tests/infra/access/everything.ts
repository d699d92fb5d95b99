import { accountPolicies, deployRole } from "./deploy";
import { type Access } from "./page";
import { recordStack, resourcePoliciesOf, rolesOf } from "./stack";

/** All that docs/access.md shows: staging's stack, as its settings file declares it, and the account's template. */
export async function everything(): Promise<Access> {
  const recorded = await recordStack("staging");
  return {
    roles: [...rolesOf(recorded), deployRole(true)],
    resourcePolicies: [...resourcePoliciesOf(recorded), ...accountPolicies],
  };
}
