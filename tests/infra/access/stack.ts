import { type Config, ofType, type Recorded, recordEnvironment } from "../mocks";
import { realArns } from "./arns";
import { account, type Caller, type PolicyText } from "./evaluator";

/** A role of the stack with all that is said of it. */
export interface StackRole extends Caller {
  readonly name: string;
  /** Who may take it on. */
  readonly trust: PolicyText;
}

/** A policy that stands at a resource or an endpoint. */
export interface StackPolicy {
  readonly name: string;
  readonly policy: PolicyText;
}

/** Types whose policies are collected, and types of IAM that give no right by themselves. */
const understood = new Set(
  ["role:Role", "rolePolicy:RolePolicy", "instanceProfile:InstanceProfile"].map((type) => `aws:iam/${type}`),
);

/** The resources of an environment, with ARNs as AWS makes them. */
export function recordStack(stack: string, change?: (config: Config) => void): Promise<Recorded[]> {
  return recordEnvironment(stack, change, realArns);
}

/**
 * Every role of a recorded stack with its policies.
 * @throws Error if the stack uses something of IAM that is not read here: it would give rights that nobody judges
 */
export function rolesOf(recorded: readonly Recorded[]): readonly StackRole[] {
  const unread = recorded.find(({ type }) => type.startsWith("aws:iam/") && !understood.has(type));
  if (unread !== undefined) throw new Error(`${unread.type} ${unread.name}: its rights are not read here`);
  return ofType(recorded, "iam/role:Role").map(({ name, inputs }) => {
    for (const key of ["managedPolicyArns", "inlinePolicies"]) {
      if (inputs[key] !== undefined) throw new Error(`role ${name}: ${key} is not read here`);
    }
    const policies = ofType(recorded, "iam/rolePolicy:RolePolicy").filter(
      (policy) => policy.inputs["role"] === `${name}-id`,
    );
    return {
      name,
      principal: `arn:aws:iam::${account}:role${String(inputs["path"])}${name}`,
      trust: String(inputs["assumeRolePolicy"]),
      policies: policies.map((policy) => String(policy.inputs["policy"])),
    };
  });
}

/** The resource types that bear a policy of their own, or are one. */
const policyTypes: Readonly<Record<string, string>> = {
  "aws:ec2/vpcEndpoint:VpcEndpoint": "endpoint",
  "aws:kms/key:Key": "key",
  "aws:s3/bucketPolicy:BucketPolicy": "bucket",
  "aws:sns/topicPolicy:TopicPolicy": "topic",
  "aws:sns/topic:Topic": "topic",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "log groups",
  "aws:lambda/permission:Permission": "function",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "secret",
};

/** Every policy that stands at a resource of the stack. */
export function resourcePoliciesOf(recorded: readonly Recorded[]): readonly StackPolicy[] {
  return recorded.flatMap(({ type, name, inputs }) => {
    const kind = policyTypes[type];
    const policy = inputs["policy"] ?? inputs["policyDocument"];
    return kind === undefined || typeof policy !== "string" ? [] : [{ name: `${kind} ${name}`, policy }];
  });
}
