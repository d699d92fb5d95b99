import { type Statement } from "../iam";
import { type ScalerReach } from "./scalerReach";
import { tagKeys } from "../tags";

/** RunInstances, with our templates, images, subnets and group only, encrypted, tagged as ours, without public address. */
export function launchStatements(reach: ScalerReach): Statement[] {
  const { account, region, environment, launchTemplateArns } = reach;
  const ec2 = (resource: string) => `arn:aws:ec2:${region}:${account}:${resource}`;
  const tagged = {
    [`aws:RequestTag/${tagKeys.environment}`]: environment,
    [`aws:RequestTag/${tagKeys.managedBy}`]: "scaler",
  };
  const run = "ec2:RunInstances";
  return [
    {
      Sid: "LaunchVms",
      Effect: "Allow",
      Action: run,
      Resource: ec2("instance/*"),
      Condition: {
        StringEquals: {
          ...tagged,
          "ec2:MetadataHttpTokens": "required",
          // A call may override the template's type.
          "ec2:InstanceType": reach.instanceTypes,
        },
      },
    },
    {
      Sid: "LaunchVolumes",
      Effect: "Allow",
      Action: run,
      Resource: ec2("volume/*"),
      Condition: { StringEquals: tagged, Bool: { "ec2:Encrypted": "true" } },
    },
    { Sid: "LaunchInterfaces", Effect: "Allow", Action: run, Resource: ec2("network-interface/*") },
    // A subnet is the scaler's to choose, so it is in no template: the list names ours. Which templates, OnlyFromTemplates says.
    {
      Sid: "LaunchIntoSubnets",
      Effect: "Allow",
      Action: run,
      Resource: [...reach.subnetArns, ec2("launch-template/*")],
    },
    {
      Sid: "LaunchWhatTheTemplateNames",
      Effect: "Allow",
      Action: run,
      Resource: [
        ...reach.securityGroupArns,
        ...reach.images.map((image) => `arn:aws:ec2:${region}::image/${image}`),
      ],
      Condition: { Bool: { "ec2:IsLaunchTemplateResource": "true" } },
    },
    // Said once, as a refusal: an absent key differs from every ARN too.
    {
      Sid: "OnlyFromTemplates",
      Effect: "Deny",
      Action: run,
      Resource: ec2("instance/*"),
      Condition: { ArnNotEquals: { "ec2:LaunchTemplate": launchTemplateArns } },
    },
    {
      Sid: "NoPublicAddress",
      Effect: "Deny",
      Action: run,
      Resource: ec2("network-interface/*"),
      Condition: { Bool: { "ec2:AssociatePublicIpAddress": "true" } },
    },
    // A container on a VM is one hop further away and must not reach its metadata.
    {
      Sid: "MetadataStaysOnTheVm",
      Effect: "Deny",
      Action: run,
      Resource: ec2("instance/*"),
      Condition: { NumericGreaterThan: { "ec2:MetadataHttpPutResponseHopLimit": "1" } },
    },
    {
      Sid: "TagAtLaunch",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: [ec2("instance/*"), ec2("volume/*"), ec2("network-interface/*")],
      Condition: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
    },
    {
      Sid: "GiveWorkersTheirProfile",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: reach.workerRoleArns,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
  ];
}
