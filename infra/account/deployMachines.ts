import { type Statement } from "../iam";
import { tagKeys } from "../tags";
import { type Place } from "./names";

/**
 * Mirrors' Auto Scaling groups behind internal load balancers, and the end of VMs that a broken scaler leaves. Sources: service
 * authorization reference (EC2 Auto Scaling, Elastic Load Balancing, EC2); EC2 Auto Scaling guide, "Control Amazon EC2 launch template usage":
 * who makes a group must itself be allowed to run its template.
 */
export function deployMachines({ account, region }: Place): readonly Statement[] {
  const ec2 = (type: string) => `arn:aws:ec2:${region}:${account}:${type}/*`;
  const balancing = (type: string) => `arn:aws:elasticloadbalancing:${region}:${account}:${type}/*`;
  const own = { StringEquals: { [`aws:ResourceTag/${tagKeys.managedBy}`]: "stack" } };
  const groups = `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/*`;
  const fromTemplate = { ArnLike: { "ec2:LaunchTemplate": ec2("launch-template") } };
  return [
    {
      Sid: "LookAtMachines",
      Effect: "Allow",
      Action: ["autoscaling:Describe*", "elasticloadbalancing:Describe*"],
      Resource: "*",
    },
    {
      Sid: "RunTemplates",
      Effect: "Allow",
      Action: "ec2:RunInstances",
      Resource: [
        ...["volume", "network-interface", "security-group", "subnet", "launch-template"].map(ec2),
        `arn:aws:ec2:${region}::image/*`,
        ec2("image"),
      ],
      Condition: fromTemplate,
    },
    {
      Sid: "RunVms",
      Effect: "Allow",
      Action: "ec2:RunInstances",
      Resource: ec2("instance"),
      Condition: { ...fromTemplate, StringEquals: { "ec2:MetadataHttpTokens": "required" } },
    },
    {
      Sid: "EndVmsOfScalers",
      Effect: "Allow",
      Action: ["ec2:StopInstances", "ec2:TerminateInstances"],
      Resource: ec2("instance"),
      Condition: { StringEquals: { [`aws:ResourceTag/${tagKeys.managedBy}`]: ["scaler", "stack"] } },
    },
    {
      Sid: "MakeGroups",
      Effect: "Allow",
      Action: "autoscaling:CreateAutoScalingGroup",
      Resource: groups,
      Condition: { StringEquals: { [`aws:RequestTag/${tagKeys.managedBy}`]: "stack" } },
    },
    {
      Sid: "ScaleMirrors",
      Effect: "Allow",
      Action: [
        "autoscaling:UpdateAutoScalingGroup",
        "autoscaling:DeleteAutoScalingGroup",
        "autoscaling:CreateOrUpdateTags",
        "autoscaling:DeleteTags",
        "autoscaling:AttachTrafficSources",
        "autoscaling:DetachTrafficSources",
        "autoscaling:AttachLoadBalancerTargetGroups",
        "autoscaling:DetachLoadBalancerTargetGroups",
        "autoscaling:EnableMetricsCollection",
        "autoscaling:DisableMetricsCollection",
        "autoscaling:PutLifecycleHook",
        "autoscaling:DeleteLifecycleHook",
        "autoscaling:PutScalingPolicy",
        "autoscaling:DeletePolicy",
        "autoscaling:SetInstanceProtection",
        "autoscaling:StartInstanceRefresh",
        "autoscaling:CancelInstanceRefresh",
        "autoscaling:SuspendProcesses",
        "autoscaling:ResumeProcesses",
      ],
      Resource: groups,
      Condition: own,
    },
    {
      Sid: "BalanceInside",
      Effect: "Allow",
      Action: "elasticloadbalancing:CreateLoadBalancer",
      Resource: balancing("loadbalancer/net"),
      Condition: {
        StringEquals: {
          "elasticloadbalancing:Scheme": "internal",
          [`aws:RequestTag/${tagKeys.managedBy}`]: "stack",
        },
      },
    },
    {
      Sid: "MakeTargets",
      Effect: "Allow",
      Action: ["elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:CreateListener"],
      Resource: [balancing("targetgroup"), balancing("loadbalancer/net"), balancing("listener/net")],
      Condition: { StringEquals: { [`aws:RequestTag/${tagKeys.managedBy}`]: "stack" } },
    },
    {
      Sid: "TagBalancersAtBirth",
      Effect: "Allow",
      Action: "elasticloadbalancing:AddTags",
      Resource: [balancing("targetgroup"), balancing("loadbalancer/net"), balancing("listener/net")],
      Condition: { Null: { "elasticloadbalancing:CreateAction": "false" } },
    },
    {
      Sid: "ChangeOwnBalancers",
      Effect: "Allow",
      Action: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:RemoveTags",
        "elasticloadbalancing:Modify*",
        "elasticloadbalancing:Delete*",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
        "elasticloadbalancing:RegisterTargets",
        "elasticloadbalancing:DeregisterTargets",
      ],
      Resource: [balancing("targetgroup"), balancing("loadbalancer/net"), balancing("listener/net")],
      Condition: own,
    },
  ];
}
