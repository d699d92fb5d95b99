import { type Statement } from "../iam";
import { scalerActions } from "../scaling/scalerActions";
import { tagKeys } from "../tags";
import { type Place, rolePath } from "./names";

/**
 * The most that a role of any stack may do, whatever its own policies say: what the scaler, the mirrors, the schedule and the delivery of logs
 * do, on things of a stack. A test holds it to the stack's roles: none of them loses a right by it.
 */
export function boundaryStatements({ account, region }: Place): readonly Statement[] {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  return [
    {
      Sid: "Machines",
      Effect: "Allow",
      Action: [
        ...scalerActions.look,
        ...scalerActions.create,
        ...scalerActions.move,
        ...scalerActions.interfaces,
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    },
    {
      Sid: "WorkersRoles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: `arn:aws:iam::${account}:role${rolePath}*`,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    {
      Sid: "Table",
      Effect: "Allow",
      Action: scalerActions.table,
      Resource: arn("dynamodb", "table/overflow-*"),
    },
    {
      Sid: "Secrets",
      Effect: "Allow",
      Action: scalerActions.secrets,
      Resource: arn("secretsmanager", "secret:*"),
      Condition: { StringEquals: { [`aws:ResourceTag/${tagKeys.managedBy}`]: "stack" } },
    },
    {
      Sid: "Key",
      Effect: "Allow",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncrypt*",
        "kms:CreateGrant",
      ],
      Resource: arn("kms", "key/*"),
      Condition: {
        StringEquals: {
          "kms:ViaService": ["ec2", "secretsmanager", "dynamodb"].map(
            (each) => `${each}.${region}.amazonaws.com`,
          ),
        },
      },
    },
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: arn("logs", "log-group:*"),
    },
    { Sid: "FindLogs", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
    {
      Sid: "Function",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: arn("lambda", "function:overflow-*"),
    },
    { Sid: "Records", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::overflow-*/*" },
  ];
}
