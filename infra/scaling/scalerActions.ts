/** What the scaler calls, by service: its role and the endpoint policies are made of the same lists. */
export const scalerActions = {
  /** Reads that EC2 grants on everything or not at all. By name: a wildcard would include DescribeInstanceAttribute. */
  look: ["ec2:DescribeInstances"],
  create: ["ec2:RunInstances", "ec2:CreateTags"],
  move: ["ec2:StartInstances", "ec2:StopInstances", "ec2:TerminateInstances"],
  /** The last two are also what TransactWriteItems needs; there is no right of that name. */
  table: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:ConditionCheckItem"],
  secrets: ["secretsmanager:GetSecretValue"],
  /** What Lambda itself does with the role, to stand in the VPC. Source: Lambda guide, "Execution role permissions" for VPCs. */
  interfaces: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  logs: ["logs:CreateLogStream", "logs:PutLogEvents"],
  /** Reads what the key encrypts, and has EC2 encrypt and use volumes. */
  key: [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncrypt*",
    "kms:CreateGrant",
  ],
} as const;
