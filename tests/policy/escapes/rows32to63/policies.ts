import { unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own, ownAccount } from "../own";
import { add, ofTypes, policy, rowOf } from "../shapes";

const buckets = rowOf(59, "closed-buckets");
const others = rowOf(60, "closed-resource-policies");

const s3 = add("s3");
const foreign = "999999999999";
const bucketPolicy = (statement: object): Pick<EscapeCase, "changes"> => ({
  changes: { [own.bucketPolicy]: { policy: policy({ Action: "s3:GetObject", ...statement }) } },
});
const through = (endpoint: string, operator = "StringEquals") => ({
  Condition: { [operator]: { "aws:SourceVpce": endpoint } },
});
const block = (props: object) => ({ changes: { [own.bucketBlock]: { ...props } } });
const bucket = (props: object) => ({ changes: { [own.bucket]: { ...props } } });
const ofSecret = (statement: object) =>
  add("secretsmanager")(
    "SecretPolicy",
    "it",
    { secretArn: unknownText, policy: policy({ Action: "secretsmanager:GetSecretValue", ...statement }) },
    { secretArn: [own.secret] },
  );
const ofTopic = (statement: object) => ({
  changes: { [own.topic]: { policy: policy({ Action: "sns:Publish", ...statement }) } },
});
const ofKey = (statement: object) => ({
  changes: { [own.key]: { policy: policy({ Action: "kms:*", ...statement }) } },
});
const subscription = (protocol: string, endpoint: string) =>
  add("sns")("TopicSubscription", "it", { topic: unknownText, protocol, endpoint }, { topic: [own.topic] });
const cloudwatch = { Service: "cloudwatch.amazonaws.com" };
const held = (account: string) => ({ Condition: { StringEquals: { "aws:SourceAccount": account } } });

