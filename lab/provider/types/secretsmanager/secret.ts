import {
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  type DescribeSecretResponse,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { numeric, text, textMap } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { given } from "../given";
import { tagList, tagsAll } from "../tags";
import { secrets } from "./common";

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await secrets(aws).send(new TagResourceCommand({ SecretId: id, Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await secrets(aws).send(new UntagResourceCommand({ SecretId: id, TagKeys: [...keys] }));
  },
};

/** A secret in its recovery window counts as gone. */
async function describe(aws: Aws, id: string): Promise<DescribeSecretResponse | undefined> {
  const found = await secrets(aws).send(new DescribeSecretCommand({ SecretId: id }));
  return found.DeletedDate === undefined ? found : undefined;
}

async function writePolicy(aws: Aws, id: string, policy: string | undefined): Promise<void> {
  if (policy === undefined || policy === "")
    await secrets(aws).send(new DeleteResourcePolicyCommand({ SecretId: id }));
  else await secrets(aws).send(new PutResourcePolicyCommand({ SecretId: id, ResourcePolicy: policy }));
}

export const secret: ResourceType = {
  token: "aws:secretsmanager/secret:Secret",
  documents: ["policy"],
  defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
  autoname: { property: "name", maxLength: 512 },
  replaceOn: ["name", "namePrefix", "type"],
  outputs: ["arn"],
  chosenByAws: ["policy", "replicas"],
  tagging,
  async create(aws, inputs) {
    const { ARN } = await secrets(aws).send(
      new CreateSecretCommand({
        Name: text(inputs, "name"),
        Description: text(inputs, "description"),
        KmsKeyId: text(inputs, "kmsKeyId"),
        Tags: tagList(textMap(inputs, "tagsAll")),
      }),
    );
    const id = aws.acknowledged(given(ARN, "a secret's ARN"));
    if (inputs.policy !== undefined) await writePolicy(aws, id, text(inputs, "policy"));
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const policy = await secrets(aws).send(new GetResourcePolicyCommand({ SecretId: id }));
    return {
      arn: found.ARN,
      name: found.Name,
      description: found.Description,
      kmsKeyId: found.KmsKeyId,
      policy: policy.ResourcePolicy ?? "",
      replicas: [],
      tagsAll: tagsAll(found.Tags),
    };
  },
  async update(aws, id, news, olds) {
    if (!same(news.description, olds.description) || !same(news.kmsKeyId, olds.kmsKeyId))
      await secrets(aws).send(
        new UpdateSecretCommand({
          SecretId: id,
          Description: text(news, "description") ?? "",
          KmsKeyId: text(news, "kmsKeyId"),
        }),
      );
    if (!same(news.policy, olds.policy)) await writePolicy(aws, id, text(news, "policy"));
  },
  async remove(aws, id, state) {
    if ((await describe(aws, id)) === undefined) return;
    const days = numeric(state, "recoveryWindowInDays");
    await secrets(aws).send(
      new DeleteSecretCommand({
        SecretId: id,
        ...(days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days }),
      }),
    );
  },
};
