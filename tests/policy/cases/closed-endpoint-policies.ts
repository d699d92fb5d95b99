import { resource, type TestResource, unknownText } from "../stack";
import { type RuleCase, type RuleCases } from "./ruleCases";

const own = "123456789012";
const foreign = "999999999999";
const provider = resource("pulumi:providers:aws", "aws", { allowedAccountIds: JSON.stringify([own]) });
const bucket = resource("aws:s3/bucket:Bucket", "cache", { bucket: "own-cache" });

const document = (...statements: object[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement, index) => ({
      ...{ Sid: `S${index}`, Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
      ...statement,
    })),
  });
const bound = (key: string, value: unknown, operator = "StringEquals") => ({
  Condition: { [operator]: { [key]: value } },
});
const endpoint = (service: string, policy: unknown): TestResource =>
  resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", {
    serviceName: service === unknownText ? service : `com.amazonaws.eu-central-1.${service}`,
    ...(policy !== undefined && { policy }),
  });
const attached = (policy: unknown, from: readonly string[] = ["endpoint"]) =>
  resource(
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
    "policy",
    { vpcEndpointId: unknownText, policy },
    { sources: { vpcEndpointId: from } },
  );
const accept = (service: string, ...statements: object[]): RuleCase => ({
  resources: [provider, bucket, endpoint(service, document(...statements))],
});
const refuse = (service: string, ...statements: object[]): RuleCase => ({
  ...accept(service, ...statements),
  finds: statements.map(() => ["refused", "endpoint", "policy"] as const),
});

export const cases: RuleCases = {
  accepts: {
    "things of the own account": accept("s3", bound("aws:ResourceAccount", own)),
    "things and principals of the own organisation": {
      ...accept("s3", {
        Condition: {
          StringEquals: { "aws:ResourceOrgID": "o-a1b2c3d4e5", "aws:PrincipalOrgID": ["o-a1b2c3d4e5"] },
        },
      }),
      options: { organisations: ["o-a1b2c3d4e5"] },
    },
    "a bucket of the stack by its name": accept("s3", {
      Resource: ["arn:aws:s3:::own-cache", "arn:aws:s3:::own-cache/*"],
    }),
    "a table of the own account by its ARN": accept("dynamodb", {
      Resource: `arn:aws:dynamodb:eu-central-1:${own}:table/scaler`,
    }),
    "principals of the own account, where nothing is left with others": accept(
      "ec2",
      bound("aws:PrincipalAccount", own),
      { Principal: { AWS: `arn:aws:iam::${own}:role/scaler` } },
      bound("aws:PrincipalArn", `arn:aws:iam::${own}:role/*`, "ArnLike"),
    ),
    "statements that deny, whoever they are for": accept(
      "s3",
      { Effect: "Deny" },
      bound("aws:ResourceAccount", own),
    ),
    "a policy as a resource of its own": {
      resources: [provider, endpoint("s3", undefined), attached(document(bound("aws:ResourceAccount", own)))],
    },
  },
  refuses: {
    "no policy, which lets everything through": {
      resources: [endpoint("s3", undefined)],
      finds: [["refused", "endpoint", "policy"]],
    },
    "AWS's own default": refuse("ec2", {}),
    "an account of somebody else's": refuse("s3", bound("aws:ResourceAccount", foreign)),
    "an account of somebody else's beside the own": refuse(
      "s3",
      bound("aws:ResourceAccount", [own, foreign]),
    ),
    "an organisation that is not listed": {
      ...refuse("s3", bound("aws:ResourceOrgID", "o-a1b2c3d4e5")),
      options: { organisations: ["o-5e4d3c2b1a"] },
    },
    "own principals, who may leave things in anybody's bucket": refuse(
      "s3",
      bound("aws:PrincipalAccount", own),
    ),
    "own principals, who may leave messages in anybody's queue": refuse(
      "sqs",
      bound("aws:PrincipalAccount", own),
    ),
    "own principals, who may call anybody's function": refuse("lambda", bound("aws:PrincipalAccount", own)),
    "own principals, who may name a session at anybody's role, where its owner reads it": refuse(
      "sts",
      bound("aws:PrincipalAccount", own),
    ),
    "a statement in which a member stands twice": {
      resources: [
        provider,
        endpoint(
          "s3",
          document(bound("aws:ResourceAccount", own)).replace('"Condition":', '"Condition":{},"Condition":'),
        ),
      ],
      finds: [["undetermined", "endpoint", "policy"]],
    },
    "an organisation or account, where the stack's own is not known": {
      resources: [
        endpoint(
          "s3",
          document(bound("aws:ResourceOrgID", "o-a1b2c3d4e5"), bound("aws:ResourceAccount", own)),
        ),
      ],
      finds: [
        ["undetermined", "endpoint", "policy"],
        ["undetermined", "endpoint", "policy"],
      ],
    },
    "a bucket of somebody else's by its name": refuse("s3", { Resource: "arn:aws:s3:::their-drop/*" }),
    "buckets by a pattern": refuse(
      "s3",
      { Resource: "arn:aws:s3:::own-*/*" },
      { Resource: "arn:aws:s3:::*" },
    ),
    "everything but a bucket": refuse("s3", { Resource: undefined, NotResource: "arn:aws:s3:::own-cache/*" }),
    "conditions that hold without their key, or for all but one": refuse(
      "s3",
      bound("aws:ResourceAccount", own, "StringEqualsIfExists"),
      bound("aws:ResourceAccount", own, "ForAllValues:StringEquals"),
      bound("aws:ResourceAccount", foreign, "StringNotEquals"),
      bound("aws:ResourceAccount", "${aws:PrincipalAccount}"),
      bound("aws:ResourceAccount", "1234*", "StringLike"),
    ),
    "one closed statement beside an open one": {
      resources: [provider, endpoint("ec2", document(bound("aws:PrincipalAccount", own), {}))],
      finds: [["refused", "endpoint", "policy"]],
    },
    "a policy that is not known": {
      resources: [endpoint("s3", unknownText)],
      finds: [["undetermined", "endpoint", "policy"]],
    },
    "a policy that is none": {
      resources: [endpoint("s3", "everything")],
      finds: [["undetermined", "endpoint", "policy"]],
    },
    "own principals at a service that is not known": {
      resources: [provider, endpoint(unknownText, document(bound("aws:PrincipalAccount", own)))],
      finds: [["refused", "endpoint", "policy"]],
    },
    "an open policy as a resource of its own": {
      resources: [
        provider,
        endpoint("s3", document(bound("aws:ResourceAccount", own))),
        attached(document({})),
      ],
      finds: [["refused", "policy", "policy"]],
    },
    "a policy for an endpoint of somebody else's": {
      resources: [attached(document(bound("aws:ResourceAccount", own)), [])],
      finds: [["refused", "policy", "vpcEndpointId"]],
    },
  },
};
