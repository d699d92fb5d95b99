import { mirrorStatements } from "../../../infra/mirrorAccess";
import { policyJson, trustJson } from "../../../infra/iam";
import { accountPolicies, deployRole } from "./deploy";
import { account } from "./evaluator";
import { type Access } from "./page";
import { recordStack, resourcePoliciesOf, rolesOf, type StackRole } from "./stack";

/** All that docs/access.md shows: staging's stack, as its settings file declares it, and the account's template. */
export async function everything(): Promise<Access> {
  const recorded = await recordStack("staging");
  return {
    roles: [...rolesOf(recorded), mirror, deployRole(true)],
    resourcePolicies: [...resourcePoliciesOf(recorded), ...accountPolicies],
  };
}

/** A mirror of the level try. */
const mirror: StackRole = {
  name: "mirrors-try",
  principal: `arn:aws:iam::${account}:role/overflow/staging/mirrors-try`,
  trust: trustJson("ec2.amazonaws.com"),
  policies: [
    policyJson(
      mirrorStatements({
        region: "us-east-1",
        level: "try",
        certificate: {
          secretArn: `arn:aws:secretsmanager:us-east-1:${account}:secret:mirrors-try`,
          keyArn: `arn:aws:kms:us-east-1:${account}:key/key`,
          endpointId: "interfaces-secretsmanager-id",
        },
        recordsBucket: `overflow-staging-${account}-records`,
        recordsEndpointId: "gateways-s3-mirrors-id",
      }),
    ),
  ],
};
