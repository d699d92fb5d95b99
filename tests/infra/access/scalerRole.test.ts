import { expect } from "chai";
import { judge, judgeChanges } from "./cases";
import { account, type Call, type Caller, isAllowed } from "./evaluator";
import { ec2, elsewhere, inVpc, scalerOfStaging, template } from "./scaler";

const ours = {
  "aws:ResourceTag/overflow:environment": "staging",
  "aws:ResourceTag/overflow:managed-by": "scaler",
};
const secret = `arn:aws:secretsmanager:us-east-1:${account}:secret:pool-staging-linux64-try-key`;
const table = `arn:aws:dynamodb:us-east-1:${account}:table/overflow-staging-scaler`;
const functionArn = `arn:aws:lambda:us-east-1:${account}:function:overflow-staging-scaler`;

describe("the scaler's role, by evaluation", () => {
  let scaler: Caller = { principal: "", policies: [] };
  let keyPolicy = "";
  before(async () => {
    ({ scaler, keyPolicy } = await scalerOfStaging());
  });
  const role = () => scaler;

  for (const action of ["ec2:StartInstances", "ec2:StopInstances", "ec2:TerminateInstances"]) {
    describe(action, () => {
      judgeChanges(
        role,
        {
          action,
          title: "a VM of its own",
          on: ec2("instance/i-0123456789abcdef0"),
          context: { ...inVpc, ...ours },
        },
        {
          "of production": { context: { "aws:ResourceTag/overflow:environment": "production" } },
          "that the stack made": { context: { "aws:ResourceTag/overflow:managed-by": "stack" } },
          "from outside of the VPC": elsewhere,
        },
      );
      judge(role, [
        { action, title: "a VM without our tags", may: false, on: ec2("instance/i-1"), context: inVpc },
      ]);
    });
  }

  describe("tags", () => {
    const tag: Omit<Call, "on"> = { action: "ec2:CreateTags" };
    judgeChanges(
      role,
      {
        ...tag,
        title: "what it launches",
        on: ec2("instance/*"),
        context: { ...inVpc, "ec2:CreateAction": "RunInstances", "aws:TagKeys": ["Name", "overflow:pool"] },
      },
      { "a security group": { on: ec2("security-group/sg-1"), context: {} } },
    );
    judgeChanges(
      role,
      {
        ...tag,
        title: "marks on a VM of its own",
        on: ec2("instance/i-1"),
        context: { ...inVpc, ...ours, "aws:TagKeys": ["overflow:intent"] },
      },
      {
        "its name": { context: { "aws:TagKeys": ["Name"] } },
        "its pool": { context: { "aws:TagKeys": ["overflow:pool"] } },
        "keys that are not ours": { context: { "aws:TagKeys": ["overflow:intent", "cost"] } },
        "of another environment": { context: { "aws:ResourceTag/overflow:environment": "production" } },
      },
    );
    judge(role, [
      {
        ...tag,
        title: "a foreign VM to make it its own",
        may: false,
        on: ec2("instance/i-1"),
        context: { ...inVpc, "aws:TagKeys": ["overflow:environment", "overflow:managed-by"] },
      },
    ]);
  });

  describe("passes on", () => {
    const worker = `arn:aws:iam::${account}:role/overflow/staging/pool-staging-linux64-try`;
    judgeChanges(
      role,
      {
        action: "iam:PassRole",
        title: "a pool's role to EC2",
        on: worker,
        context: { "iam:PassedToService": "ec2.amazonaws.com" },
      },
      {
        "to Lambda": { context: { "iam:PassedToService": "lambda.amazonaws.com" } },
        "to Systems Manager": { context: { "iam:PassedToService": "ssm.amazonaws.com" } },
        "its own": { on: `arn:aws:iam::${account}:role/overflow/staging/scaler` },
        "an administrator's": { on: `arn:aws:iam::${account}:role/admin` },
      },
    );
  });

  describe("keeps its state", () => {
    judgeChanges(
      role,
      {
        action: "dynamodb:PutItem",
        title: "write its lease",
        on: table,
        context: { ...inVpc, "dynamodb:LeadingKeys": ["lease"] },
      },
      {
        "over its own settings": { context: { "dynamodb:LeadingKeys": ["document"] } },
        "to production's table": { on: table.replace("staging", "production") },
        "from outside of the VPC": elsewhere,
      },
    );
    judgeChanges(
      role,
      { action: "secretsmanager:GetSecretValue", title: "read a pool's key", on: secret, context: inVpc },
      {
        "a foreign secret": { on: `arn:aws:secretsmanager:us-east-1:${account}:secret:payroll-AbCdEf` },
        "from outside of the VPC": elsewhere,
      },
    );
    judge(role, [
      { action: "dynamodb:DeleteTable", title: "remove its table", may: false, on: table, context: inVpc },
      {
        action: "secretsmanager:PutSecretValue",
        title: "replace a pool's key",
        may: false,
        on: secret,
        context: inVpc,
      },
    ]);
  });

  describe("uses the key", () => {
    const on = `arn:aws:kms:us-east-1:${account}:key/key`;
    const byKey = (call: Call): Call => ({ ...call, resourcePolicy: keyPolicy });
    const through = (service: string) => ({ "kms:ViaService": `${service}.us-east-1.amazonaws.com` });
    const cases: readonly [string, boolean, Call][] = [
      [
        "may decrypt by way of Secrets Manager",
        true,
        { action: "kms:Decrypt", on, context: through("secretsmanager") },
      ],
      ["may decrypt by way of EC2", true, { action: "kms:Decrypt", on, context: through("ec2") }],
      ["may not decrypt by way of S3", false, { action: "kms:Decrypt", on, context: through("s3") }],
      ["may not decrypt by itself", false, { action: "kms:Decrypt", on }],
      [
        "may not use another key",
        false,
        { action: "kms:Decrypt", on: on.replace("key/key", "key/other"), context: through("ec2") },
      ],
      [
        "may have EC2 grant a VM its volume",
        true,
        {
          action: "kms:CreateGrant",
          on,
          context: { ...through("ec2"), "kms:GrantIsForAWSResource": "true" },
        },
      ],
      [
        "may not grant the key to anybody else",
        false,
        {
          action: "kms:CreateGrant",
          on,
          context: { ...through("ec2"), "kms:GrantIsForAWSResource": "false" },
        },
      ],
      ["may not change the key's policy", false, { action: "kms:PutKeyPolicy", on }],
      ["may not end the key", false, { action: "kms:ScheduleKeyDeletion", on }],
    ];
    for (const [title, may, call] of cases) {
      it(title, async () => {
        expect(await isAllowed(scaler, byKey(call))).to.equal(may);
      });
    }
  });

  describe("leaves to others", () => {
    judge(role, [
      {
        action: "ec2:DescribeInstanceAttribute",
        title: "read a VM's user data",
        may: false,
        on: ec2("instance/i-1"),
        context: { ...inVpc, ...ours },
      },
      {
        action: "ec2:CreateLaunchTemplateVersion",
        title: "change a template",
        may: false,
        on: template,
        context: inVpc,
      },
      {
        action: "ec2:CreateNetworkInterface",
        title: "make an interface by its code",
        may: false,
        on: ec2("subnet/vpc-scaler-us-east-1a"),
        context: { "lambda:SourceFunctionArn": functionArn },
      },
      {
        action: "ec2:CreateNetworkInterface",
        title: "let Lambda make the function's interface",
        may: true,
        on: ec2("subnet/vpc-scaler-us-east-1a"),
      },
    ]);
  });
});
