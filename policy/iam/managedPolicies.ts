import { type PolicyDocument } from "./document";

const prefix = /^arn:aws[a-z-]*:iam::aws:policy\//;

const allow = (...patterns: readonly string[]): PolicyDocument => [
  {
    sid: "AWS",
    isAllow: true,
    actions: { isNot: false, patterns: patterns.map((pattern) => pattern.toLowerCase()) },
    resources: { isNot: false, patterns: ["*"] },
    principals: undefined,
    conditions: [],
  },
];

/** All but IAM, Organizations and the account itself. */
const powerUser: PolicyDocument = [
  {
    sid: "AWS",
    isAllow: true,
    actions: { isNot: true, patterns: ["iam:*", "organizations:*", "account:*"] },
    resources: { isNot: false, patterns: ["*"] },
    principals: undefined,
    conditions: [],
  },
  ...allow("iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:ListRoles"),
];

/** What the agent of Systems Manager calls. Source: AWS managed policy reference, AmazonSSMManagedInstanceCore. */
const sessionManager = allow(
  "ssm:DescribeAssociation",
  "ssm:GetDocument",
  "ssm:UpdateInstanceInformation",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
  "ec2messages:*",
);

/**
 * AWS's own policies, by what follows `policy/` in their ARN, as far as they matter to the rules: what opens a network or raises a principal is
 * here, and what is known not to. Rights are as wide as AWS's or wider. Source: AWS managed policy reference.
 */
const managed: Readonly<Record<string, PolicyDocument>> = {
  AdministratorAccess: allow("*"),
  PowerUserAccess: powerUser,
  IAMFullAccess: allow("iam:*"),
  AmazonEC2FullAccess: allow("ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*"),
  AmazonVPCFullAccess: allow(
    "ec2:*Vpc*",
    "ec2:*Gateway*",
    "ec2:*Route*",
    "ec2:*SecurityGroup*",
    "ec2:*NetworkAcl*",
  ),
  AmazonVPCCrossAccountNetworkInterfaceOperations: allow(
    "ec2:CreateRoute",
    "ec2:ReplaceRoute",
    "ec2:ModifyNetworkInterfaceAttribute",
  ),
  "job-function/NetworkAdministrator": allow(
    "ec2:*",
    "directconnect:*",
    "route53:*",
    "elasticloadbalancing:*",
  ),
  "job-function/SystemAdministrator": allow("ec2:*", "ssm:*", "s3:*", "iam:PassRole"),
  "job-function/DatabaseAdministrator": allow("rds:*", "redshift:*", "s3:*", "iam:PassRole"),
  AmazonRoute53FullAccess: allow("route53:*"),
  AmazonRoute53ResolverFullAccess: allow("route53resolver:*", "ec2:CreateNetworkInterface"),
  ElasticLoadBalancingFullAccess: allow("elasticloadbalancing:*", "ec2:*Vpc*"),
  AWSLambda_FullAccess: allow("lambda:*", "iam:PassRole"),
  AWSCloudFormationFullAccess: allow("cloudformation:*"),
  AmazonS3FullAccess: allow("s3:*"),
  AmazonSSMFullAccess: allow("ssm:*", "ssmmessages:*", "ec2messages:*"),
  AmazonSSMManagedInstanceCore: sessionManager,
  AmazonSSMManagedEC2InstanceDefaultPolicy: sessionManager,
  "service-role/AmazonEC2RoleforSSM": [...sessionManager, ...allow("s3:*")],
  EC2InstanceConnect: allow("ec2-instance-connect:*"),
  "service-role/AWSLambdaBasicExecutionRole": allow(
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ),
  "service-role/AWSLambdaVPCAccessExecutionRole": allow(
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ),
  AWSDenyAll: [
    {
      sid: "AWS",
      isAllow: false,
      actions: { isNot: false, patterns: ["*"] },
      resources: { isNot: false, patterns: ["*"] },
      principals: undefined,
      conditions: [],
    },
  ],
  CloudWatchAgentServerPolicy: allow("cloudwatch:PutMetricData", "logs:PutLogEvents", "logs:CreateLogStream"),
};

/** The statements of one of AWS's policies by its ARN; undefined: not one of AWS's, or not known here. */
export function managedPolicy(arn: string): PolicyDocument | undefined {
  if (!prefix.test(arn)) return undefined;
  const name = arn.replace(prefix, "");
  return Object.hasOwn(managed, name) ? managed[name] : undefined;
}
