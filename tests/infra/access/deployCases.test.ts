import { judge, judgeChanges } from "./cases";
import { deployRole, names } from "./deploy";
import { account, type Call } from "./evaluator";

const deploy = () => deployRole(false);
const ec2 = (resource: string) => `arn:aws:ec2:us-east-1:${account}:${resource}`;
const marked = { "aws:RequestTag/overflow:managed-by": "stack" };
const own = { "aws:ResourceTag/overflow:managed-by": "stack" };
const role = `arn:aws:iam::${account}:role/overflow/staging/scaler-1234567`;

describe("the deploy role, call by call", () => {
  describe("makes a network", () => {
    judgeChanges(
      deploy,
      { title: "a VPC", action: "ec2:CreateVpc", on: ec2("vpc/*"), context: marked },
      { unmarked: { context: { "aws:RequestTag/overflow:managed-by": "else" } } },
    );
    judgeChanges(
      deploy,
      { title: "a subnet in its VPC", action: "ec2:CreateSubnet", on: ec2("vpc/vpc-1"), context: own },
      { "in a foreign one": { context: { "aws:ResourceTag/overflow:managed-by": "else" } } },
    );
    judgeChanges(
      deploy,
      {
        title: "a route in its table",
        action: "ec2:CreateRoute",
        on: ec2("route-table/rtb-1"),
        context: own,
      },
      { "in a foreign one": { context: { "aws:ResourceTag/overflow:managed-by": "else" } } },
    );
    judgeChanges(
      deploy,
      {
        title: "an endpoint of Secrets Manager",
        action: "ec2:CreateVpcEndpoint",
        on: ec2("vpc-endpoint/*"),
        context: { ...marked, "ec2:VpceServiceName": "com.amazonaws.us-east-1.secretsmanager" },
      },
      {
        "of Systems Manager": { context: { "ec2:VpceServiceName": "com.amazonaws.us-east-1.ssmmessages" } },
        "of a stranger": {
          context: { "ec2:VpceServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0" },
        },
      },
    );
    judge(deploy, [
      {
        title: "rules taken from a VPC's default group, which bears no tag yet",
        action: "ec2:RevokeSecurityGroupEgress",
        on: ec2("security-group/sg-default"),
        may: true,
      },
      {
        title: "rules added to a foreign group",
        action: "ec2:AuthorizeSecurityGroupIngress",
        on: ec2("security-group/sg-foreign"),
        may: false,
      },
      ...["ec2:CreateInternetGateway", "ec2:AllocateAddress", "ec2:CreateNatGateway"].map((action) => ({
        title: action,
        action,
        on:
          {
            "ec2:CreateInternetGateway": ec2("internet-gateway/*"),
            "ec2:AllocateAddress": ec2("elastic-ip/*"),
          }[action] ?? ec2("natgateway/*"),
        context: marked,
        may: false,
      })),
    ]);
  });

  describe("makes roles", () => {
    const create: Call = { action: "iam:CreateRole", on: role };
    judgeChanges(
      deploy,
      {
        ...create,
        title: "within the boundary",
        context: { "iam:PermissionsBoundary": names.boundaryArn },
      },
      {
        "another boundary": {
          context: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
        },
        "outside of the stacks' path": { on: `arn:aws:iam::${account}:role/admin` },
      },
    );
    judge(deploy, [
      { ...create, title: "without a boundary", may: false },
      {
        title: "a role's boundary taken away",
        action: "iam:DeleteRolePermissionsBoundary",
        on: role,
        may: false,
      },
      {
        title: "its own rights widened",
        action: "iam:PutRolePolicy",
        on: `arn:aws:iam::${account}:role/${names.deployRole}`,
        context: { "iam:PermissionsBoundary": names.boundaryArn },
        may: false,
      },
      {
        title: "the boundary widened",
        action: "iam:CreatePolicyVersion",
        on: names.boundaryArn,
        may: false,
      },
    ]);
    judgeChanges(
      deploy,
      {
        title: "a stack's role passed to Lambda",
        action: "iam:PassRole",
        on: role,
        context: { "iam:PassedToService": "lambda.amazonaws.com" },
      },
      {
        "to CloudFormation": { context: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
        "its own": { on: `arn:aws:iam::${account}:role/${names.deployRole}` },
      },
    );
  });

  describe("makes names and balancers that stay inside", () => {
    judge(deploy, [
      {
        title: "a private zone",
        action: "route53:CreateHostedZone",
        on: "*",
        context: { "route53:VPCs": ["VPCId=vpc-1,VPCRegion=us-east-1"] },
        may: true,
      },
      { title: "a public zone", action: "route53:CreateHostedZone", on: "*", may: false },
    ]);
    judgeChanges(
      deploy,
      {
        title: "an internal load balancer",
        action: "elasticloadbalancing:CreateLoadBalancer",
        on: `arn:aws:elasticloadbalancing:us-east-1:${account}:loadbalancer/net/mirrors-try/0123456789abcdef`,
        context: { ...marked, "elasticloadbalancing:Scheme": "internal" },
      },
      { "that faces the internet": { context: { "elasticloadbalancing:Scheme": "internet-facing" } } },
    );
  });

  describe("keeps data", () => {
    const bucket = `arn:aws:s3:::${names.stateBucket}`;
    judge(deploy, [
      {
        title: "state written",
        action: "s3:PutObject",
        on: `${bucket}/.pulumi/stacks/overflow/staging.json`,
        may: true,
      },
      { title: "state's history ended", action: "s3:DeleteObjectVersion", on: `${bucket}/x`, may: false },
      { title: "the state's bucket opened", action: "s3:PutBucketPolicy", on: bucket, may: false },
      {
        title: "a stack's bucket given its policy",
        action: "s3:PutBucketPolicy",
        on: `arn:aws:s3:::overflow-staging-${account}-records`,
        may: true,
      },
      {
        title: "objects put into a stack's bucket",
        action: "s3:PutObject",
        on: `arn:aws:s3:::overflow-staging-${account}-tools/x`,
        may: false,
      },
      {
        title: "a foreign secret read",
        action: "secretsmanager:GetSecretValue",
        on: `arn:aws:secretsmanager:us-east-1:${account}:secret:payroll-AbCdEf`,
        may: false,
      },
      {
        title: "a stack's secret read",
        action: "secretsmanager:GetSecretValue",
        on: `arn:aws:secretsmanager:us-east-1:${account}:secret:master-password-AbCdEf`,
        context: own,
        may: true,
      },
      {
        title: "VMs of a broken scaler ended",
        action: "ec2:TerminateInstances",
        on: ec2("instance/i-1"),
        context: { "aws:ResourceTag/overflow:managed-by": "scaler" },
        may: true,
      },
      { title: "foreign VMs ended", action: "ec2:TerminateInstances", on: ec2("instance/i-1"), may: false },
    ]);
  });
});
