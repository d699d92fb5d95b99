import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { blocks, needText, numeric, text, texts } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { type Props } from "../../values";
import { given } from "../given";
import { tagList, tagsAll } from "../tags";
import { decoded, iam, iamArn, newTags } from "./common";

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await iam(aws).send(new TagRoleCommand({ RoleName: id, Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await iam(aws).send(new UntagRoleCommand({ RoleName: id, TagKeys: [...keys] }));
  },
};

async function inlinePolicies(aws: Aws, id: string): Promise<Props[]> {
  const { PolicyNames } = await iam(aws).send(new ListRolePoliciesCommand({ RoleName: id }));
  return Promise.all(
    (PolicyNames ?? []).map(async (name) => {
      const answer = await iam(aws).send(new GetRolePolicyCommand({ RoleName: id, PolicyName: name }));
      return { name, policy: decoded(answer.PolicyDocument) };
    }),
  );
}

async function attachedPolicies(aws: Aws, id: string): Promise<string[]> {
  const answer = await iam(aws).send(new ListAttachedRolePoliciesCommand({ RoleName: id }));
  return (answer.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []);
}

const policyName = (policy: Props): string => needText(policy, "name");

/** Only what the role itself declares; RolePolicy and RolePolicyAttachment own the rest. */
async function writePolicies(aws: Aws, id: string, news: Props, olds: Props): Promise<void> {
  const before = blocks(olds, "inlinePolicies");
  const after = blocks(news, "inlinePolicies");
  for (const old of before)
    if (!after.some((policy) => policyName(policy) === policyName(old)))
      await iam(aws).send(new DeleteRolePolicyCommand({ RoleName: id, PolicyName: policyName(old) }));
  for (const policy of after)
    if (!before.some((old) => same(old, policy)))
      await iam(aws).send(
        new PutRolePolicyCommand({
          RoleName: id,
          PolicyName: policyName(policy),
          PolicyDocument: text(policy, "policy"),
        }),
      );
  const attached = texts(olds, "managedPolicyArns");
  const wanted = texts(news, "managedPolicyArns");
  for (const arn of attached)
    if (!wanted.includes(arn))
      await iam(aws).send(new DetachRolePolicyCommand({ RoleName: id, PolicyArn: arn }));
  for (const arn of wanted)
    if (!attached.includes(arn))
      await iam(aws).send(new AttachRolePolicyCommand({ RoleName: id, PolicyArn: arn }));
}

async function writeBoundary(aws: Aws, id: string, boundary: string | undefined): Promise<void> {
  if (boundary === undefined) await iam(aws).send(new DeleteRolePermissionsBoundaryCommand({ RoleName: id }));
  else
    await iam(aws).send(
      new PutRolePermissionsBoundaryCommand({ RoleName: id, PermissionsBoundary: boundary }),
    );
}

export const role: ResourceType = {
  token: "aws:iam/role:Role",
  scope: "global",
  required: ["assumeRolePolicy"],
  documents: ["assumeRolePolicy"],
  defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
  autoname: { property: "name", maxLength: 64 },
  replaceOn: ["name", "namePrefix", "path"],
  outputs: ["arn", "createDate", "uniqueId"],
  chosenByAws: ["inlinePolicies", "managedPolicyArns"],
  tagging,
  async create(aws, inputs) {
    const { Role } = await iam(aws).send(
      new CreateRoleCommand({
        RoleName: text(inputs, "name"),
        Path: text(inputs, "path"),
        Description: text(inputs, "description"),
        AssumeRolePolicyDocument: text(inputs, "assumeRolePolicy"),
        MaxSessionDuration: numeric(inputs, "maxSessionDuration"),
        PermissionsBoundary: text(inputs, "permissionsBoundary"),
        Tags: newTags(inputs),
      }),
    );
    const id = aws.acknowledged(given(Role?.RoleName, "a role name"));
    await writePolicies(aws, id, inputs, {});
    return id;
  },
  async read(aws, id, known) {
    const { Role: found } = await iam(aws).send(new GetRoleCommand({ RoleName: id }));
    if (found === undefined) return undefined;
    // Policies that other resources attach would look like changes of this one: read only what it declares.
    const inline = known.inlinePolicies === undefined ? undefined : await inlinePolicies(aws, id);
    const managed = known.managedPolicyArns === undefined ? undefined : await attachedPolicies(aws, id);
    return {
      arn: found.Arn ?? iamArn(`role/${id}`),
      name: found.RoleName,
      path: found.Path,
      description: found.Description,
      assumeRolePolicy: decoded(found.AssumeRolePolicyDocument),
      maxSessionDuration: found.MaxSessionDuration,
      permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn,
      createDate: found.CreateDate?.toISOString(),
      uniqueId: found.RoleId,
      inlinePolicies: inline,
      managedPolicyArns: managed,
      tagsAll: tagsAll(found.Tags),
    };
  },
  async update(aws, id, news, olds) {
    if (!same(news.assumeRolePolicy, olds.assumeRolePolicy))
      await iam(aws).send(
        new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument: text(news, "assumeRolePolicy") }),
      );
    if (!same(news.description, olds.description) || !same(news.maxSessionDuration, olds.maxSessionDuration))
      await iam(aws).send(
        new UpdateRoleCommand({
          RoleName: id,
          Description: text(news, "description") ?? "",
          MaxSessionDuration: numeric(news, "maxSessionDuration"),
        }),
      );
    if (!same(news.permissionsBoundary, olds.permissionsBoundary))
      await writeBoundary(aws, id, text(news, "permissionsBoundary"));
    await writePolicies(aws, id, news, olds);
  },
  async remove(aws, id, state) {
    const answer = await iam(aws).send(new ListInstanceProfilesForRoleCommand({ RoleName: id }));
    for (const { InstanceProfileName } of answer.InstanceProfiles ?? [])
      await iam(aws).send(new RemoveRoleFromInstanceProfileCommand({ RoleName: id, InstanceProfileName }));
    const forced = state.forceDetachPolicies === true;
    const found = forced
      ? { inlinePolicies: await inlinePolicies(aws, id), managedPolicyArns: await attachedPolicies(aws, id) }
      : { inlinePolicies: state.inlinePolicies, managedPolicyArns: state.managedPolicyArns };
    await writePolicies(aws, id, {}, found);
    await iam(aws).send(new DeleteRoleCommand({ RoleName: id }));
  },
};
