import { expect } from "chai";
import { allowedNames } from "../../../infra/dns/allowedNames";
import { ClosedDns } from "../../../infra/dns/closedDns";
import { type DnsSettings } from "../../../infra/settings/groups/dns";
import { allDependencies, ofType, one, type Recorded, record } from "../mocks";

const settings: DnsSettings = {
  zone: "staging.overflow.internal",
  hosts: { "buildmaster.corp.example": "10.20.0.10", "git.corp.example": "10.20.0.30" },
  forward: null,
  logRetentionDays: 30,
};

function dnsOf(dns: DnsSettings): Promise<Recorded[]> {
  const allowed = allowedNames({
    region: "us-east-1",
    dns,
    services: ["ec2"],
    buckets: [],
  });
  return record(
    () =>
      new ClosedDns("dns", {
        vpcId: "vpc-1",
        dns,
        allowed,
        forwarding:
          dns.forward === null
            ? null
            : {
                forward: dns.forward,
                subnetIds: ["subnet-a", "subnet-b"],
                securityGroupId: "sg-resolver",
              },
        kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/k",
        logGroupName: "/aws/vendedlogs/overflow-staging/dns",
      }),
  );
}

/** Inputs of one type; rules come in the order in which they are looked at. */
const inputsOf = (recorded: readonly Recorded[], type: string) =>
  ofType(recorded, `route53/${type}`)
    .map(({ inputs }) => inputs)
    .sort((a, b) => Number(a["priority"] ?? 0) - Number(b["priority"] ?? 0));

