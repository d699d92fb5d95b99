import { judge, judgeChanges } from "./cases";
import { type Caller } from "./evaluator";
import { ec2, elsewhere, inVpc, scalerOfStaging, template } from "./scaler";

const asOurs = {
  "aws:RequestTag/overflow:environment": "staging",
  "aws:RequestTag/overflow:managed-by": "scaler",
};

describe("the scaler's role, by evaluation", () => {
  let scaler: Caller = { principal: "", policies: [] };
  before(async () => {
    ({ scaler } = await scalerOfStaging());
  });
  const role = () => scaler;

  describe("makes VMs", () => {
    const run = { action: "ec2:RunInstances" };
    judgeChanges(
      role,
      {
        ...run,
        title: "of a pool's template",
        on: ec2("instance/*"),
        context: {
          ...inVpc,
          ...asOurs,
          "ec2:LaunchTemplate": template,
          "ec2:MetadataHttpTokens": "required",
          "ec2:MetadataHttpPutResponseHopLimit": "1",
          "ec2:InstanceType": "c6i.2xlarge",
        },
      },
      {
        "a foreign template": { context: { "ec2:LaunchTemplate": ec2("launch-template/lt-other") } },
        "metadata without a token": { context: { "ec2:MetadataHttpTokens": "optional" } },
        "metadata two hops away": { context: { "ec2:MetadataHttpPutResponseHopLimit": "2" } },
        "a type that no pool has": { context: { "ec2:InstanceType": "p5.48xlarge" } },
        "tagged as another environment's": {
          context: { "aws:RequestTag/overflow:environment": "production" },
        },
        "tagged as the stack's": { context: { "aws:RequestTag/overflow:managed-by": "stack" } },
        "from outside of the VPC": elsewhere,
        "in another account": { on: ec2("instance/*", "999999999999") },
      },
    );
    judge(role, [
      {
        ...run,
        title: "without any template",
        may: false,
        on: ec2("instance/*"),
        context: {
          ...inVpc,
          ...asOurs,
          "ec2:MetadataHttpTokens": "required",
          "ec2:InstanceType": "c6i.2xlarge",
        },
      },
    ]);
    judgeChanges(
      role,
      {
        ...run,
        title: "with the template's image",
        on: "arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0",
        context: { ...inVpc, "ec2:IsLaunchTemplateResource": "true" },
      },
      {
        "named by the call": { context: { "ec2:IsLaunchTemplateResource": "false" } },
        "a foreign one": { on: "arn:aws:ec2:us-east-1::image/ami-0fedcba9876543210" },
      },
    );
    judgeChanges(
      role,
      {
        ...run,
        title: "in the template's group",
        on: ec2("security-group/groups-workers-try"),
        context: { ...inVpc, "ec2:IsLaunchTemplateResource": "true" },
      },
      {
        "named by the call": { context: { "ec2:IsLaunchTemplateResource": "false" } },
        "the scaler's own group": { on: ec2("security-group/groups-scaler") },
      },
    );
    judgeChanges(
      role,
      {
        ...run,
        title: "in a worker subnet",
        on: ec2("subnet/vpc-workers-try-us-east-1a"),
        context: inVpc,
      },
      {
        "a foreign one": { on: ec2("subnet/subnet-0fedcba9876543210") },
        "the scaler's": { on: ec2("subnet/vpc-scaler-us-east-1a") },
        "the endpoints'": { on: ec2("subnet/vpc-endpoints-us-east-1a") },
      },
    );
    judgeChanges(
      role,
      {
        ...run,
        title: "with an encrypted volume",
        on: ec2("volume/*"),
        context: { ...inVpc, ...asOurs, "ec2:Encrypted": "true" },
      },
      { "a plain one": { context: { "ec2:Encrypted": "false" } } },
    );
    judgeChanges(
      role,
      {
        ...run,
        title: "with an interface",
        on: ec2("network-interface/*"),
        context: { ...inVpc, "ec2:AssociatePublicIpAddress": "false" },
      },
      { "that has a public address": { context: { "ec2:AssociatePublicIpAddress": "true" } } },
    );
    judge(role, [
      { ...run, title: "with a key pair", may: false, on: ec2("key-pair/mine"), context: inVpc },
      {
        ...run,
        title: "from a snapshot of its choice",
        may: false,
        on: "arn:aws:ec2:us-east-1::snapshot/snap-0123456789abcdef0",
        context: inVpc,
      },
    ]);
  });
});
