import { account, type Caller } from "./evaluator";
import { recordStack, resourcePoliciesOf, rolesOf } from "./stack";

/** ARN of a thing of EC2's. */
export const ec2 = (resource: string, owner = account): string =>
  `arn:aws:ec2:us-east-1:${owner}:${resource}`;

export const template = ec2("launch-template/pool-staging-linux64-try");

/** What AWS knows of a call that the scaler's function makes. */
export const inVpc = { "aws:SourceVpc": "vpc-id" };
export const elsewhere = { context: { "aws:SourceVpc": "vpc-other" } };

/** The scaler's role in staging's stack, and the policy of the stack's key. */
export async function scalerOfStaging(): Promise<{ readonly scaler: Caller; readonly keyPolicy: string }> {
  const recorded = await recordStack("staging");
  const scaler = rolesOf(recorded).find(({ name }) => name === "scaler");
  const key = resourcePoliciesOf(recorded).find(({ name }) => name === "key key");
  if (scaler === undefined || key === undefined) throw new Error("the stack has no role scaler, or no key");
  return { scaler, keyPolicy: key.policy };
}
