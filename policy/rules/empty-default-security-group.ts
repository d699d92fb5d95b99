import { controls } from "../controls";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule, undetermined } from "../rule";

const vpcType = "aws:ec2/vpc:Vpc";
const groupType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const fix = "Declare aws.ec2.DefaultSecurityGroup for the VPC, without ingress and egress.";
const reason = "AWS uses the default group wherever none is named, and it lets everything out.";

function checkGroup(group: ResourceFacts): readonly Finding[] {
  return ["ingress", "egress"].flatMap((property) => {
    const rules = group.props.objects(property);
    if (rules.state === "unknown") return [undetermined([group, property], rules, reason, fix)];
    if (rules.state === "absent" || rules.value.length === 0) return [];
    return [refused([group, property], `${rules.value.length} rule(s)`, reason, "Remove the rules.")];
  });
}

function relate(stack: StackFacts): readonly Finding[] {
  const groups = stack.ofType(groupType);
  return stack.ofType(vpcType).flatMap((vpc) => {
    const id = vpc.props.text("id");
    const covered = groups.some((group) => {
      const vpcId = group.props.text("vpcId");
      const byId = id.state === "known" && vpcId.state === "known" && id.value === vpcId.value;
      return byId || group.sources("vpcId").some(({ urn }) => urn === vpc.urn);
    });
    return covered ? [] : [refused([vpc], "its default security group is not declared", reason, fix)];
  });
}

export const emptyDefaultSecurityGroup: Rule = {
  id: "empty-default-security-group",
  title: "The default security group of each VPC is declared, and empty.",
  control: controls.listedPeers,
  severity: "high",
  frameworks: { nist: ["SC-7(5)", "AC-4"], cis: ["5.5"], slsa: [] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  cause: "A VPC whose default security group is not declared, or has rules.",
  fix,
  judges: (type) => type === groupType || type === vpcType,
  check: (resource) => (resource.type === groupType ? checkGroup(resource) : []),
  relate,
};
