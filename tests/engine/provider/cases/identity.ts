import { type LifeCase, type World } from "../world";

export const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

export const permission = (action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

const makeRole = (world: World) =>
  world.make("aws:iam/role:Role", { assumeRolePolicy: trust("ec2.amazonaws.com") });

const makePolicy = (world: World) =>
  world.make("aws:iam/policy:Policy", { policy: permission("ec2:DescribeInstances") });

export const identityCases: readonly LifeCase[] = [
  {
    token: "aws:iam/role:Role",
    async prepare(world) {
      const policy = await makePolicy(world);
      return {
        inputs: {
          assumeRolePolicy: trust("lambda.amazonaws.com"),
          managedPolicyArns: [policy.text("arn")],
          inlinePolicies: [{ name: "logs", policy: permission("logs:PutLogEvents") }],
        },
        expected: { path: "/", maxSessionDuration: 3600 },
        updates: [
          { assumeRolePolicy: trust("scheduler.amazonaws.com") },
          { description: "wakes the scaler" },
          { maxSessionDuration: 7200 },
          { permissionsBoundary: policy.text("arn") },
          { managedPolicyArns: [] },
          { inlinePolicies: [{ name: "logs", policy: permission("logs:CreateLogStream") }] },
        ],
        replacements: { name: "other", path: "/build/" },
      };
    },
  },
  {
    token: "aws:iam/rolePolicy:RolePolicy",
    async prepare(world) {
      const role = await makeRole(world);
      return {
        inputs: { role: role.id, policy: permission("ec2:StartInstances") },
        updates: [{ policy: permission("ec2:StopInstances") }],
        replacements: { role: "other", name: "other" },
      };
    },
  },
  {
    token: "aws:iam/policy:Policy",
    prepare: () =>
      Promise.resolve({
        inputs: { policy: permission("a:1") },
        updates: [2, 3, 4, 5, 6, 7].map((number) => ({ policy: permission(`a:${number}`) })),
        replacements: { name: "other", description: "other" },
      }),
  },
  {
    token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    async prepare(world) {
      const role = await makeRole(world);
      const policy = await makePolicy(world);
      return {
        inputs: { role: role.id, policyArn: policy.text("arn") },
        replacements: { role: "other", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      };
    },
  },
  {
    token: "aws:iam/instanceProfile:InstanceProfile",
    async prepare(world) {
      const role = await makeRole(world);
      const other = await makeRole(world);
      return {
        inputs: { role: role.id },
        updates: [{ role: other.id }],
        replacements: { name: "other", path: "/build/" },
      };
    },
  },
];
