import { type Statement } from "../iam";
import { type Place } from "./names";

/**
 * The scaler's function and schedule, logs, alarms and names. Things are known by their names (`overflow-…`), or by being private zones.
 * Sources: service authorization reference; Site-to-Site VPN guide, "Site-to-Site VPN logs" (log delivery).
 */
export function deployServices({ account, region }: Place): readonly Statement[] {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const logGroups = ["/aws/lambda/overflow-*", "/aws/vendedlogs/overflow-*", "/overflow/*", "overflow-*"];
  return [
    {
      Sid: "LookAtServices",
      Effect: "Allow",
      Action: [
        "lambda:Get*",
        "lambda:List*",
        "scheduler:Get*",
        "scheduler:List*",
        "logs:Describe*",
        "logs:List*",
        "logs:GetLogDelivery",
        "cloudwatch:Describe*",
        "cloudwatch:ListTagsForResource",
        "sns:Get*",
        "sns:List*",
        "route53:Get*",
        "route53:List*",
        "route53resolver:Get*",
        "route53resolver:List*",
      ],
      Resource: "*",
    },
    {
      Sid: "RunScaler",
      Effect: "Allow",
      Action: [
        "lambda:CreateFunction",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
        "lambda:DeleteFunction",
        "lambda:PutFunctionConcurrency",
        "lambda:DeleteFunctionConcurrency",
        "lambda:PutFunctionEventInvokeConfig",
        "lambda:UpdateFunctionEventInvokeConfig",
        "lambda:DeleteFunctionEventInvokeConfig",
        "lambda:InvokeFunction",
        "lambda:TagResource",
        "lambda:UntagResource",
      ],
      Resource: arn("lambda", "function:overflow-*"),
    },
    {
      Sid: "WakeScaler",
      Effect: "Allow",
      Action: ["scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule"],
      Resource: arn("scheduler", "schedule/default/scaler-*"),
    },
    {
      Sid: "KeepLogs",
      Effect: "Allow",
      Action: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:PutRetentionPolicy",
        "logs:DeleteRetentionPolicy",
        "logs:AssociateKmsKey",
        "logs:DisassociateKmsKey",
        "logs:TagResource",
        "logs:UntagResource",
        "logs:TagLogGroup",
        "logs:UntagLogGroup",
      ],
      Resource: logGroups.map((name) => arn("logs", `log-group:${name}`)),
    },
    // Tunnels, flows and DNS queries are delivered by way of these, which AWS grants on everything or not at all.
    {
      Sid: "DeliverLogs",
      Effect: "Allow",
      Action: [
        "logs:CreateLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:PutResourcePolicy",
        "logs:DeleteResourcePolicy",
      ],
      Resource: "*",
    },
    {
      Sid: "Alarm",
      Effect: "Allow",
      Action: [
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:PutCompositeAlarm",
        "cloudwatch:DeleteAlarms",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
      Resource: arn("cloudwatch", "alarm:overflow-*"),
    },
    {
      Sid: "TellOfAlarms",
      Effect: "Allow",
      Action: [
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:SetTopicAttributes",
        "sns:Subscribe",
        "sns:Unsubscribe",
        "sns:SetSubscriptionAttributes",
        "sns:TagResource",
        "sns:UntagResource",
      ],
      Resource: arn("sns", "overflow-*"),
    },
    ...names(arn("ec2", "vpc/*")),
  ];
}

/** Private zones and the Resolver. A zone without a VPC would be public. */
function names(vpcs: string): readonly Statement[] {
  return [
    {
      Sid: "PrivateZonesOnly",
      Effect: "Allow",
      Action: "route53:CreateHostedZone",
      Resource: "*",
      Condition: { Null: { "route53:VPCs": "false" } },
    },
    {
      Sid: "NameThings",
      Effect: "Allow",
      Action: [
        "route53:DeleteHostedZone",
        "route53:UpdateHostedZoneComment",
        "route53:ChangeResourceRecordSets",
        "route53:ChangeTagsForResource",
        "route53:AssociateVPCWithHostedZone",
        "route53:DisassociateVPCFromHostedZone",
      ],
      Resource: ["arn:aws:route53:::hostedzone/*", vpcs],
    },
    {
      Sid: "CloseResolver",
      Effect: "Allow",
      Action: [
        "Create",
        "Update",
        "Delete",
        "Associate",
        "Disassociate",
        "Tag",
        "Untag",
        "Import",
        "Put",
      ].map((verb) => `route53resolver:${verb}*`),
      Resource: "*",
    },
  ];
}
