import { expect } from "chai";
import { policyJson, type Statement } from "../../infra/iam";
import { scalerCeiling, scalerStatements } from "../../infra/scaling/scalerPolicy";
import { type ScalerReach } from "../../infra/scaling/scalerReach";

const ec2 = (resource: string) => `arn:aws:ec2:us-east-1:123456789012:${resource}`;

/** Rights with as many pools as given, with ARNs as long as AWS's. */
function reach(pools: number): ScalerReach {
  const each = (of: (pool: string) => string) =>
    Array.from({ length: pools }, (_, index) => of(`pool-${"x".repeat(28)}${index}`));
  return {
    account: "123456789012",
    region: "us-east-1",
    environment: "production",
    functionName: "overflow-production-scaler",
    logGroupName: "/aws/lambda/overflow-production-scaler",
    tableName: "overflow-production-scaler",
    keyArn: "arn:aws:kms:us-east-1:123456789012:key/0123abcd-0123-abcd-0123-0123456789ab",
    secretArns: each(
      (pool) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:${pool}-key-0123456-AbCdEf`,
    ),
    vpcId: "vpc-0123456789abcdef0",
    subnetArns: ["a", "b", "c"].map((zone) => ec2(`subnet/subnet-0123456789abcdef${zone}`)),
    securityGroupArns: [ec2("security-group/sg-0123456789abcdef0")],
    launchTemplateArns: each(() => ec2("launch-template/lt-0123456789abcdef0")),
    images: each((pool) => `ami-0123456789abcde${pool.slice(-2)}`),
    instanceTypes: each((pool) => `c6i.${pool.slice(-1)}xlarge`),
    workerRoleArns: each((pool) => `arn:aws:iam::123456789012:role/${pool}-0123456`),
  };
}

const statements = scalerStatements(reach(2));
const ceiling = scalerCeiling(reach(2));
const [nothingElse] = (JSON.parse(ceiling) as { Statement: { NotAction: string[] }[] }).Statement;
const list = (value: string | readonly string[]) => (typeof value === "string" ? [value] : value);
const allowing = (action: string) =>
  statements.filter(({ Effect, Action }) => Effect === "Allow" && list(Action).includes(action));
const bySid = (sid: string): Statement => {
  const found = statements.find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`no statement ${sid}`);
  return found;
};

describe("the rights of the scaler", () => {
  it("allow this list of actions", () => {
    const allowed = statements
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => list(Action));
    expect([...new Set(allowed)].sort()).to.deep.equal([
      "dynamodb:ConditionCheckItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:CreateTags",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:RunInstances",
      "ec2:StartInstances",
      "ec2:StopInstances",
      "ec2:TerminateInstances",
      "ec2:UnassignPrivateIpAddresses",
      "iam:PassRole",
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncrypt*",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "secretsmanager:GetSecretValue",
    ]);
  });

  it("name everything that can be named: `*` only for reads and Lambda's interfaces", () => {
    const wide = statements.filter(
      ({ Effect, Resource }) => Effect === "Allow" && list(Resource).includes("*"),
    );
    expect(wide.map(({ Sid }) => Sid)).to.deep.equal(["LambdaMakesInterfaces", "LookAtVms"]);
  });

  it("keep Lambda's interfaces from the function's code", () => {
    const deny = bySid("CodeMakesNoInterfaces");
    expect(deny.Effect).to.equal("Deny");
    expect(deny.Action).to.deep.equal(bySid("LambdaMakesInterfaces").Action);
    expect(deny.Condition).to.deep.equal({
      ArnEquals: {
        "lambda:SourceFunctionArn":
          "arn:aws:lambda:us-east-1:123456789012:function:overflow-production-scaler",
      },
    });
  });

  it("launch from the pools' templates only, tagged, encrypted, without a public address", () => {
    expect(bySid("OnlyFromTemplates")).to.deep.include({
      Effect: "Deny",
      Resource: ec2("instance/*"),
      Condition: { ArnNotEquals: { "ec2:LaunchTemplate": reach(2).launchTemplateArns } },
    });
    const tags = {
      "aws:RequestTag/overflow:environment": "production",
      "aws:RequestTag/overflow:managed-by": "scaler",
    };
    expect(bySid("LaunchVms").Condition).to.deep.equal({
      StringEquals: {
        ...tags,
        "ec2:MetadataHttpTokens": "required",
        "ec2:InstanceType": reach(2).instanceTypes,
      },
    });
    expect(bySid("LaunchVolumes").Condition).to.deep.equal({
      StringEquals: tags,
      Bool: { "ec2:Encrypted": "true" },
    });
    expect(bySid("NoPublicAddress").Effect).to.equal("Deny");
    const resources = allowing("ec2:RunInstances").flatMap(({ Resource }) => list(Resource));
    expect(resources).to.have.members([
      ec2("instance/*"),
      ec2("volume/*"),
      ec2("network-interface/*"),
      ...reach(2).subnetArns,
      ec2("launch-template/*"),
      ...reach(2).securityGroupArns,
      ...reach(2).images.map((image) => `arn:aws:ec2:us-east-1::image/${image}`),
    ]);
  });

  it("cannot change a template, nor read a VM's user data", () => {
    expect(nothingElse).to.deep.include({ Effect: "Deny", Resource: "*" });
    for (const refused of [
      "ec2:CreateLaunchTemplate",
      "ec2:CreateLaunchTemplateVersion",
      "ec2:ModifyLaunchTemplate",
      "ec2:DescribeInstanceAttribute",
      "ec2:DescribeLaunchTemplateVersions",
    ])
      expect(nothingElse!.NotAction.filter((each) => each.includes("*") || each === refused)).to.deep.equal([
        "kms:ReEncrypt*",
      ]);
  });

  for (const action of ["ec2:StartInstances", "ec2:StopInstances", "ec2:TerminateInstances"]) {
    it(`${action}: VMs that bear this environment's tags`, () => {
      expect(allowing(action).map(({ Condition }) => Condition)).to.deep.equal([
        {
          StringEquals: {
            "aws:ResourceTag/overflow:environment": "production",
            "aws:ResourceTag/overflow:managed-by": "scaler",
          },
        },
      ]);
    });
  }

  it("tag at launch, and later only VMs that are ours, never their identity", () => {
    expect(bySid("TagAtLaunch").Condition).to.deep.equal({
      StringEquals: { "ec2:CreateAction": "RunInstances" },
    });
    expect(bySid("MarkOwnVms").Condition).to.have.nested.property(
      "StringEquals.aws:ResourceTag/overflow:managed-by",
    );
    expect(bySid("IdentityStays")).to.deep.include({
      Effect: "Deny",
      Condition: {
        "ForAnyValue:StringEquals": {
          "aws:TagKeys": [
            "Name",
            "overflow:environment",
            "overflow:managed-by",
            "overflow:pool",
            "overflow:role",
            "overflow:trust",
          ],
        },
        Null: { "ec2:CreateAction": "true" },
      },
    });
  });

  it("pass the workers' roles to EC2 only", () => {
    expect(allowing("iam:PassRole")).to.have.length(1);
    expect(bySid("GiveWorkersTheirProfile")).to.deep.include({
      Resource: reach(2).workerRoleArns,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    });
  });

  it("write everything of the table but the document", () => {
    expect(bySid("DocumentIsTheStacks").Condition).to.deep.equal({
      "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": ["document"] },
    });
  });

  it("use the key by way of AWS services only, and grant it for AWS resources only", () => {
    const uses = statements.filter(({ Action }) => list(Action).some((action) => action.startsWith("kms:")));
    for (const use of uses)
      expect(use.Condition, use.Sid).to.have.nested.property("StringEquals.kms:ViaService");
    expect(bySid("LetEc2UseVolumes").Condition).to.have.deep.property("Bool", {
      "kms:GrantIsForAWSResource": "true",
    });
  });

  it("fit into a role with the most pools that settings allow", () => {
    // IAM quotas: inline policies of a role, 10,240 characters without white space.
    expect(policyJson(scalerStatements(reach(10))).length + ceiling.length).to.be.at.most(10_240);
  });

  it("are not taken away by the ceiling, which refuses all the rest", () => {
    const allowed = statements
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => list(Action));
    expect([...nothingElse!.NotAction].sort()).to.deep.equal([...new Set(allowed)].sort());
  });

  it("are held by the ceiling to giving the environment's roles to EC2", () => {
    const { Statement } = JSON.parse(ceiling) as { Statement: unknown[] };
    expect(Statement.slice(1)).to.deep.equal([
      {
        Sid: "OwnRolesOnly",
        Effect: "Deny",
        Action: "iam:PassRole",
        NotResource: "arn:aws:iam::123456789012:role/overflow/production/*",
      },
      {
        Sid: "ToMachinesOnly",
        Effect: "Deny",
        Action: "iam:PassRole",
        Resource: "*",
        Condition: { StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
      },
    ]);
  });

  it("have unique names", () => {
    const sids = statements.map(({ Sid }) => Sid);
    expect(new Set(sids).size).to.equal(sids.length);
    for (const sid of sids) expect(sid).to.match(/^[A-Za-z0-9]+$/);
  });
});
