import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeyMetadata,
  type KeySpec,
  type KeyUsageType,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { flag, numeric, text, textMap } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { type Props } from "../../values";
import { until } from "../../wait";
import { given } from "../given";
import { kms } from "./common";

const pairs = (tags: Readonly<Record<string, string>>): { TagKey: string; TagValue: string }[] =>
  Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await kms(aws).send(new TagResourceCommand({ KeyId: id, Tags: pairs(tags) }));
  },
  async untag(aws, id, keys) {
    await kms(aws).send(new UntagResourceCommand({ KeyId: id, TagKeys: [...keys] }));
  },
};

/** A key that waits for its deletion counts as gone, as the real provider has it. */
async function describe(aws: Aws, id: string): Promise<KeyMetadata | undefined> {
  const { KeyMetadata: key } = await kms(aws).send(new DescribeKeyCommand({ KeyId: id }));
  return key?.KeyState === "PendingDeletion" ? undefined : key;
}

async function writeSwitches(aws: Aws, id: string, news: Props, olds: Props): Promise<void> {
  const rotation = {
    before: flag(olds, "enableKeyRotation") ?? false,
    after: flag(news, "enableKeyRotation"),
  };
  const period = numeric(news, "rotationPeriodInDays");
  const rotates = rotation.after ?? false;
  if (rotates && (!rotation.before || period !== numeric(olds, "rotationPeriodInDays")))
    await kms(aws).send(new EnableKeyRotationCommand({ KeyId: id, RotationPeriodInDays: period }));
  if (!rotates && rotation.before) await kms(aws).send(new DisableKeyRotationCommand({ KeyId: id }));
  const enabled = flag(news, "isEnabled") ?? true;
  if (enabled === (flag(olds, "isEnabled") ?? true)) return;
  await kms(aws).send(enabled ? new EnableKeyCommand({ KeyId: id }) : new DisableKeyCommand({ KeyId: id }));
}

async function tagsOf(aws: Aws, id: string): Promise<Props> {
  const { Tags } = await kms(aws).send(new ListResourceTagsCommand({ KeyId: id }));
  return Object.fromEntries(
    (Tags ?? []).flatMap(({ TagKey, TagValue }) => (TagKey === undefined ? [] : [[TagKey, TagValue ?? ""]])),
  );
}

export const key: ResourceType = {
  token: "aws:kms/key:Key",
  documents: ["policy"],
  defaults: {
    bypassPolicyLockoutSafetyCheck: false,
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  replaceOn: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
  outputs: ["arn", "keyId"],
  chosenByAws: ["description", "multiRegion", "policy", "rotationPeriodInDays"],
  tagging,
  async create(aws, inputs) {
    const { KeyMetadata: made } = await kms(aws).send(
      new CreateKeyCommand({
        BypassPolicyLockoutSafetyCheck: flag(inputs, "bypassPolicyLockoutSafetyCheck"),
        CustomKeyStoreId: text(inputs, "customKeyStoreId"),
        Description: text(inputs, "description"),
        KeySpec: text(inputs, "customerMasterKeySpec") as KeySpec,
        KeyUsage: text(inputs, "keyUsage") as KeyUsageType,
        MultiRegion: flag(inputs, "multiRegion"),
        Policy: text(inputs, "policy"),
        Tags: pairs(textMap(inputs, "tagsAll")),
      }),
    );
    const id = aws.acknowledged(given(made?.KeyId, "a key id"));
    await writeSwitches(aws, id, inputs, {});
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const [policy, rotation, tagsAll] = await Promise.all([
      kms(aws).send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: "default" })),
      kms(aws).send(new GetKeyRotationStatusCommand({ KeyId: id })),
      tagsOf(aws, id),
    ]);
    return {
      arn: found.Arn,
      keyId: found.KeyId,
      description: found.Description,
      customerMasterKeySpec: found.KeySpec,
      keyUsage: found.KeyUsage,
      isEnabled: found.Enabled,
      multiRegion: found.MultiRegion,
      policy: policy.Policy,
      enableKeyRotation: rotation.KeyRotationEnabled,
      rotationPeriodInDays: rotation.RotationPeriodInDays,
      tagsAll,
    };
  },
  async update(aws, id, news, olds) {
    if (!same(news.description, olds.description))
      await kms(aws).send(
        new UpdateKeyDescriptionCommand({ KeyId: id, Description: text(news, "description") ?? "" }),
      );
    if (!same(news.policy, olds.policy) && news.policy !== undefined)
      await kms(aws).send(
        new PutKeyPolicyCommand({
          KeyId: id,
          PolicyName: "default",
          Policy: text(news, "policy"),
          BypassPolicyLockoutSafetyCheck: flag(news, "bypassPolicyLockoutSafetyCheck"),
        }),
      );
    await writeSwitches(aws, id, news, olds);
  },
  async remove(aws, id, state) {
    if ((await describe(aws, id)) === undefined) return;
    await kms(aws).send(
      new ScheduleKeyDeletionCommand({
        KeyId: id,
        PendingWindowInDays: numeric(state, "deletionWindowInDays"),
      }),
    );
    await until(aws, `${id} to wait for its deletion`, 1200, async () =>
      (await describe(aws, id)) === undefined ? true : undefined,
    );
  },
};
