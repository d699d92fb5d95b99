import { expect } from "chai";
import { ofVpcs } from "../../policy/facts/ofVpcs";
import { factsOfDescribe } from "../../policy/sources/describe/describe";
import { answersOf, idsOf } from "./sources/answers";

const { stack } = factsOfDescribe(answersOf("office"));
const ids = (vpcs: readonly string[]) =>
  ofVpcs(stack, vpcs)
    .resources.map(({ props }) => props.text("id"))
    .flatMap((id) => (id.state === "known" ? [id.value] : []));

describe("a stack, of some of its VPCs", () => {
  it("has what lies in them, through whatever it lies in", () => {
    const web = ids(["vpc-0b2"]);
    expect(web).to.include.members(["vpc-0b2", "subnet-0b1", "rtb-0b1", "rtbassoc-5", "acl-0b1", "sg-0b1"]);
    expect(web).to.include.members(["eni-0b1", "i-0b1", "eipalloc-0b1", "igw-0b1", "nat-0a1"]);
    expect(web.filter((id) => /targetgroup|loadbalancer|listener/.test(id))).to.have.length(4);
  });

  it("has nothing that lies in others only", () => {
    const web = ids(["vpc-0b2"]);
    for (const id of [
      "vpc-0a1",
      "subnet-0a1",
      "rtb-0a1",
      "acl-0a1",
      "sg-0a1",
      "eni-0a1",
      "i-0a1",
      "vpce-0a1",
      "vgw-0a1",
      "eigw-0a1",
    ])
      expect(web).not.to.include(id);
  });

  it("has what joins them with others, and what is in none", () => {
    expect(ids(["vpc-0a1"])).to.include.members(["pcx-0a1", "pcx-0wait", "cgw-0a1", "pl-0c1", "igw-0loose"]);
    expect(ids(["vpc-0b2"])).to.include.members(["pcx-0a1", "cgw-0a1", "pl-0c1", "igw-0loose"]);
  });

  it("is whole if all are named, by id or by name", () => {
    expect(ids(["office", "vpc-0b2"])).to.have.length(stack.resources.length);
    expect(idsOf(stack, "aws:ec2/vpc:Vpc")).to.deep.equal(["vpc-0a1", "vpc-0b2"]);
  });
});
