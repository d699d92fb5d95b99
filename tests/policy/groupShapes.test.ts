import { expect } from "chai";
import { oneShapeOfGroupRules } from "../../policy/rules/one-shape-of-group-rules";
import { findingsOf, resource } from "./stack";

const inline = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.20.0.0/16"] };
const group = (props: object) =>
  resource("aws:ec2/securityGroup:SecurityGroup", "group", { id: "sg-1", ...props });
const egress = (props: object) =>
  resource("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "egress", {
    ...{ securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 443, toPort: 443 },
    ...props,
  });

/** AWS answers the rules that stand at a group inside the group, too, whoever made them. */
describe("the rules that AWS answers for a group", () => {
  for (const [title, answer, rule] of [
    ["a block", inline, { cidrIpv4: "10.20.0.0/16" }],
    [
      "all traffic, whose ports it calls 0",
      { ...inline, protocol: "-1", fromPort: 0, toPort: 0 },
      { ipProtocol: "-1", fromPort: undefined, toPort: undefined, cidrIpv4: "10.20.0.0/16" },
    ],
    ["the group itself", { ...inline, cidrBlocks: [], self: true }, { referencedSecurityGroupId: "sg-1" }],
  ] as const) {
    it(`are no second shape where a resource of their own made them: ${title}`, () => {
      expect(findingsOf(oneShapeOfGroupRules, [group({ egress: [answer] }), egress(rule)])).to.deep.equal([]);
    });
  }

  it("are one where no resource of the stack made them", () => {
    const drifted = [inline, { ...inline, cidrBlocks: ["10.21.0.0/16"] }];
    expect(
      findingsOf(oneShapeOfGroupRules, [group({ egress: drifted }), egress({ cidrIpv4: "10.20.0.0/16" })]),
    ).to.deep.equal([["refused", "group"]]);
  });
});
