import { resource, unknownText } from "../stack";
import { account, provider, statement } from "./iam";
import { type RuleCase, type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const topic = (part: object) =>
  resource("aws:sns/topic:Topic", "topic", { policy: statement({ Action: "sns:Publish", ...part }) });
const refuse = (part: object): RuleCase => ({
  resources: [provider, topic(part)],
  finds: [["refused", "topic", "policy"]],
});
const subscription = (protocol: string, endpoint: string) =>
  resource("aws:sns/topicSubscription:TopicSubscription", "subscription", { protocol, endpoint });
const cloudwatch = { Service: "cloudwatch.amazonaws.com" };
const role = (of: string) => `arn:aws:iam::${of}:role/r`;

export const cases: RuleCases = {
  accepts: {
    "the account, its role, a service that acts for it": {
      resources: [
        provider,
        topic({ Principal: { AWS: [`arn:aws:iam::${account}:root`, role(account), account] } }),
        resource("aws:kms/key:Key", "key", {
          policy: statement({
            Principal: cloudwatch,
            Action: "kms:Decrypt",
            Condition: { StringEquals: { "aws:SourceAccount": account } },
          }),
        }),
      ],
    },
    "everybody of the account, and logs of its groups": {
      resources: [
        provider,
        resource("aws:kms/key:Key", "key", {
          policy: statement({
            Principal: { AWS: "*" },
            Action: "kms:Encrypt",
            Condition: { StringEquals: { "kms:CallerAccount": account } },
          }),
        }),
        topic({
          Principal: { Service: "logs.us-east-1.amazonaws.com" },
          Condition: {
            ArnEquals: {
              "kms:EncryptionContext:aws:logs:arn": [`arn:aws:logs:us-east-1:${account}:log-group:g`],
            },
          },
        }),
      ],
    },
    "a refusal for everybody": { resources: [provider, topic({ Effect: "Deny", Principal: "*" })] },
    "everybody through an endpoint of the stack": {
      resources: [
        provider,
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", { id: "vpce-1" }),
        topic({ Principal: "*", Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }),
      ],
    },
    "a mailbox and the account's function": {
      resources: [
        provider,
        subscription("email", "ops@corp.example"),
        { ...subscription("lambda", `arn:aws:lambda:us-east-1:${account}:function:f`), name: "function" },
      ],
    },
  },
  refuses: {
    ...refusedTypes({
      "a grant": "aws:kms/grant:Grant",
      "a share of a layer": "aws:lambda/layerVersionPermission:LayerVersionPermission",
      "a registry": "aws:ecr/repositoryPolicy:RepositoryPolicy",
      "a queue": "aws:sqs/queuePolicy:QueuePolicy",
      "logs sent elsewhere": "aws:cloudwatch/logDestination:LogDestination",
      "Glue's policy": "aws:glue/resourcePolicy:ResourcePolicy",
    }),
    everybody: refuse({ Principal: "*" }),
    "everybody, as a list": refuse({ Principal: { AWS: ["*"] } }),
    "another account": refuse({ Principal: { AWS: "999999999999" } }),
    "another account's role": refuse({ Principal: { AWS: role("999999999999") } }),
    "a service that may act for anybody": refuse({ Principal: cloudwatch }),
    "a service that acts for another account": refuse({
      Principal: cloudwatch,
      Condition: { StringEquals: { "aws:SourceAccount": "999999999999" } },
    }),
    "a comparison that an absent key passes": refuse({
      Principal: cloudwatch,
      Condition: { StringEqualsIfExists: { "aws:SourceAccount": account } },
    }),
    "an ARN of any account": refuse({
      Principal: cloudwatch,
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:*:alarm:*" } },
    }),
    "all but some": {
      resources: [
        provider,
        resource("aws:secretsmanager/secretPolicy:SecretPolicy", "secret", {
          policy: JSON.stringify({
            Statement: { Effect: "Allow", NotPrincipal: { AWS: account }, Action: "*", Resource: "*" },
          }),
        }),
      ],
      finds: [["refused", "secret", "policy"]],
    },
    "a web address, and another account's function": {
      resources: [
        provider,
        subscription("https", "https://example.org"),
        { ...subscription("lambda", "arn:aws:lambda:us-east-1:999999999999:function:f"), name: "function" },
      ],
      finds: [
        ["refused", "function", "endpoint"],
        ["refused", "subscription", "protocol"],
      ],
    },
    "a policy that is not known, and one of an account that may be another's": {
      resources: [
        resource("aws:kms/keyPolicy:KeyPolicy", "key", { policy: unknownText }),
        topic({ Principal: { AWS: account } }),
      ],
      finds: [
        ["undetermined", "key", "policy"],
        ["undetermined", "topic", "policy"],
      ],
    },
  },
};
