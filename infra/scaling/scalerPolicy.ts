import { type Statement } from "../iam";
import { ceilingJson } from "../security/ceiling";
import { scalerActions } from "./scalerActions";
import { launchStatements } from "./scalerLaunch";
import { type ScalerReach } from "./scalerReach";
import { tagKeys } from "../tags";

/** Partition key of the item that holds the document; the stack alone writes it. */
export const documentKey = "document";

/** Tags by which a VM is known to be ours; the scaler sets them at launch and never again. */
const identityTags = ["Name", ...Object.values(tagKeys)];

/**
 * The rights of the scaler's role, below its ceiling (`scalerCeiling`). Sources: service authorization reference (EC2, DynamoDB); Lambda guide, "Giving Lambda
 * functions access to resources in a VPC"; EC2 guide, "Amazon EBS encryption", required permissions.
 */
export function scalerStatements(reach: ScalerReach): readonly Statement[] {
  return [
    ...functionStatements(reach),
    ...launchStatements(reach),
    ...fleetStatements(reach),
    ...stateStatements(reach),
    ...placeStatements(reach),
  ];
}

/**
 * What the role may do at most, known before any ARN is. Among what it refuses: whatever changes launch templates, as nothing limits what one may
 * name, and DescribeInstanceAttribute and DescribeLaunchTemplateVersions, which show the user data of VMs.
 */
export function scalerCeiling({
  account,
  environment,
}: Pick<ScalerReach, "account" | "environment">): string {
  return ceilingJson({ actions: Object.values(scalerActions).flat(), passes: { account, environment } });
}

/** Logs, and the interfaces that Lambda itself makes with this role; the function's code may not use those rights. */
function functionStatements({ account, region, functionName, logGroupName }: ScalerReach): Statement[] {
  const { interfaces } = scalerActions;
  const functionArn = `arn:aws:lambda:${region}:${account}:function:${functionName}`;
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: scalerActions.logs,
      Resource: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`,
    },
    { Sid: "LambdaMakesInterfaces", Effect: "Allow", Action: interfaces, Resource: "*" },
    {
      Sid: "CodeMakesNoInterfaces",
      Effect: "Deny",
      Action: interfaces,
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
    },
  ];
}

/**
 * The role's credentials are worth nothing outside of the VPC. Not for the calls that services make with them (Lambda its interfaces, EC2 the
 * volumes' keys). Source: IAM guide, "Data perimeters", expected networks; the keys: "AWS global condition context keys".
 */
function placeStatements({ vpcId }: ScalerReach): Statement[] {
  return [
    {
      Sid: "OnlyFromTheVpc",
      Effect: "Deny",
      Action: ["ec2:*Instances", "ec2:CreateTags", "dynamodb:*", "secretsmanager:*"],
      Resource: "*",
      Condition: {
        StringNotEqualsIfExists: { "aws:SourceVpc": vpcId },
        BoolIfExists: { "aws:ViaAWSService": "false" },
      },
    },
  ];
}

/** Look at VMs; start, stop, end and mark those of this environment. */
function fleetStatements({ account, region, environment }: ScalerReach): Statement[] {
  const vms = `arn:aws:ec2:${region}:${account}:instance/*`;
  const ours = {
    [`aws:ResourceTag/${tagKeys.environment}`]: environment,
    [`aws:ResourceTag/${tagKeys.managedBy}`]: "scaler",
  };
  return [
    { Sid: "LookAtVms", Effect: "Allow", Action: scalerActions.look, Resource: "*" },
    {
      Sid: "MoveOwnVms",
      Effect: "Allow",
      Action: scalerActions.move,
      Resource: vms,
      Condition: { StringEquals: ours },
    },
    {
      Sid: "MarkOwnVms",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: vms,
      Condition: { StringEquals: ours, "ForAllValues:StringLike": { "aws:TagKeys": "overflow:*" } },
    },
    {
      Sid: "IdentityStays",
      Effect: "Deny",
      Action: "ec2:CreateTags",
      Resource: vms,
      Condition: {
        "ForAnyValue:StringEquals": { "aws:TagKeys": identityTags },
        Null: { "ec2:CreateAction": "true" },
      },
    },
  ];
}

/** The table, the secrets, and the key that encrypts them and the VMs' volumes. */
function stateStatements({ account, region, tableName, secretArns, keyArn }: ScalerReach): Statement[] {
  const table = `arn:aws:dynamodb:${region}:${account}:table/${tableName}`;
  const via = (...services: string[]) => ({
    "kms:ViaService": services.map((service) => `${service}.${region}.amazonaws.com`),
  });
  return [
    { Sid: "KeepState", Effect: "Allow", Action: scalerActions.table, Resource: table },
    {
      Sid: "DocumentIsTheStacks",
      Effect: "Deny",
      Action: "dynamodb:PutItem",
      Resource: table,
      Condition: { "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": [documentKey] } },
    },
    { Sid: "ReadSecrets", Effect: "Allow", Action: scalerActions.secrets, Resource: secretArns },
    {
      Sid: "ReadEncrypted",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Resource: keyArn,
      Condition: { StringEquals: via("secretsmanager", "dynamodb", "ec2") },
    },
    {
      Sid: "EncryptVolumes",
      Effect: "Allow",
      Action: ["kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
      Resource: keyArn,
      Condition: { StringEquals: via("ec2") },
    },
    {
      Sid: "LetEc2UseVolumes",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keyArn,
      Condition: { StringEquals: via("ec2"), Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
