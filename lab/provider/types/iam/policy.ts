import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  type PolicyVersion,
  TagPolicyCommand,
  UntagPolicyCommand,
} from "@aws-sdk/client-iam";
import { type Aws } from "../../aws";
import { text } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { given } from "../given";
import { tagList, tagsAll } from "../tags";
import { decoded, iam, newTags } from "./common";

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await iam(aws).send(new TagPolicyCommand({ PolicyArn: id, Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await iam(aws).send(new UntagPolicyCommand({ PolicyArn: id, TagKeys: [...keys] }));
  },
};

/** IAM keeps at most this many versions of a policy (IAM User Guide, "IAM and AWS STS quotas"). */
const mostVersions = 5;

async function olderVersions(aws: Aws, arn: string): Promise<PolicyVersion[]> {
  const answer = await iam(aws).send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
  return (answer.Versions ?? [])
    .filter(({ IsDefaultVersion }) => IsDefaultVersion !== true)
    .sort((a, b) => (a.CreateDate?.getTime() ?? 0) - (b.CreateDate?.getTime() ?? 0));
}

async function deleteVersions(aws: Aws, arn: string, versions: readonly PolicyVersion[]): Promise<void> {
  for (const { VersionId } of versions)
    await iam(aws).send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId }));
}

export const policy: ResourceType = {
  token: "aws:iam/policy:Policy",
  scope: "global",
  required: ["policy"],
  documents: ["policy"],
  defaults: { path: "/" },
  autoname: { property: "name", maxLength: 128 },
  replaceOn: ["description", "name", "namePrefix", "path"],
  outputs: ["arn", "attachmentCount", "policyId"],
  tagging,
  async create(aws, inputs) {
    const { Policy } = await iam(aws).send(
      new CreatePolicyCommand({
        PolicyName: text(inputs, "name"),
        Path: text(inputs, "path"),
        Description: text(inputs, "description"),
        PolicyDocument: text(inputs, "policy"),
        Tags: newTags(inputs),
      }),
    );
    return given(Policy?.Arn, "a policy ARN");
  },
  async read(aws, id) {
    const { Policy: found } = await iam(aws).send(new GetPolicyCommand({ PolicyArn: id }));
    if (found === undefined) return undefined;
    const version = await iam(aws).send(
      new GetPolicyVersionCommand({ PolicyArn: id, VersionId: found.DefaultVersionId }),
    );
    return {
      arn: id,
      name: found.PolicyName,
      path: found.Path,
      description: found.Description,
      attachmentCount: found.AttachmentCount ?? 0,
      policyId: found.PolicyId,
      policy: decoded(version.PolicyVersion?.Document),
      tagsAll: tagsAll(found.Tags),
    };
  },
  async update(aws, id, news) {
    const older = await olderVersions(aws, id);
    await deleteVersions(aws, id, older.slice(0, Math.max(0, older.length - (mostVersions - 2))));
    await iam(aws).send(
      new CreatePolicyVersionCommand({
        PolicyArn: id,
        PolicyDocument: text(news, "policy"),
        SetAsDefault: true,
      }),
    );
  },
  async remove(aws, id) {
    await deleteVersions(aws, id, await olderVersions(aws, id));
    await iam(aws).send(new DeletePolicyCommand({ PolicyArn: id }));
  },
};
