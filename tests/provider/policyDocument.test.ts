import { expect } from "chai";
import { policyDocument } from "../../lab/provider/invokes/policyDocument";

describe("lab provider: aws.iam.getPolicyDocument", () => {
  it("writes single values alone and several sorted downwards", () => {
    const { Statement: statements } = policyDocument({
      statements: [{ actions: ["ec2:Start", "ec2:Stop"], resources: ["*"] }],
    });
    expect(JSON.parse(JSON.stringify(statements))).to.deep.equal([
      { Effect: "Allow", Action: ["ec2:Stop", "ec2:Start"], Resource: "*" },
    ]);
  });

  it("names principals by type, and everybody as *", () => {
    const document = policyDocument({
      statements: [
        { principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }] },
        { principals: [{ type: "*", identifiers: ["*"] }] },
      ],
    });
    const [service, everybody] = document.Statement as { Principal: unknown }[];
    expect(service?.Principal).to.deep.equal({ Service: "lambda.amazonaws.com" });
    expect(everybody?.Principal).to.equal("*");
  });

  it("groups conditions by test and restores policy variables", () => {
    const document = policyDocument({
      statements: [
        {
          resources: ["arn:aws:s3:::logs/&{aws:username}"],
          conditions: [
            { test: "StringEquals", variable: "aws:SourceVpc", values: ["vpc-1"] },
            { test: "StringEquals", variable: "aws:PrincipalTag/pool", values: ["a", "b"] },
          ],
        },
      ],
    });
    const [found] = document.Statement as { Resource: unknown; Condition: unknown }[];
    expect(found?.Resource).to.equal("arn:aws:s3:::logs/${aws:username}");
    expect(found?.Condition).to.deep.equal({
      StringEquals: { "aws:SourceVpc": "vpc-1", "aws:PrincipalTag/pool": ["a", "b"] },
    });
  });

  it("lets a later statement take the place of an earlier one with the same Sid", () => {
    const of = (Sid: string, Effect: string): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid, Effect }] });
    const document = policyDocument({
      policyId: "overflow",
      sourcePolicyDocuments: [of("one", "Allow"), of("two", "Allow")],
      overridePolicyDocuments: [of("one", "Deny")],
    });
    expect(document.Id).to.equal("overflow");
    expect(document.Statement).to.deep.equal([
      { Sid: "one", Effect: "Deny" },
      { Sid: "two", Effect: "Allow" },
    ]);
  });
});
