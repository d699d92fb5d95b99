import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { documentText } from "./documents";
import { type Item } from "./item";
import { types } from "./types";

interface Kind {
  readonly list: string;
  readonly name: string;
  readonly inline: string;
  readonly policyType: string;
  readonly attachmentType: string;
  readonly property: string;
}

const kinds: readonly Kind[] = [
  {
    ...{ list: "RoleDetailList", name: "RoleName", inline: "RolePolicyList", property: "role" },
    ...{ policyType: types.rolePolicy, attachmentType: types.roleAttachment },
  },
  {
    ...{ list: "UserDetailList", name: "UserName", inline: "UserPolicyList", property: "user" },
    ...{ policyType: types.userPolicy, attachmentType: types.userAttachment },
  },
  {
    ...{ list: "GroupDetailList", name: "GroupName", inline: "GroupPolicyList", property: "group" },
    ...{ policyType: types.groupPolicy, attachmentType: types.groupAttachment },
  },
];

/** Roles, users and groups with what they may. Source: IAM API, GetAccountAuthorizationDetails. */
export function readAccess(answers: Answers, collection: Collection): void {
  for (const root of answers.roots("iam-get-account-authorization-details")) {
    for (const kind of kinds) for (const item of root.list(kind.list)) readPolicies(item, kind, collection);
    for (const item of root.list("RoleDetailList")) readRole(item, collection);
    for (const item of root.list("Policies")) {
      const version = item.list("PolicyVersionList").find((one) => one.flag("IsDefaultVersion") === true);
      const arn = item.id("Arn");
      const policy = version && documentText(version, "Document");
      collection.add(
        types.policy,
        arn,
        { arn, name: item.text("PolicyName"), path: item.text("Path"), policy },
        item,
      );
    }
  }
}

function readPolicies(item: Item, kind: Kind, collection: Collection): void {
  const owner = item.id(kind.name);
  for (const policy of item.list(kind.inline)) {
    const name = policy.id("PolicyName");
    const props = { [kind.property]: owner, name, policy: documentText(policy, "PolicyDocument") };
    collection.add(kind.policyType, `${owner}:${name}`, props, policy);
  }
  for (const policyArn of item.textsOf("AttachedManagedPolicies", "PolicyArn")) {
    collection.add(kind.attachmentType, `${owner}/${policyArn}`, { [kind.property]: owner, policyArn }, item);
  }
}

function readRole(item: Item, collection: Collection): void {
  const name = item.id("RoleName");
  collection.add(
    types.role,
    name,
    {
      name,
      arn: item.text("Arn"),
      path: item.text("Path"),
      assumeRolePolicy: documentText(item, "AssumeRolePolicyDocument"),
      permissionsBoundary: item.object("PermissionsBoundary")?.text("PermissionsBoundaryArn"),
    },
    item,
  );
  for (const profile of item.list("InstanceProfileList")) {
    const profileName = profile.id("InstanceProfileName");
    const props = { name: profileName, arn: profile.text("Arn"), role: name };
    collection.add(types.instanceProfile, profileName, props, profile);
  }
}
