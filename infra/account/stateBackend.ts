import { type Statement } from "../iam";
import { accountDecides } from "../security/keyPolicy";
import { tlsOnly } from "../storage/bucketPolicies";
import { type Place } from "./names";

/** Days in which a state that was overwritten can be had back. */
export const stateHistoryDays = 365;

/** The bucket of Pulumi's state. */
export function stateBucketStatements(bucket: string): readonly Statement[] {
  return tlsOnly(bucket);
}

/** The key that seals secrets in the state. */
export function stateKeyStatements({ account }: Place): readonly Statement[] {
  return [accountDecides(account)];
}
