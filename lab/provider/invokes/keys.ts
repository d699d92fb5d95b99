import { GetRandomPasswordCommand } from "@aws-sdk/client-secrets-manager";
import { flag, needText, numeric, text } from "../properties";
import { type Invoke } from "../resourceType";
import { findAlias, targetOf } from "../types/kms/alias";
import { secrets } from "../types/secretsmanager/common";
import { sealed } from "../values";

export const keyInvokes: Readonly<Record<string, Invoke>> = {
  async "aws:kms/getAlias:getAlias"(aws, args) {
    const name = needText(args, "name");
    const found = await findAlias(aws, name);
    if (found === undefined)
      throw new Error(
        `aws.kms.getAlias: there is no alias "${name}" in ${aws.region}; name one that exists.`,
      );
    return { id: found.AliasArn, arn: found.AliasArn, name, region: aws.region, ...targetOf(aws, found) };
  },
  async "aws:secretsmanager/getRandomPassword:getRandomPassword"(aws, args) {
    const answer = await secrets(aws).send(
      new GetRandomPasswordCommand({
        ExcludeCharacters: text(args, "excludeCharacters"),
        ExcludeLowercase: flag(args, "excludeLowercase"),
        ExcludeNumbers: flag(args, "excludeNumbers"),
        ExcludePunctuation: flag(args, "excludePunctuation"),
        ExcludeUppercase: flag(args, "excludeUppercase"),
        IncludeSpace: flag(args, "includeSpace"),
        PasswordLength: numeric(args, "passwordLength"),
        RequireEachIncludedType: flag(args, "requireEachIncludedType"),
      }),
    );
    const result = { ...args, id: aws.region, region: aws.region, randomPassword: answer.RandomPassword };
    return sealed(result, new Set(["randomPassword"]));
  },
};
