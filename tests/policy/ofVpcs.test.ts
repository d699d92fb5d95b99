import { expect } from "chai";
import { ofVpcs } from "../../policy/facts/ofVpcs";
import { type Declared, factsOfDeclared } from "../../policy/sources/declared";
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
    expect(ids(["vpc-0b2"])).to.include.members(["pcx-0a1", "pl-0c1", "igw-0loose"]);
  });

  it("is whole if all are named, by id or by name", () => {
    expect(ids(["office", "vpc-0b2"])).to.have.length(stack.resources.length);
    expect(idsOf(stack, "aws:ec2/vpc:Vpc")).to.deep.equal(["vpc-0a1", "vpc-0b2"]);
  });

  it("has no configuration that serves others only; what nothing uses stays", () => {
    const type = (module: string, name: string) =>
      `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
    const thing = (token: string, name: string, inputs: Declared["inputs"]): Declared => {
      return {
        ...{ urn: `urn:pulumi:account::aws::${token}::${name}`, type: token, name },
        sources: {},
        inputs,
      };
    };
    const firewall = (name: string) => type("route53", `ResolverFirewall${name}`);
    const of = (vpc: string): readonly Declared[] => [
      thing(type("ec2", "Vpc"), `vpc-${vpc}`, { id: `vpc-${vpc}` }),
      thing(type("ec2", "VpcEndpoint"), `vpce-${vpc}`, { id: `vpce-${vpc}`, vpcId: `vpc-${vpc}` }),
      thing(type("ec2", "VpnGateway"), `vgw-${vpc}`, { id: `vgw-${vpc}`, vpcId: `vpc-${vpc}` }),
      thing(type("ec2", "CustomerGateway"), `cgw-${vpc}`, { id: `cgw-${vpc}` }),
      thing(type("ec2", "VpnConnection"), `vpn-${vpc}`, {
        ...{ id: `vpn-${vpc}`, vpnGatewayId: `vgw-${vpc}`, customerGatewayId: `cgw-${vpc}` },
      }),
      thing(type("ec2", "VpnConnectionRoute"), `route-${vpc}`, { vpnConnectionId: `vpn-${vpc}` }),
      thing(firewall("RuleGroup"), `group-${vpc}`, { id: `group-${vpc}` }),
      thing(firewall("RuleGroupAssociation"), `association-${vpc}`, {
        ...{ firewallRuleGroupId: `group-${vpc}`, vpcId: `vpc-${vpc}` },
      }),
      thing(firewall("DomainList"), `list-${vpc}`, { id: `list-${vpc}` }),
      thing(firewall("Rule"), `rule-${vpc}`, {
        ...{ firewallRuleGroupId: `group-${vpc}`, firewallDomainListId: `list-${vpc}` },
      }),
      ...["cache", "shared"].flatMap((use) => [
        thing(type("s3", "Bucket"), `${use}-${vpc}`, { id: `${use}-${vpc}` }),
        thing(type("s3", "BucketPublicAccessBlock"), `${use}-block-${vpc}`, { bucket: `${use}-${vpc}` }),
        thing(type("s3", "BucketPolicy"), `${use}-policy-${vpc}`, {
          bucket: `${use}-${vpc}`,
          policy: `{"aws:SourceVpce": ["vpce-${vpc}"${use === "shared" ? ', "vpce-0a1", "vpce-0b2"' : ""}]}`,
        }),
      ]),
    ];
    const alone = [
      thing(type("ec2", "CustomerGateway"), "cgw-unused", { id: "cgw-unused" }),
      thing(type("s3", "Bucket"), "open", { id: "open" }),
      thing(type("s3", "BucketPolicy"), "open-policy", { bucket: "open", policy: "{}" }),
      thing(type("s3", "BucketPolicy"), "elsewhere", { bucket: "there", policy: '"vpce-0elsewhere"' }),
    ];
    const both = factsOfDeclared([...of("0a1"), ...of("0b2"), ...alone]);
    const names = ofVpcs(both, ["vpc-0a1"]).resources.map(({ name }) => name);
    const sharedByBoth = ["shared-0b2", "shared-block-0b2", "shared-policy-0b2"];
    expect(names).to.have.members([...of("0a1"), ...alone].map(({ name }) => name).concat(sharedByBoth));
  });
});
