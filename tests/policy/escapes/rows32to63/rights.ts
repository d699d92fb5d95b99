import { unknownList, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own, ownAccount } from "../own";
import { add, rowOf } from "../shapes";

const opens = rowOf(53, "no-network-opening-permission");

const iam = add("iam");
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
/** A policy document; `Principal` only where a role says whom it trusts. */
export const document = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((each, index) => ({
      Sid: `S${index}`,
      Effect: "Allow",
      Resource: "*",
      ...each,
    })),
  });
export const trust = (Principal: object | string, more: object = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more }],
  });

/** A role of machines, in the folder of our own. */
export const role = (name: string, props: object = {}) =>
  iam("Role", name, {
    ...{ name, path: "/overflow/local/", assumeRolePolicy: trust({ Service: "ec2.amazonaws.com" }) },
    ...props,
  });
export const rights = (policy: unknown, { of = "role", name = "it" } = {}) =>
  iam("RolePolicy", name, { role: unknownText, policy }, { role: [of] });
const may = (...statements: readonly object[]) => [role("role"), rights(document(...statements))];
const attached = (policyArn: string, from: readonly string[] = []) =>
  iam("RolePolicyAttachment", "it", { role: unknownText, policyArn }, { role: ["role"], policyArn: from });
const ec2 = (resource: string) => `arn:aws:ec2:us-east-1:${ownAccount}:${resource}`;
const ceiling = (...NotAction: readonly string[]) =>
  rights(document({ Effect: "Deny", NotAction }), { name: "ceiling" });

/** One action for each way of rows 1 to 52 and 56 to 60. */
const singles = [
  "ec2:CreateInternetGateway",
  "ec2:AttachInternetGateway",
  "ec2:CreateEgressOnlyInternetGateway",
  "ec2:CreateNatGateway",
  "ec2:CreateCarrierGateway",
  "ec2:AllocateAddress",
  "ec2:AssociateAddress",
  "ec2:CreateRoute",
  "ec2:ReplaceRoute",
  "ec2:CreateVpcPeeringConnection",
  "ec2:AcceptVpcPeeringConnection",
  "ec2:CreateTransitGatewayVpcAttachment",
  "ec2:CreateVpcEndpoint",
  "ec2:ModifyVpcEndpoint",
  "ec2:ModifyVpcBlockPublicAccessOptions",
  "ec2:ModifyInstanceAttribute",
  "ec2:ModifySnapshotAttribute",
  "ec2:ModifyImageAttribute",
  "ec2:CreateInstanceConnectEndpoint",
  "ec2:EnableSerialConsoleAccess",
  "ec2:AuthorizeSecurityGroupEgress",
  "ec2:CreateNetworkAclEntry",
  "ec2:CreateTrafficMirrorSession",
  "ec2-instance-connect:SendSSHPublicKey",
  "ssm:StartSession",
  "route53resolver:UpdateFirewallDomains",
  "lambda:CreateFunctionUrlConfig",
  "s3:PutBucketPolicy",
  "ram:CreateResourceShare",
  "vpc-lattice:CreateServiceNetworkVpcAssociation",
  "kms:PutKeyPolicy",
  "route53resolver:AssociateFirewallRuleGroup",
  "route53resolver:CreateResolverQueryLogConfig",
  "route53:DisassociateVPCFromHostedZone",
  "ssm:UpdateAssociation",
  "ssm:StartChangeRequestExecution",
  "elasticloadbalancing:ModifyLoadBalancerAttributes",
  "lambda:PutFunctionEventInvokeConfig",
  "sqs:SetQueueAttributes",
  // Services that no rule knows: they act for the stack, or carry its things away.
  "config:StartRemediationExecution",
  "events:PutTargets",
  "states:CreateStateMachine",
  "pipes:CreatePipe",
  "firehose:CreateDeliveryStream",
  "apprunner:CreateVpcConnector",
  "elasticmapreduce:RunJobFlow",
  "iotsecuretunneling:OpenTunnel",
];

