import { type ResourceType } from "../../resourceType";
import { instanceProfile } from "./instanceProfile";
import { policy } from "./policy";
import { role } from "./role";
import { rolePolicy, rolePolicyAttachment } from "./rolePolicies";

export const types: readonly ResourceType[] = [
  instanceProfile,
  policy,
  role,
  rolePolicy,
  rolePolicyAttachment,
];
