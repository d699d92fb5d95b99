import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { type Aws } from "../../aws";
import { needText, nonEmpty, text, texts } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { given } from "../given";
import { secrets } from "./common";

/** The stage of the value that readers get; AWS moves it, and never lets it go from a secret. */
const current = "AWSCURRENT";

/** `<secret's ARN>|<version>`, as the real provider has it. */
function parts(id: string): { SecretId: string; VersionId: string } {
  const [SecretId = "", VersionId = ""] = id.split("|");
  return { SecretId, VersionId };
}

async function stagesOf(aws: Aws, secretId: string, versionId: string): Promise<string[]> {
  const answer = await secrets(aws).send(new DescribeSecretCommand({ SecretId: secretId }));
  return answer.VersionIdsToStages?.[versionId] ?? [];
}

async function moveStages(
  aws: Aws,
  id: string,
  after: readonly string[],
  before: readonly string[],
): Promise<void> {
  const { SecretId, VersionId } = parts(id);
  const answer = await secrets(aws).send(new DescribeSecretCommand({ SecretId }));
  const holderOf = (stage: string): string | undefined =>
    Object.entries(answer.VersionIdsToStages ?? {}).find(([, stages]) => stages.includes(stage))?.[0];
  for (const stage of after)
    if (!before.includes(stage))
      await secrets(aws).send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: stage,
          MoveToVersionId: VersionId,
          RemoveFromVersionId: holderOf(stage),
        }),
      );
  for (const stage of before)
    if (!after.includes(stage) && stage !== current && holderOf(stage) === VersionId)
      await secrets(aws).send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: stage,
          RemoveFromVersionId: VersionId,
        }),
      );
}

const value = (inputs: Props): { SecretString?: string; SecretBinary?: Uint8Array } => {
  const binary = text(inputs, "secretBinary");
  if (binary !== undefined) return { SecretBinary: Buffer.from(binary, "base64") };
  return { SecretString: text(inputs, "secretString") ?? needText(inputs, "secretStringWo") };
};

export const secretVersion: ResourceType = {
  token: "aws:secretsmanager/secretVersion:SecretVersion",
  required: ["secretId"],
  replaceOn: ["secretBinary", "secretId", "secretString", "secretStringWoVersion"],
  outputs: ["arn", "hasSecretStringWo", "secretArn", "versionId"],
  chosenByAws: ["versionStages"],
  secrets: ["secretBinary", "secretString", "secretStringWo"],
  async create(aws, inputs) {
    const answer = await secrets(aws).send(
      new PutSecretValueCommand({
        SecretId: text(inputs, "secretId"),
        ...value(inputs),
        VersionStages: nonEmpty(texts(inputs, "versionStages")),
      }),
    );
    return `${given(answer.ARN, "a secret's ARN")}|${given(answer.VersionId, "a version")}`;
  },
  async read(aws, id, known) {
    const { SecretId, VersionId } = parts(id);
    const stages = await stagesOf(aws, SecretId, VersionId);
    // AWS forgets versions without a stage in its own time.
    if (stages.length === 0) return undefined;
    const found = await secrets(aws).send(new GetSecretValueCommand({ SecretId, VersionId }));
    const writtenOnly = known.secretStringWo !== undefined;
    return {
      arn: found.ARN,
      secretArn: found.ARN,
      secretId: known.secretId ?? found.ARN,
      versionId: found.VersionId,
      hasSecretStringWo: writtenOnly,
      secretString: writtenOnly ? undefined : found.SecretString,
      secretBinary:
        found.SecretBinary === undefined ? undefined : Buffer.from(found.SecretBinary).toString("base64"),
      versionStages: stages,
    };
  },
  update: (aws, id, news, olds) =>
    moveStages(aws, id, texts(news, "versionStages"), texts(olds, "versionStages")),
  async remove(aws, id) {
    const { SecretId, VersionId } = parts(id);
    await moveStages(aws, id, [], await stagesOf(aws, SecretId, VersionId));
  },
};
