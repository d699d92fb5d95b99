import { resource, unknownText } from "../stack";
import { attachment, ceiling, rights, role, statement } from "./iam";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const endpoint = (service: string) =>
  resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", {
    serviceName: `com.amazonaws.us-east-1.${service}`,
  });
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;

export const cases: RuleCases = {
  accepts: {
    "an endpoint and a role of other services": {
      resources: [endpoint("ec2"), role(), rights(statement({ Action: "secretsmanager:GetSecretValue" }))],
    },
    "a policy to come, below a ceiling": {
      resources: [role(), rights(unknownText), ceiling("s3:PutObject")],
    },
  },
  refuses: {
    ...refusedTypes({
      "a hybrid activation": "aws:ssm/activation:Activation",
      "a document": "aws:ssm/document:Document",
      "an association": "aws:ssm/association:Association",
    }),
    "its endpoint": {
      resources: [endpoint("ssmmessages")],
      finds: [["refused", "endpoint", "serviceName"]],
    },
    "the older endpoint": {
      resources: [endpoint("ec2messages")],
      finds: [["refused", "endpoint", "serviceName"]],
    },
    "AWS's policy for its agent": {
      resources: [role(), attachment(aws("AmazonSSMManagedInstanceCore"))],
      finds: [["refused", "attachment", "policyArn"]],
    },
    "the same by name": {
      resources: [role(), rights(statement({ Action: "ssmmessages:*" }))],
      finds: [["refused", "rights", "policy"]],
    },
    "a role of which nothing is known": {
      resources: [role(), rights(unknownText)],
      finds: [["undetermined", "rights", "policy"]],
    },
  },
};