/** Rows 59 and 60: who may use a resource from elsewhere. */
export const resourcePolicies: readonly EscapeCase[] = [
  buckets.escape("a policy for everybody", [], bucketPolicy({})),
  buckets.escape("a policy for everybody, as a list", [], bucketPolicy({ Principal: { AWS: ["*"] } })),
  buckets.escape(
    "a policy for all but some",
    [],
    bucketPolicy({ Principal: undefined, NotPrincipal: { AWS: foreign } }),
  ),
  buckets.escape("a policy for another account", [], bucketPolicy({ Principal: { AWS: foreign } })),
  buckets.escape(
    "a policy for another account's role",
    [],
    bucketPolicy({ Principal: { AWS: `arn:aws:iam::${foreign}:role/r` } }),
  ),
  buckets.escape(
    "a policy for a distribution",
    [],
    bucketPolicy({ Principal: { Service: "cloudfront.amazonaws.com" } }),
  ),
  buckets.escape(
    "a policy for somebody else's endpoint",
    [],
    bucketPolicy(through("vpce-0123456789abcdef0")),
  ),
  buckets.escape("a policy for endpoints by a pattern", [], bucketPolicy(through("vpce-*"))),
  buckets.escape(
    "a policy for endpoints by another comparison",
    [],
    bucketPolicy(through("vpce-1", "StringLike")),
  ),
  buckets.escape(
    "a policy for everybody but an endpoint",
    [],
    bucketPolicy(through("vpce-1", "StringNotEquals")),
  ),
  buckets.escape(
    "a policy where an endpoint is named, if any",
    [],
    bucketPolicy(through("vpce-1", "StringEqualsIfExists")),
  ),
  buckets.escape("a policy that is no policy", [], { changes: { [own.bucketPolicy]: { policy: "{" } } }),
  buckets.escape("a policy that is not known, and not made from endpoints", [], {
    changes: { [own.bucketPolicy]: { policy: unknownText } },
  }),
  buckets.escape("a bucket without a block", [], { removes: [own.bucketBlock] }),
  buckets.escape("a block with a gap", [], block({ restrictPublicBuckets: false })),
  buckets.escape("a block that says nothing of policies", [], block({ blockPublicPolicy: undefined })),
  buckets.escape("a public access control list", [], bucket({ acl: "public-read" })),
  buckets.escape(
    "a grant",
    [],
    bucket({
      grants: [
        { type: "Group", permissions: ["READ"], uri: "http://acs.amazonaws.com/groups/global/AllUsers" },
      ],
    }),
  ),
  buckets.escape("a website inside of a bucket", [], bucket({ website: { indexDocument: "index.html" } })),
  buckets.escape(
    "a replication inside of a bucket",
    [],
    bucket({ replicationConfiguration: { role: "r", rules: [] } }),
  ),
  buckets.escape("a policy inside of a bucket", [], bucket({ policy: policy() })),
  buckets.escape(
    "logs in somebody else's bucket",
    s3("BucketLogging", "it", { bucket: unknownText, targetBucket: "theirs" }, { bucket: [own.bucket] }),
  ),
  ...ofTypes(
    59,
    "closed-buckets",
  )({
    "the account's block": "s3 AccountPublicAccessBlock",
    "a website": "s3 BucketWebsiteConfiguration",
    "a replication to another bucket": "s3 BucketReplicationConfig",
    "an access control list": "s3 BucketAcl",
    "an access point": "s3 AccessPoint",
    "a multi-Region access point": "s3control MultiRegionAccessPoint",
    "an access point's policy": "s3control AccessPointPolicy",
    "an access point with a function": "s3control ObjectLambdaAccessPoint",
    "an inventory": "s3 Inventory",
    "messages about objects": "s3 BucketNotification",
  }),
  buckets.twin("a policy for an endpoint of the stack, which is there", [], {
    changes: { ...bucketPolicy(through("vpce-1")).changes, [own.s3Endpoint]: { id: "vpce-1" } },
  }),
  buckets.twin(
    "a policy for the account's own role",
    [],
    bucketPolicy({ Principal: { AWS: `arn:aws:iam::${ownAccount}:role/r` } }),
  ),
  buckets.twin("a refusal for everybody", [], bucketPolicy({ Effect: "Deny" })),

  others.escape("a secret for everybody", ofSecret({})),
  others.escape(
    "a secret for another account",
    ofSecret({ Principal: { AWS: `arn:aws:iam::${foreign}:root` } }),
  ),
  others.escape(
    "a secret whose policy is not known",
    add("secretsmanager")("SecretPolicy", "it", { policy: unknownText }),
  ),
  others.escape("a topic for everybody", [], ofTopic({})),
  others.escape("a topic for a service that may act for anybody", [], ofTopic({ Principal: cloudwatch })),
  others.escape(
    "a topic for a service that acts for another account",
    [],
    ofTopic({ Principal: cloudwatch, ...held(foreign) }),
  ),
  others.escape("a key for another account", [], ofKey({ Principal: { AWS: foreign } })),
  others.escape(
    "a key for everybody, if of an account",
    [],
    ofKey({ Condition: { StringEqualsIfExists: { "kms:CallerAccount": ownAccount } } }),
  ),
  others.escape(
    "a key's policy of its own",
    add("kms")("KeyPolicy", "it", { keyId: unknownText, policy: policy() }, { keyId: [own.key] }),
  ),
  others.escape(
    "log groups for another account",
    add("cloudwatch")("LogResourcePolicy", "it", { policyDocument: policy({ Principal: { AWS: foreign } }) }),
  ),
  others.escape(
    "a table for another account",
    add("dynamodb")("ResourcePolicy", "it", { policy: policy({ Principal: { AWS: foreign } }) }),
  ),
  others.escape("a web address that gets a topic's messages", subscription("https", "https://example.org")),
  others.escape(
    "another account's queue that gets them",
    subscription("sqs", `arn:aws:sqs:us-east-1:${foreign}:q`),
  ),
  ...ofTypes(
    60,
    "closed-resource-policies",
  )({
    "a grant on a key": "kms Grant",
    "a registry's policy": "ecr RegistryPolicy",
    "a repository's policy": "ecr RepositoryPolicy",
    "a public repository": "ecrpublic Repository",
    "a queue's policy": "sqs QueuePolicy",
    "a share of a layer": "lambda LayerVersionPermission",
    "a function's policy": "lambda ResourcePolicy",
    "Glue's policy": "glue ResourcePolicy",
    "a place for others' logs": "cloudwatch LogDestinationPolicy",
    "logs sent elsewhere": "cloudwatch LogSubscriptionFilter",
    "events from others": "cloudwatch EventBusPolicy",
    "a vault": "backup Vault",
  }),
  others.twin(
    "a secret for the account's own role",
    ofSecret({ Principal: { AWS: `arn:aws:iam::${ownAccount}:role/r` } }),
  ),
  others.twin(
    "a topic for the account's own alarms",
    [],
    ofTopic({ Principal: cloudwatch, ...held(ownAccount) }),
  ),
  others.twin("a mailbox that gets a topic's messages", subscription("email", "ops@corp.example")),
];
