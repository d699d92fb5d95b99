import { expect } from "chai";
import { flowLogs } from "../../../policy/rules/flow-logs";
import { factsOfDescribe } from "../../../policy/sources/describe/describe";
import { type DescribeFile } from "../../../policy/sources/describe/file";
import { types } from "../../../policy/sources/describe/types";
import { answer, idsOf, prop, withId } from "./answers";

const groupArn = "arn:aws:logs:eu-central-1:111122223333:log-group:flows";

/** A VPC's flow log that goes to a log group, or elsewhere, and the account's log groups as far as they were asked for. */
function stackOf(destination: string, ...groups: readonly DescribeFile[]) {
  const log = {
    ...{ FlowLogId: "fl-1", ResourceId: "vpc-1", TrafficType: "ALL" },
    LogDestination: destination,
  };
  return factsOfDescribe([
    answer("describe-vpcs", { Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16", State: "available" }] }),
    answer("describe-flow-logs", { FlowLogs: [log] }),
    ...groups,
  ]).stack;
}
const asked = answer("logs-describe-log-groups", {
  logGroups: [
    { logGroupName: "flows", arn: `${groupArn}:*`, kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/1" },
    { logGroupName: "/aws/lambda/other", arn: `${groupArn.replace(/flows$/, "/aws/lambda/other")}:*` },
  ],
});
const verdicts = (stack: ReturnType<typeof stackOf>) =>
  (flowLogs.relate?.(stack, {}) ?? []).map(({ verdict }) => verdict);

describe("facts of AWS's answers: flow logs", () => {
  it("have the log groups that they are recorded in, and no other", () => {
    const stack = stackOf(groupArn, asked);
    expect(idsOf(stack, types.logGroup)).to.deep.equal(["flows"]);
    expect(prop(withId(stack, "flows"), "arn")).to.equal(groupArn);
    expect(prop(withId(stack, "flows"), "kmsKeyId")).to.match(/key\/1$/);
    expect(withId(stack, "fl-1").sources("logDestination")).to.have.length(1);
    expect(verdicts(stack)).to.deep.equal([]);
  });

  it("are refused where the log group is another account's", () => {
    expect(verdicts(stackOf(groupArn.replace("111122223333", "999988887777"), asked))).to.deep.equal([
      "refused",
    ]);
  });

  it("are undetermined where nobody asked for log groups", () => {
    const stack = stackOf(groupArn);
    expect(prop(withId(stack, "fl-1"), "logDestination")).to.deep.equal({
      unknown: "is in logs-describe-log-groups.json, which is not there",
    });
    expect(verdicts(stack)).to.deep.equal(["undetermined"]);
  });
});
