import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { needText, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { lambda } from "./common";

interface Statement {
  readonly Sid?: string;
  readonly Action?: string;
  readonly Principal?: string | { readonly Service?: string; readonly AWS?: string };
  readonly Condition?: {
    readonly ArnLike?: Readonly<Record<string, string>>;
    readonly StringEquals?: Readonly<Record<string, string>>;
  };
}

function principalOf({ Principal: principal }: Statement): string | undefined {
  if (principal === undefined || typeof principal === "string") return principal;
  const arn = principal.AWS;
  // A bare account id comes back as that account's root.
  return principal.Service ?? /^arn:aws:iam::(\d+):root$/.exec(arn ?? "")?.[1] ?? arn;
}

export const permission: ResourceType = {
  token: "aws:lambda/permission:Permission",
  required: ["action", "function", "principal"],
  autoname: { property: "statementId", maxLength: 100 },
  replaceOn: ["*"],
  outputs: [],
  async create(aws, inputs) {
    const id = needText(inputs, "statementId");
    await lambda(aws).send(
      new AddPermissionCommand({
        FunctionName: text(inputs, "function"),
        StatementId: id,
        Action: text(inputs, "action"),
        Principal: text(inputs, "principal"),
        PrincipalOrgID: text(inputs, "principalOrgId"),
        Qualifier: text(inputs, "qualifier"),
        SourceAccount: text(inputs, "sourceAccount"),
        SourceArn: text(inputs, "sourceArn"),
      }),
    );
    return id;
  },
  async read(aws, id, known) {
    const answer = await lambda(aws).send(
      new GetPolicyCommand({ FunctionName: text(known, "function"), Qualifier: text(known, "qualifier") }),
    );
    const policy = JSON.parse(answer.Policy ?? "{}") as { Statement?: readonly Statement[] };
    const found = policy.Statement?.find(({ Sid }) => Sid === id);
    if (found === undefined) return undefined;
    return {
      statementId: id,
      action: found.Action,
      principal: principalOf(found),
      sourceArn: found.Condition?.ArnLike?.["AWS:SourceArn"],
      sourceAccount: found.Condition?.StringEquals?.["AWS:SourceAccount"],
    };
  },
  async remove(aws, id, state) {
    await lambda(aws).send(
      new RemovePermissionCommand({
        FunctionName: text(state, "function"),
        StatementId: id,
        Qualifier: text(state, "qualifier"),
      }),
    );
  },
};
