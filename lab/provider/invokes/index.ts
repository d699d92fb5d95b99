import { type Invoke } from "../resourceType";
import { ec2Invokes } from "./ec2";
import { identityInvokes } from "./identity";
import { keyInvokes } from "./keys";
import { policyDocumentInvokes } from "./policyDocument";
import { switchInvokes } from "./switches";

/** Every function of @pulumi/aws that the lab serves. */
export const invokes: Readonly<Record<string, Invoke>> = {
  ...ec2Invokes,
  ...identityInvokes,
  ...keyInvokes,
  ...policyDocumentInvokes,
  ...switchInvokes,
};
