import { resource, unknownText } from "../stack";
import { account, provider, rights, role, statement, statements, trust } from "./iam";
import { type RuleCase, type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const trusting = (principal: object | string, part: object = {}): RuleCase => ({
  resources: [provider, role("role", { assumeRolePolicy: trust(principal, part) })],
  finds: [["refused", "role", "assumeRolePolicy"]],
});
const may = (part: object): RuleCase => ({
  resources: [provider, role(), rights(statement(part))],
  finds: [["refused", "rights", "policy"]],
});
const roleArn = (name: string) => `arn:aws:iam::${account}:role/overflow/test/${name}`;
const toEc2 = { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } };
const powerful = [
  role("strong"),
  rights(statement({ Action: "ec2:CreateRoute" }), { name: "strong-rights", of: "strong" }),
];
const source = { StringEquals: { "aws:SourceAccount": account } };
const lambda = trust({ Service: "lambda.amazonaws.com" });

export const cases: RuleCases = {
  accepts: {
    "a role for machines, one for functions, one held to the account": {
      resources: [
        provider,
        role("vm"),
        role("function", { assumeRolePolicy: lambda }),
        role("logs", {
          assumeRolePolicy: trust({ Service: "vpc-flow-logs.amazonaws.com" }, { Condition: source }),
        }),
      ],
    },
    "the account's own people": {
      resources: [
        provider,
        role("role", { assumeRolePolicy: trust({ AWS: `arn:aws:iam::${account}:root` }) }),
      ],
    },
    "a role of the stack that is given to machines": {
      resources: [
        provider,
        role("worker"),
        role("role", { assumeRolePolicy: lambda }),
        rights(statement({ Action: "iam:PassRole", Resource: roleArn("worker"), Condition: toEc2 })),
      ],
    },
    "the stack's roles by their folder": {
      resources: [
        provider,
        role("worker"),
        role("role", { assumeRolePolicy: lambda }),
        rights(statement({ Action: "iam:PassRole", Resource: roleArn("*"), Condition: toEc2 })),
      ],
    },
    "a policy to come whose ceiling names the folder": {
      resources: [
        provider,
        role("worker"),
        role("role", { assumeRolePolicy: lambda }),
        rights(unknownText),
        rights(
          statements(
            { Effect: "Deny", NotAction: ["ec2:RunInstances", "iam:PassRole"] },
            { Effect: "Deny", Action: "iam:PassRole", Resource: undefined, NotResource: roleArn("*") },
          ),
          { name: "ceiling" },
        ),
      ],
    },
    "a stronger role that only another service may take on": {
      resources: [
        provider,
        ...powerful.map((each) =>
          each.name === "strong" ? { ...each, props: { ...each.props, assumeRolePolicy: lambda } } : each,
        ),
        role(),
        rights(statement({ Action: "iam:PassRole", Resource: roleArn("strong"), Condition: toEc2 })),
      ].filter(({ name }) => name !== "strong-rights"),
    },
    "a profile and a function with roles of the stack": {
      resources: [
        role(),
        resource(
          "aws:iam/instanceProfile:InstanceProfile",
          "profile",
          { role: unknownText },
          { sources: { role: ["role"] } },
        ),
        resource(
          "aws:lambda/function:Function",
          "function",
          { role: unknownText },
          { sources: { role: ["role"] } },
        ),
      ],
    },
  },
  refuses: {
    ...refusedTypes({
      "a long-lived key": "aws:iam/accessKey:AccessKey",
      "an outside identity provider": "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    }),
    "trust in everybody": trusting("*"),
    "trust in every account": trusting({ AWS: "*" }),
    "trust in another account": trusting({ AWS: "999999999999" }),
    "trust in another account's role": trusting({ AWS: ["arn:aws:iam::999999999999:role/r"] }),
    "trust in an identity provider": trusting({
      Federated: `arn:aws:iam::${account}:oidc-provider/ci.example`,
    }),
    "trust in a service that may act for anybody": trusting({ Service: "scheduler.amazonaws.com" }),
    "trust in a service for another account": trusting(
      { Service: "scheduler.amazonaws.com" },
      { Condition: { StringEquals: { "aws:SourceAccount": "999999999999" } } },
    ),
    "trust in all but some": {
      resources: [
        provider,
        role("role", {
          assumeRolePolicy: JSON.stringify({
            Statement: { Effect: "Allow", NotPrincipal: { AWS: "999999999999" }, Action: "sts:AssumeRole" },
          }),
        }),
      ],
      finds: [["refused", "role", "assumeRolePolicy"]],
    },
    "any role, to any service": may({ Action: "iam:PassRole" }),
    "any role, by a wildcard": may({ Action: "iam:Pass*", Resource: `arn:aws:iam::${account}:role/*` }),
    "a role from outside, to machines": may({
      Action: "iam:PassRole",
      Resource: `arn:aws:iam::${account}:role/admin`,
      Condition: toEc2,
    }),
    "taking on a role from outside": may({
      Action: "sts:AssumeRole",
      Resource: "arn:aws:iam::999999999999:role/r",
    }),
    "rights over rights": may({ Action: "iam:PutRolePolicy" }),
    "rights over a function's code": may({ Action: "lambda:Update*" }),
    "a stack of CloudFormation": may({ Action: "cloudformation:CreateStack" }),
    "a way to a stronger role, over two steps": {
      resources: [
        provider,
        ...powerful,
        role("middle", { assumeRolePolicy: lambda }),
        rights(statement({ Action: "iam:PassRole", Resource: roleArn("strong"), Condition: toEc2 }), {
          name: "middle-rights",
          of: "middle",
        }),
        role("start"),
        rights(statement({ Action: "iam:PassRole", Resource: roleArn("middle") }), {
          name: "start-rights",
          of: "start",
        }),
      ],
      finds: [
        ["refused", "middle-rights", "policy"],
        ["refused", "start-rights", "policy"],
      ],
    },
    "a way to a role that people may take on": {
      resources: [
        provider,
        ...powerful.map((each) =>
          each.name === "strong"
            ? {
                ...each,
                props: { ...each.props, assumeRolePolicy: trust({ AWS: `arn:aws:iam::${account}:root` }) },
              }
            : each,
        ),
        role(),
        rights(statement({ Action: "sts:AssumeRole", Resource: roleArn("strong") })),
      ],
      finds: [["refused", "rights", "policy"]],
    },
    "machines, functions and schedules with a role from outside": {
      resources: [
        resource("aws:iam/instanceProfile:InstanceProfile", "profile", { role: "admin" }),
        resource("aws:lambda/function:Function", "function", { role: `arn:aws:iam::${account}:role/admin` }),
        resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
          iamInstanceProfile: { name: "admin" },
        }),
        resource("aws:scheduler/schedule:Schedule", "schedule", {
          target: { roleArn: `arn:aws:iam::${account}:role/admin` },
        }),
      ],
      finds: [
        ["refused", "profile", "role"],
        ["refused", "function", "role"],
        ["refused", "schedule", "target.roleArn"],
        ["refused", "template", "iamInstanceProfile.name"],
      ],
    },
    "what is not known": {
      resources: [
        provider,
        role("role", { assumeRolePolicy: unknownText }),
        rights(unknownText),
        resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { iamInstanceProfile: unknownText }),
      ],
      finds: [
        ["undetermined", "role", "assumeRolePolicy"],
        ["undetermined", "template", "iamInstanceProfile"],
        ["undetermined", "rights", "policy"],
      ],
    },
    "another account, where the stack's own is not known": {
      resources: [role("role", { assumeRolePolicy: trust({ AWS: account }) })],
      finds: [["undetermined", "role", "assumeRolePolicy"]],
    },
  },
};