/** Row 53: rights that could open the network later, in every shape of a policy. */
export const openingRights: readonly EscapeCase[] = [
  ...singles.map((Action) => opens.escape(Action, may({ Action }))),
  opens.escape("a whole service", may({ Action: "ec2:*" })),
  opens.escape("everything", may({ Action: "*" })),
  opens.escape("everything but one service", may({ NotAction: "iam:*" })),
  opens.escape("a wildcard in the middle", may({ Action: ["ec2:C*Route"] })),
  opens.escape("a question mark", may({ Action: "ec2:CreateRout?" })),
  opens.escape("other letters", may({ Action: "EC2:createROUTE" })),
  opens.escape("one route table", may({ Action: "ec2:*", Resource: ec2("route-table/*") })),
  opens.escape(
    "all but some resources",
    may({ Action: "ec2:CreateRoute", Resource: undefined, NotResource: "arn:aws:s3:::b" }),
  ),
  opens.escape(
    "under a condition",
    may({ Action: "ec2:CreateRoute", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
  ),
  opens.escape(
    "refused under a condition only",
    may(
      { Action: "ec2:CreateRoute" },
      { Effect: "Deny", Action: "*", Condition: { Bool: { "aws:ViaAWSService": "true" } } },
    ),
  ),
  opens.escape(
    "refused elsewhere only",
    may({ Action: "ec2:*Route" }, { Effect: "Deny", Action: "ec2:*", Resource: "arn:aws:s3:::b" }),
  ),
  opens.escape(
    "inside of a role",
    role("it", { inlinePolicies: [{ name: "a", policy: document({ Action: "ec2:*" }) }] }),
  ),
  opens.escape(
    "AWS's policy inside of a role",
    role("it", { managedPolicyArns: [aws("AdministratorAccess")] }),
  ),
  ...[
    "AdministratorAccess",
    "PowerUserAccess",
    "AmazonEC2FullAccess",
    "AmazonVPCFullAccess",
    "job-function/NetworkAdministrator",
  ].map((name) => opens.escape(`AWS's ${name}`, [role("role"), attached(aws(name))])),
  opens.escape("a policy of AWS that is not known", [role("role"), attached(aws("AmazonBrandNewAccess"))]),
  opens.escape("a policy of the account", [
    role("role"),
    attached(`arn:aws:iam::${ownAccount}:policy/theirs`),
  ]),
  opens.escape("a policy of the stack, attached", [
    role("role"),
    iam("Policy", "policy", { policy: document({ Action: "ec2:CreateRoute" }) }),
    attached(unknownText, ["policy"]),
  ]),
  opens.escape("a policy attached to many", [
    role("role"),
    iam(
      "PolicyAttachment",
      "it",
      { roles: [unknownText], policyArn: aws("AmazonVPCFullAccess") },
      { roles: ["role"] },
    ),
  ]),
  opens.escape(
    "a user's policy",
    iam("UserPolicy", "it", { user: "u", policy: document({ Action: "ec2:*" }) }),
  ),
  opens.escape(
    "a group's policy",
    iam("GroupPolicy", "it", { group: "g", policy: document({ Action: "ec2:*" }) }),
  ),
  opens.escape(
    "a user with a policy of AWS's",
    iam("UserPolicyAttachment", "it", { user: "u", policyArn: aws("AdministratorAccess") }),
  ),
  opens.escape("a policy that is not known", [role("role"), rights(unknownText)]),
  opens.escape("policies that are not known", role("it", { managedPolicyArns: unknownList })),
  opens.escape("the scaler's rights without their ceiling", [], { removes: [own.scalerCeiling] }),
  opens.escape("a ceiling that is too high", [
    role("role"),
    rights(unknownText),
    ceiling("s3:*", "ec2:Create*"),
  ]),
  opens.escape(
    "the workers' refusal taken away, and a right given",
    [rights(document({ Action: "ec2:CreateRoute" }), { of: own.workerRole })],
    {
      removes: [own.workerRights],
    },
  ),
  opens.twin(
    "rights to start machines and to write",
    may({ Action: ["ec2:RunInstances", "ec2:CreateTags", "s3:PutObject"] }),
  ),
  opens.twin("everything, refused again", may({ Action: "*" }, { Effect: "Deny", Action: "*" })),
  opens.twin(
    "a machine's type",
    may({
      Action: "ec2:ModifyInstanceAttribute",
      Resource: ec2("instance/*"),
      Condition: { StringEquals: { "ec2:Attribute": "InstanceType" } },
    }),
  ),
  opens.twin("rights to come, below a ceiling", [role("role"), rights(unknownText), ceiling("s3:PutObject")]),
  opens.twin(
    "a right that workers are refused anyway",
    rights(document({ Action: "ec2:CreateRoute" }), { of: own.workerRole }),
  ),
];
