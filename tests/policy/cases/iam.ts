import { resource, type TestResource, unknownText } from "../stack";

export const account = "123456789012";

/** Holds the stack to its account. */
export const provider = resource("pulumi:providers:aws", "aws", {
  region: "us-east-1",
  allowedAccountIds: [account],
});

export const trust = (principal: object | string, part: object = {}): string =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...part }],
  });

export const role = (name = "role", props: object = {}): TestResource =>
  resource("aws:iam/role:Role", name, {
    name,
    path: "/overflow/test/",
    assumeRolePolicy: trust({ Service: "ec2.amazonaws.com" }),
    ...props,
  });

/** A policy of one statement, which allows on everything unless it says otherwise. */
export const statement = (part: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "S", Effect: "Allow", Resource: "*", ...part }],
  });

export const statements = (...parts: readonly object[]): string =>
  JSON.stringify({ Statement: parts.map((part) => ({ Effect: "Allow", Resource: "*", ...part })) });

/** A role's inline policy, by a resource of its own. */
export const rights = (policy: unknown, { name = "rights", of = "role" } = {}): TestResource =>
  resource("aws:iam/rolePolicy:RolePolicy", name, { role: unknownText, policy }, { sources: { role: [of] } });

export const attachment = (policyArn: string, from: readonly string[] = []): TestResource =>
  resource(
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "attachment",
    { role: unknownText, policyArn },
    { sources: { role: ["role"], policyArn: from } },
  );

/** Refuses all but what is named. */
export const ceiling = (...actions: readonly string[]): TestResource =>
  rights(statement({ Effect: "Deny", NotAction: actions }), { name: "ceiling" });
