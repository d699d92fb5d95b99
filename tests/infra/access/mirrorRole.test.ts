import { expect } from "chai";
import { secretsEndpointPolicy } from "../../../infra/network/endpointPolicies";
import { policyJson } from "../../../infra/iam";
import { keyStatements } from "../../../infra/security/keyPolicy";
import { mirrorStatements } from "../../../infra/mirror/mirrorAccess";
import { judge, judgeChanges } from "./cases";
import { account, type Caller, rightsOf } from "./evaluator";

const secretArn = `arn:aws:secretsmanager:us-east-1:${account}:secret:mirror-try-AbCdEf`;
const keyArn = `arn:aws:kms:us-east-1:${account}:key/key`;
const reach = {
  region: "us-east-1",
  level: "try",
  certificate: { secretArn, keyArn, endpointId: "vpce-secrets" },
  recordsBucket: "records",
  recordsEndpointId: "vpce-mirrors",
};
const mirror: Caller = {
  principal: `arn:aws:iam::${account}:role/mirrors-try`,
  policies: [policyJson(mirrorStatements(reach))],
};
const scalingArn = `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
const key = {
  account,
  region: "us-east-1",
  logGroups: ["/aws/lambda/x"],
  alarmNames: "overflow-staging-*",
  autoScaling: true,
};
const resourcePolicy = policyJson(keyStatements(key));

describe("a mirror's role, by evaluation", () => {
  it("may do three things", async () => {
    expect((await rightsOf(mirror)).map(({ action }) => action)).to.have.members([
      "s3:PutObject",
      "secretsmanager:GetSecretValue",
      "kms:Decrypt",
    ]);
  });

  it("reads no secret where it serves plain HTTP", async () => {
    const plain = policyJson(mirrorStatements({ ...reach, certificate: null }));
    const rights = await rightsOf({ ...mirror, policies: [plain] });
    expect(rights.map(({ action }) => action)).to.deep.equal(["s3:PutObject"]);
  });

  judgeChanges(
    () => mirror,
    {
      title: "read its certificate",
      action: "secretsmanager:GetSecretValue",
      on: secretArn,
      endpointPolicy: secretsEndpointPolicy({ account, region: "us-east-1", environment: "staging" }),
      context: {
        "aws:SourceVpce": "vpce-secrets",
        "aws:PrincipalAccount": account,
        "aws:ResourceTag/overflow:environment": "staging",
      },
    },
    {
      "another level's": { on: secretArn.replace("try", "release") },
      "from elsewhere": { context: { "aws:SourceVpce": "vpce-other" } },
      "of another environment, through this endpoint": {
        context: { "aws:ResourceTag/overflow:environment": "production" },
      },
    },
  );
  judgeChanges(
    () => mirror,
    {
      title: "decrypt it",
      action: "kms:Decrypt",
      on: keyArn,
      resourcePolicy,
      context: {
        "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
        "kms:EncryptionContext:SecretARN": secretArn,
      },
    },
    {
      "another secret": { context: { "kms:EncryptionContext:SecretARN": `${secretArn}-other` } },
      "by itself": { context: { "kms:ViaService": "ec2.us-east-1.amazonaws.com" } },
    },
  );
});

describe("the environment's key, by evaluation", () => {
  const scaling: Caller = {
    principal: scalingArn,
    policies: [],
  };
  const byScaling = { "kms:CallerAccount": account, "aws:PrincipalArn": scalingArn };
  judgeChanges(
    () => scaling,
    {
      title: "Auto Scaling starts an encrypted mirror",
      action: "kms:GenerateDataKeyWithoutPlaintext",
      on: keyArn,
      resourcePolicy,
      context: byScaling,
    },
    {
      "where there is no group": {
        resourcePolicy: policyJson(keyStatements({ ...key, autoScaling: false })),
      },
      "as another account's role": { context: { "kms:CallerAccount": "999999999999" } },
      "as another role": { context: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/any` } },
    },
  );
  judgeChanges(
    () => scaling,
    {
      title: "Auto Scaling has EC2 grant a mirror its volume",
      action: "kms:CreateGrant",
      on: keyArn,
      resourcePolicy,
      context: { ...byScaling, "kms:GrantIsForAWSResource": "true" },
    },
    { "somebody else": { context: { "kms:GrantIsForAWSResource": "false" } } },
  );
  judge(
    () => ({ principal: "logs.us-east-1.amazonaws.com", policies: [] }),
    [
      {
        title: "CloudWatch Logs encrypts another group",
        action: "kms:Encrypt",
        on: keyArn,
        resourcePolicy,
        context: {
          "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${account}:log-group:/aws/lambda/other`,
        },
        may: false,
      },
      {
        title: "CloudWatch Logs encrypts a named group",
        action: "kms:Encrypt",
        on: keyArn,
        resourcePolicy,
        context: {
          "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${account}:log-group:/aws/lambda/x`,
        },
        may: true,
      },
    ],
  );
});
