import { type Statement } from "../iam";
import { accountNames, type Place, rolePath } from "./names";

/** Services that roles of a stack are for. */
export const trustedServices = [
  "ec2.amazonaws.com",
  "lambda.amazonaws.com",
  "scheduler.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** AWS's own services that make themselves a role in the account when they are first used. */
const linkedServices = [
  "autoscaling.amazonaws.com",
  "elasticloadbalancing.amazonaws.com",
  "s2svpn.amazonaws.com",
  "route53resolver.amazonaws.com",
  "delivery.logs.amazonaws.com",
];

/**
 * Roles of a stack: under its path, and within the boundary, so that who deploys cannot give a role more than the boundary holds, nor take on
 * what it makes. Sources: IAM guide, "Permissions boundaries", "Delegating responsibility to others"; service authorization reference, IAM.
 */
export function deployIdentity(place: Place): readonly Statement[] {
  const { account } = place;
  const roles = `arn:aws:iam::${account}:role${rolePath}*`;
  const profiles = `arn:aws:iam::${account}:instance-profile${rolePath}*`;
  const bounded = { StringEquals: { "iam:PermissionsBoundary": accountNames(place).boundaryArn } };
  return [
    {
      Sid: "LookAtRoles",
      Effect: "Allow",
      Action: [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListRolePolicies",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRoleTags",
        "iam:GetInstanceProfile",
        "iam:ListInstanceProfileTags",
      ],
      Resource: [roles, profiles],
    },
    {
      Sid: "GiveRightsWithinTheBoundary",
      Effect: "Allow",
      Action: [
        "iam:CreateRole",
        "iam:PutRolePolicy",
        "iam:DeleteRolePolicy",
        "iam:AttachRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
      ],
      Resource: roles,
      Condition: bounded,
    },
    {
      Sid: "KeepRoles",
      Effect: "Allow",
      Action: [
        "iam:DeleteRole",
        "iam:UpdateRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:AddRoleToInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
      ],
      Resource: [roles, profiles],
    },
    {
      Sid: "PassRoles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roles,
      Condition: { StringEquals: { "iam:PassedToService": trustedServices } },
    },
    {
      Sid: "LetServicesMakeTheirRole",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: `arn:aws:iam::${account}:role/aws-service-role/*`,
      Condition: { StringEquals: { "iam:AWSServiceName": linkedServices } },
    },
  ];
}
