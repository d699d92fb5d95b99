import { boundaryStatements } from "../../../infra/account/boundary";
import { deployPolicies } from "../../../infra/account/deployRole";
import { accountNames } from "../../../infra/account/names";
import { stateBucketStatements, stateKeyStatements } from "../../../infra/account/stateBackend";
import { deployTrustStatements, githubIssuer, type DeployTrust } from "../../../infra/account/trust";
import { policyJson } from "../../../infra/iam";
import { account } from "./evaluator";
import { type StackPolicy, type StackRole } from "./stack";

export const place = { account, region: "us-east-1" };
export const names = accountNames(place);

export const trust: DeployTrust = {
  oidc: {
    issuer: githubIssuer,
    audience: "sts.amazonaws.com",
    subjects: ["repo:acme/overflow:environment:staging"],
  },
  operators: [],
};

/** The role of the account's template. */
export function deployRole(guardOwner: boolean): StackRole {
  return {
    name: guardOwner ? "deploy, where it owns the region's guard" : "deploy",
    principal: `arn:aws:iam::${account}:role/${names.deployRole}`,
    trust: JSON.stringify({ Version: "2012-10-17", Statement: deployTrustStatements(account, trust) }),
    policies: deployPolicies(place, guardOwner).map(({ statements }) => policyJson(statements)),
  };
}

export const boundary = policyJson(boundaryStatements(place));

/** Policies of the template's bucket and key. */
export const accountPolicies: readonly StackPolicy[] = [
  { name: "key of the state", policy: policyJson(stateKeyStatements(place)) },
  { name: "bucket of the state", policy: policyJson(stateBucketStatements(names.stateBucket)) },
];
