import { resource, unknownList, unknownText } from "../stack";
import { attachment, ceiling, rights, role, statement, statements } from "./iam";
import { type RuleCase, type RuleCases } from "./ruleCases";

const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const refuse = (part: object): RuleCase => ({
  resources: [role(), rights(statement(part))],
  finds: [["refused", "rights", "policy"]],
});
const accept = (...parts: readonly object[]): RuleCase => ({
  resources: [role(), rights(statements(...parts))],
});
const policy = (text: string) => resource("aws:iam/policy:Policy", "policy", { policy: text });
const schedule = (name: string, arn: string, target: readonly string[] = []) =>
  resource("aws:scheduler/schedule:Schedule", name, { target: { arn } }, { sources: { target } });
const instances = "arn:aws:ec2:us-east-1:123456789012:instance/*";

/** What a schedule calls, in the order of their names. */
const openingCalls = [
  ...["ec2:CreateRoute", "ec2:createInternetGateway", "elasticloadbalancingv2:createLoadBalancer"],
  ...[
    "iam:attachRolePolicy",
    "sfn:startExecution",
    "ssm:startAutomationExecution",
    "vpclattice:createService",
  ],
];

export const cases: RuleCases = {
  accepts: {
    "what the scaler and the mirrors do": accept(
      { Action: ["ec2:RunInstances", "ec2:CreateTags", "ec2:StartInstances", "ec2:DescribeInstances"] },
      { Action: ["s3:PutObject", "kms:Decrypt", "kms:ReEncrypt*", "secretsmanager:GetSecretValue"] },
      {
        Action: [
          "ec2:CreateNetworkInterface",
          "logs:PutLogEvents",
          "dynamodb:*Item",
          "lambda:InvokeFunction",
        ],
      },
    ),
    "a service that no rule knows, below a ceiling": {
      resources: [
        role(),
        rights(statement({ Action: ["events:PutTargets", "s3:PutObject"] })),
        ceiling("s3:PutObject"),
      ],
    },
    "everything, and all of it refused": accept({ Action: "*" }, { Effect: "Deny", Action: "*" }),
    "a wide right whose dangerous part is refused by name": accept(
      { Action: "s3:Put*" },
      { Effect: "Deny", Action: ["s3:Put*Policy", "s3:Put*Access*", "s3:Put*Acl"] },
      {
        Effect: "Deny",
        Action: ["s3:PutBucket*", "s3:PutReplication*", "s3:PutInventory*", "s3:PutAnalytics*"],
      },
    ),
    "all actions, on things that none of them opens": accept({
      Action: "ec2:*",
      Resource: "arn:aws:ec2:us-east-1:123456789012:placement-group/*",
    }),
    "a machine's attribute that opens nothing": accept({
      Action: "ec2:ModifyInstanceAttribute",
      Resource: instances,
      Condition: { StringEquals: { "ec2:Attribute": ["InstanceType", "EbsOptimized"] } },
    }),
    "a policy to come, below a ceiling": {
      resources: [role(), rights(unknownText), ceiling("s3:PutObject", "kms:Decrypt")],
    },
    "everything, below a boundary of the stack": {
      resources: [
        role("role", { permissionsBoundary: unknownText }),
        rights(statement({ Action: "*" })),
        policy(statement({ Action: ["s3:GetObject", "ec2:DescribeInstances"] })),
      ].map((each, index) =>
        index === 0 ? { ...each, sources: { permissionsBoundary: ["policy"] } } : each,
      ),
    },
    "AWS's policy of functions in a VPC": {
      resources: [role(), attachment(aws("service-role/AWSLambdaVPCAccessExecutionRole"))],
    },
    "a schedule of a function, which has no ARN yet, and of harmless actions": {
      resources: [
        role(),
        resource("aws:lambda/function:Function", "scaler"),
        schedule("wake", unknownText, ["scaler", "role"]),
        schedule("start", "arn:aws:scheduler:::aws-sdk:ec2:startInstances"),
        schedule("queue", "arn:aws:sqs:us-east-1:123456789012:queue"),
      ],
    },
    "all but what opens anything": accept({ NotAction: ["*"] }),
  },
  refuses: {
    "a service that no rule knows": refuse({ Action: ["events:PutTargets"] }),
    "a service that no rule knows, by a wildcard": refuse({ Action: "event?:Put*" }),
    "all services but those that rules know": {
      resources: [
        role(),
        rights(statement({ Action: undefined, NotAction: ["ec2:*", "s3:*"] })),
        resource(
          "aws:iam/rolePolicy:RolePolicy",
          "refusal",
          {
            role: unknownText,
            policy: statement({ Effect: "Deny", Action: ["ec2:*", "i*", "l*", "r*", "s*"] }),
          },
          { sources: { role: ["role"] } },
        ),
      ],
      finds: [["refused", "rights", "policy"]],
    },
    "an internet gateway": refuse({ Action: "ec2:CreateInternetGateway" }),
    "the same in other letters": refuse({ Action: "EC2:createinternetGATEWAY" }),
    "a wildcard in the middle": refuse({ Action: "ec2:Create*Gateway" }),
    "a question mark": refuse({ Action: "ec2:CreateRout?" }),
    "a whole service": refuse({ Action: ["ec2:*"] }),
    everything: refuse({ Action: "*" }),
    "all but a service": refuse({ NotAction: ["s3:*", "iam:*"] }),
    "all but the gateways": refuse({ NotAction: "ec2:*Gateway*" }),
    "a route table by its ARN": refuse({
      Action: "ec2:*",
      Resource: "arn:aws:ec2:us-east-1:123456789012:route-table/rtb-1",
    }),
    "all but some resources": refuse({
      Action: "ec2:CreateRoute",
      Resource: undefined,
      NotResource: "arn:aws:s3:::b",
    }),
    "a right under a condition": refuse({
      Action: "ec2:CreateRoute",
      Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
    }),
    "an attribute by a comparison that an absent key passes": refuse({
      Action: "ec2:ModifyInstanceAttribute",
      Resource: instances,
      Condition: { StringEqualsIfExists: { "ec2:Attribute": "InstanceType" } },
    }),
    "a machine's groups": refuse({
      Action: "ec2:ModifyInstanceAttribute",
      Resource: instances,
      Condition: { StringEquals: { "ec2:Attribute": ["InstanceType", "GroupSet"] } },
    }),
    "a refusal under a condition": {
      resources: [
        role(),
        rights(
          statements(
            { Action: "ec2:CreateRoute" },
            { Effect: "Deny", Action: "ec2:*", Condition: { Bool: { "aws:ViaAWSService": "false" } } },
          ),
        ),
      ],
      finds: [["refused", "rights", "policy"]],
    },
    "a refusal of something else": {
      resources: [
        role(),
        rights(statements({ Action: "ec2:*Route" }, { Effect: "Deny", Action: "ec2:CreateRoute" })),
      ],
      finds: [["refused", "rights", "policy"]],
    },
    "a document as an object": {
      resources: [
        role(),
        rights({ Statement: { Effect: "Allow", Action: "ec2:CreateRoute", Resource: "*" } }),
      ],
      finds: [["refused", "rights", "policy"]],
    },
    "a role's own inline policy": {
      resources: [role("role", { inlinePolicies: [{ name: "a", policy: statement({ Action: "ec2:*" }) }] })],
      finds: [["refused", "role", "inlinePolicies[0].policy"]],
    },
    "AWS's policies, attached in each way": {
      resources: [
        role("role", { managedPolicyArns: [aws("AdministratorAccess")] }),
        attachment(aws("AmazonVPCFullAccess")),
        resource(
          "aws:iam/policyAttachment:PolicyAttachment",
          "many",
          { roles: [unknownText], policyArn: aws("job-function/NetworkAdministrator") },
          { sources: { roles: ["role"] } },
        ),
      ],
      finds: [
        ["refused", "many", "policyArn"],
        ["refused", "role", "managedPolicyArns[0]"],
        ["refused", "attachment", "policyArn"],
      ],
    },
    "a policy of the stack, attached": {
      resources: [role(), policy(statement({ Action: "ec2:*" })), attachment(unknownText, ["policy"])],
      finds: [["refused", "attachment", "policyArn"]],
    },
    "a user's and a group's policy": {
      resources: [
        resource("aws:iam/userPolicy:UserPolicy", "user", {
          policy: statement({ Action: "ram:*" }),
          user: "u",
        }),
        resource("aws:iam/groupPolicy:GroupPolicy", "group", {
          policy: statement({ Action: "ram:*" }),
          group: "g",
        }),
      ],
      finds: [
        ["refused", "user", "policy"],
        ["refused", "group", "policy"],
      ],
    },
    "schedules that call what opens the network, by any name of its service": {
      resources: openingCalls.map((action) => schedule(action, `arn:aws:scheduler:::aws-sdk:${action}`)),
      finds: openingCalls.map((action) => ["refused", action, "target.arn"] as const),
    },
    "a schedule of another partition, and one whose target nobody knows": {
      resources: [
        schedule("gov", "arn:aws-us-gov:scheduler:::aws-sdk:ec2:attachInternetGateway"),
        schedule("open", unknownText, ["role"]),
        role(),
      ],
      finds: [
        ["refused", "gov", "target.arn"],
        ["undetermined", "open", "target.arn"],
      ],
    },
    "a policy of which nothing is known": {
      resources: [role(), rights(unknownText)],
      finds: [["undetermined", "rights", "policy"]],
    },
    "a policy to come, below a ceiling that is too high": {
      resources: [role(), rights(unknownText), ceiling("s3:PutObject", "ec2:Create*")],
      finds: [["undetermined", "rights", "policy"]],
    },
    "somebody's managed policy, and a list of them": {
      resources: [
        role("role", { managedPolicyArns: unknownList }),
        attachment("arn:aws:iam::123456789012:policy/theirs"),
      ],
      finds: [
        ["undetermined", "attachment", "policyArn"],
        ["undetermined", "role", "managedPolicyArns"],
      ],
    },
    "a text that is no policy": {
      resources: [role(), rights("{")],
      finds: [["undetermined", "rights", "policy"]],
    },
  },
};
