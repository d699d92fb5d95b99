import {
  type AliasListEntry,
  CreateAliasCommand,
  DeleteAliasCommand,
  KMSClient,
  paginateListAliases,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { type Aws } from "../../aws";
import { needText, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { kms } from "./common";

export async function findAlias(aws: Aws, name: string): Promise<AliasListEntry | undefined> {
  for await (const page of paginateListAliases({ client: aws.client(KMSClient) }, {})) {
    const found = page.Aliases?.find(({ AliasName }) => AliasName === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The key's id and ARN: an alias may be pointed at either. */
export function targetOf(aws: Aws, alias: AliasListEntry): Props {
  const keyId = alias.TargetKeyId ?? "";
  return { targetKeyId: keyId, targetKeyArn: aws.arn("kms", `key/${keyId}`) };
}

export const alias: ResourceType = {
  token: "aws:kms/alias:Alias",
  required: ["targetKeyId"],
  autoname: { property: "name", prefix: "alias/", maxLength: 256 },
  replaceOn: ["name", "namePrefix"],
  outputs: ["arn", "targetKeyArn"],
  unsettledBy: (changed) => (changed.includes("targetKeyId") ? ["targetKeyArn"] : []),
  async create(aws, inputs) {
    const name = needText(inputs, "name");
    await kms(aws).send(
      new CreateAliasCommand({ AliasName: name, TargetKeyId: text(inputs, "targetKeyId") }),
    );
    return name;
  },
  async read(aws, id, known) {
    const found = await findAlias(aws, id);
    if (found === undefined) return undefined;
    const target = targetOf(aws, found);
    const declaredByArn = known.targetKeyId === target.targetKeyArn;
    return {
      arn: found.AliasArn,
      name: found.AliasName,
      targetKeyArn: target.targetKeyArn,
      targetKeyId: declaredByArn ? target.targetKeyArn : target.targetKeyId,
    };
  },
  async update(aws, id, news) {
    await kms(aws).send(new UpdateAliasCommand({ AliasName: id, TargetKeyId: text(news, "targetKeyId") }));
  },
  async remove(aws, id) {
    await kms(aws).send(new DeleteAliasCommand({ AliasName: id }));
  },
};
