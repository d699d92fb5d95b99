import { resource, unknownText } from "../stack";
import { account, provider } from "./iam";
import { type RuleCases } from "./ruleCases";

const permission = (props: object) =>
  resource("aws:lambda/permission:Permission", "permission", { action: "lambda:InvokeFunction", ...props });

export const cases: RuleCases = {
  accepts: {
    "a service with its source, before that exists": {
      resources: [permission({ principal: "scheduler.amazonaws.com", sourceArn: unknownText })],
    },
    "the account": { resources: [provider, permission({ principal: account })] },
    "a schedule of the account, after the update": {
      resources: [
        provider,
        permission({
          principal: "scheduler.amazonaws.com",
          sourceArn: `arn:aws:scheduler:us-east-1:${account}:schedule/default/s`,
        }),
      ],
    },
    "a bucket of the account": {
      resources: [
        provider,
        permission({ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::b", sourceAccount: account }),
      ],
    },
  },
  refuses: {
    "a function URL": {
      resources: [resource("aws:lambda/functionUrl:FunctionUrl", "url")],
      finds: [["refused", "url"]],
    },
    everyone: {
      resources: [permission({ principal: "*" })],
      finds: [["refused", "permission", "principal"]],
    },
    "a service without its source": {
      resources: [permission({ principal: "events.amazonaws.com" })],
      finds: [["refused", "permission", "sourceArn"]],
    },
    "another account": {
      resources: [provider, permission({ principal: "999999999999" })],
      finds: [["refused", "permission", "principal"]],
    },
    "another account's source, and a bucket of whomever": {
      resources: [
        provider,
        permission({ principal: "sns.amazonaws.com", sourceArn: "arn:aws:sns:us-east-1:999999999999:t" }),
        { ...permission({ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::b" }), name: "bucket" },
      ],
      finds: [
        ["refused", "bucket", "sourceArn"],
        ["refused", "permission", "sourceArn"],
      ],
    },
    "an account, where the stack's own is not known": {
      resources: [permission({ principal: account })],
      finds: [["undetermined", "permission", "principal"]],
    },
    "a caller that is not known": {
      resources: [permission({ principal: unknownText })],
      finds: [["undetermined", "permission", "principal"]],
    },
    "a permission for a function URL": {
      resources: [provider, permission({ principal: account, functionUrlAuthType: "NONE" })],
      finds: [["refused", "permission", "functionUrlAuthType"]],
    },
  },
};