describe("closed DNS", () => {
  let closed: Recorded[] = [];
  let forwarding: Recorded[] = [];
  before(async () => {
    closed = await dnsOf(settings);
    forwarding = await dnsOf({
      ...settings,
      forward: { domains: ["corp.example", "lab.example"], servers: ["10.20.0.53", "10.20.0.54"] },
    });
  });

  it("answers the stack's own zone, and each host by a zone that hides no other name", () => {
    expect(inputsOf(closed, "zone:Zone").map(({ name, vpcs }) => [name, vpcs])).to.deep.equal(
      ["staging.overflow.internal", "buildmaster.corp.example", "git.corp.example"].map((name) => [
        name,
        [{ vpcId: "vpc-1" }],
      ]),
    );
    expect(
      inputsOf(closed, "record:Record").map(({ name, type, records }) => [name, type, records]),
    ).to.deep.equal([
      ["buildmaster.corp.example", "A", ["10.20.0.10"]],
      ["git.corp.example", "A", ["10.20.0.30"]],
    ]);
  });

  it("lets the listed names through first and blocks all others", () => {
    const lists = new Map(
      ofType(closed, "route53/resolverFirewallDomainList:ResolverFirewallDomainList").map(
        ({ name, inputs }) => [`${name}-id`, inputs["domains"] as string[]],
      ),
    );
    const rules = inputsOf(closed, "resolverFirewallRule:ResolverFirewallRule")
      .map((rule) => ({ ...rule, domains: lists.get(String(rule["firewallDomainListId"])) ?? [] }))
      .map(({ firewallDomainListId: _list, name: _name, ...rule }: Record<string, unknown>) => rule);
    const firewallRuleGroupId = "dns-firewall-id";
    expect(rules).to.deep.equal([
      {
        firewallRuleGroupId,
        priority: 100,
        action: "ALLOW",
        firewallDomainRedirectionAction: "TRUST_REDIRECTION_DOMAIN",
        domains: lists.get("dns-firewall-own-id"),
      },
      { firewallRuleGroupId, priority: 900, action: "BLOCK", blockResponse: "NXDOMAIN", domains: ["*"] },
    ]);
    expect(lists.get("dns-firewall-own-id")).to.include("buildmaster.corp.example");
  });

  it("is closed when the firewall fails, and can be destroyed", () => {
    expect(inputsOf(closed, "resolverFirewallConfig:ResolverFirewallConfig")).to.deep.equal([
      { resourceId: "vpc-1", firewallFailOpen: "DISABLED" },
    ]);
    const type = "resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation";
    expect(inputsOf(closed, type)[0]).to.include({
      firewallRuleGroupId: "dns-firewall-id",
      vpcId: "vpc-1",
      mutationProtection: "DISABLED",
    });
  });

  it("puts the firewall before the VPC only with all its rules", () => {
    const type = "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation";
    const association = one(closed, type.slice(4));
    const rules = ofType(closed, "route53/resolverFirewallRule:ResolverFirewallRule");
    for (const { name } of rules)
      expect(allDependencies(closed, association)).to.include(
        `aws:route53/resolverFirewallRule:ResolverFirewallRule::${name}`,
      );
  });

  it("has no reverse names, and logs every query to an encrypted group", () => {
    expect(inputsOf(closed, "resolverConfig:ResolverConfig")).to.deep.equal([
      { resourceId: "vpc-1", autodefinedReverseFlag: "DISABLE" },
    ]);
    expect(one(closed, "cloudwatch/logGroup:LogGroup").inputs).to.deep.equal({
      name: "/aws/vendedlogs/overflow-staging/dns",
      retentionInDays: 30,
      kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/k",
    });
    expect(inputsOf(closed, "resolverQueryLogConfig:ResolverQueryLogConfig")[0]).to.include({
      destinationArn: "arn:aws:mock:::dns-queries",
    });
    const type = "resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation";
    expect(inputsOf(closed, type)).to.deep.equal([
      { resolverQueryLogConfigId: "dns-queries-id", resourceId: "vpc-1" },
    ]);
  });

  it("asks no server of anybody's unless domains are forwarded", () => {
    expect(inputsOf(closed, "resolverEndpoint:ResolverEndpoint")).to.deep.equal([]);
    expect(inputsOf(closed, "resolverRule:ResolverRule")).to.deep.equal([]);
  });

  it("has the build network's servers answer forwarded domains, through an endpoint in two zones", () => {
    expect(inputsOf(forwarding, "resolverEndpoint:ResolverEndpoint")[0]).to.deep.include({
      direction: "OUTBOUND",
      protocols: ["Do53"],
      securityGroupIds: ["sg-resolver"],
      ipAddresses: [{ subnetId: "subnet-a" }, { subnetId: "subnet-b" }],
    });
    expect(
      inputsOf(forwarding, "resolverRule:ResolverRule").map(({ domainName, ruleType, targetIps }) => {
        return { domainName, ruleType, targetIps };
      }),
    ).to.deep.equal(
      ["corp.example", "lab.example"].map((domainName) => ({
        domainName,
        ruleType: "FORWARD",
        targetIps: [
          { ip: "10.20.0.53", port: 53 },
          { ip: "10.20.0.54", port: 53 },
        ],
      })),
    );
    for (const { vpcId } of inputsOf(forwarding, "resolverRuleAssociation:ResolverRuleAssociation"))
      expect(vpcId).to.equal("vpc-1");
  });

  it("does not trust where a foreign server sends a query on to", () => {
    const rules = inputsOf(forwarding, "resolverFirewallRule:ResolverFirewallRule");
    expect(
      rules.map(({ priority, action, firewallDomainRedirectionAction }) => {
        return [priority, action, firewallDomainRedirectionAction];
      }),
    ).to.deep.equal([
      [100, "ALLOW", "TRUST_REDIRECTION_DOMAIN"],
      [200, "ALLOW", "INSPECT_REDIRECTION_DOMAIN"],
      [900, "BLOCK", undefined],
    ]);
  });

  it("names rules as Route 53 takes names, without a dot", () => {
    for (const { name } of inputsOf(forwarding, "resolverRule:ResolverRule"))
      expect(name).to.match(/^[a-zA-Z0-9-]+$/);
  });
});
