import { type Fact, unknown } from "../facts/fact";
import { type References } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { documentOf, type PolicyDocument } from "./document";
import { managedPolicy } from "./managedPolicies";

export const iamTypes = {
  role: "aws:iam/role:Role",
  user: "aws:iam/user:User",
  group: "aws:iam/group:Group",
  policy: "aws:iam/policy:Policy",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  userPolicy: "aws:iam/userPolicy:UserPolicy",
  groupPolicy: "aws:iam/groupPolicy:GroupPolicy",
  roleAttachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  userAttachment: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  groupAttachment: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  attachment: "aws:iam/policyAttachment:PolicyAttachment",
  profile: "aws:iam/instanceProfile:InstanceProfile",
} as const;

/** One policy that a principal has, and where it stands. */
export interface HeldPolicy {
  readonly owner: ResourceFacts;
  readonly property: string;
  /** Unknown: it may allow anything, and denies nothing for certain. */
  readonly document: Fact<PolicyDocument>;
}

/** A role, user or group, with all that says what it may do. */
export interface Principal {
  readonly resource: ResourceFacts;
  readonly policies: readonly HeldPolicy[];
  /** The most that it may do, where a policy of the stack or of AWS says so. */
  readonly boundary: PolicyDocument | undefined;
}

/** Property of each kind of resource that names whom its policy is for; and what it holds: a text, or the ARN of a policy. */
const holders = [
  { type: iamTypes.rolePolicy, names: ["role"], of: [iamTypes.role], holds: "policy" },
  { type: iamTypes.userPolicy, names: ["user"], of: [iamTypes.user], holds: "policy" },
  { type: iamTypes.groupPolicy, names: ["group"], of: [iamTypes.group], holds: "policy" },
  { type: iamTypes.roleAttachment, names: ["role"], of: [iamTypes.role], holds: "policyArn" },
  { type: iamTypes.userAttachment, names: ["user"], of: [iamTypes.user], holds: "policyArn" },
  { type: iamTypes.groupAttachment, names: ["group"], of: [iamTypes.group], holds: "policyArn" },
  {
    type: iamTypes.attachment,
    names: ["roles", "users", "groups"],
    of: [iamTypes.role, iamTypes.user, iamTypes.group],
    holds: "policyArn",
  },
] as const;

/** Types that say what somebody may do. */
export const holderTypes: readonly string[] = holders.map(({ type }) => type);

/**
 * Everyone of the stack to whom policies are given. What is given to somebody outside of the stack, or to nobody in particular, is a principal by
 * itself: the resource that gives it.
 */
export function principalsOf(stack: StackFacts, references: References): readonly Principal[] {
  const known = read.get(stack) ?? principalsIn(stack, references);
  read.set(stack, known);
  return known;
}

/** Several rules ask of the same stack, and each answer reads every policy. */
const read = new WeakMap<StackFacts, readonly Principal[]>();

function principalsIn(stack: StackFacts, references: References): readonly Principal[] {
  const given = new Map<ResourceFacts, HeldPolicy[]>();
  const add = (to: ResourceFacts, policy: HeldPolicy) => {
    const policies = given.get(to);
    if (policies === undefined) given.set(to, [policy]);
    else policies.push(policy);
  };
  for (const { type, names, of, holds } of holders) {
    for (const owner of stack.ofType(type)) {
      const policy = { owner, property: holds, document: heldBy(owner, holds, references) };
      const to = names.flatMap((name) => namedIn(owner, name, of, references));
      for (const each of to.length === 0 ? [owner] : to) add(each, policy);
    }
  }
  for (const type of [iamTypes.role, iamTypes.user, iamTypes.group]) {
    for (const resource of stack.ofType(type)) {
      for (const policy of inlineOf(resource, references)) add(resource, policy);
      if (!given.has(resource)) given.set(resource, []);
    }
  }
  return [...given].map(([resource, policies]) => ({
    resource,
    policies,
    boundary: boundaryOf(resource, references),
  }));
}

/** Who a property names; each of several that an unknown one may name. */
function namedIn(
  owner: ResourceFacts,
  property: string,
  types: readonly string[],
  references: References,
): readonly ResourceFacts[] {
  const list = owner.props.texts(property);
  const facts: readonly Fact<string>[] = list.state === "known" ? list.value : [owner.props.text(property)];
  return facts.flatMap((fact) => {
    const found = references.of(owner, property, fact, types);
    if (found?.kind === "resource") return [found.resource];
    return found?.kind === "oneOf" ? found.resources : [];
  });
}

function heldBy(
  owner: ResourceFacts,
  property: "policy" | "policyArn",
  references: References,
): Fact<PolicyDocument> {
  if (property === "policy") return documentOf(owner.props.get("policy"));
  return ofArn(owner, property, owner.props.text(property), references);
}

/** A policy by its ARN: the stack's own, or AWS's. */
function ofArn(
  owner: ResourceFacts,
  property: string,
  fact: Fact<string>,
  references: References,
): Fact<PolicyDocument> {
  const own = references.of(owner, property, fact, [iamTypes.policy]);
  if (own?.kind === "resource") return documentOf(own.resource.props.get("policy"));
  if (fact.state !== "known") return fact;
  const document = managedPolicy(fact.value);
  return document === undefined
    ? unknown("is a policy that the stack does not declare")
    : { state: "known", value: document };
}

/** Policies inside a role. */
function inlineOf(resource: ResourceFacts, references: References): readonly HeldPolicy[] {
  const { props } = resource;
  const inline = props.objects("inlinePolicies");
  const arns = props.texts("managedPolicyArns");
  const held = (property: string, document: Fact<PolicyDocument>): HeldPolicy => {
    return { owner: resource, property, document };
  };
  return [
    ...(inline.state === "unknown" ? [held("inlinePolicies", inline)] : []),
    ...(inline.state === "known" ? inline.value : []).map((fact, index) =>
      held(
        `inlinePolicies[${index}].policy`,
        fact.state === "known" ? documentOf(fact.value.get("policy")) : fact,
      ),
    ),
    ...(arns.state === "unknown" ? [held("managedPolicyArns", arns)] : []),
    ...(arns.state === "known" ? arns.value : []).map((fact, index) =>
      held(`managedPolicyArns[${index}]`, ofArn(resource, "managedPolicyArns", fact, references)),
    ),
  ];
}

/** A boundary only takes rights away, so one that is not known is as good as none. */
function boundaryOf(resource: ResourceFacts, references: References): PolicyDocument | undefined {
  const property = "permissionsBoundary";
  const fact = resource.props.text(property);
  if (fact.state === "absent") return undefined;
  const document = ofArn(resource, property, fact, references);
  return document.state === "known" ? document.value : undefined;
}
