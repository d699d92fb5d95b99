import { Withheld } from "../../facts/props";
import { present } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

const of = (operation: string) => `route53resolver-${operation}`;
const dead = (item: Item) => item.text("Status") === "DELETING" || item.text("Status") === "FAILED";
/** Rules that AWS makes for each Region and that nobody can change. Source: Route 53 guide, "Using Resolver rules in multiple Regions". */
const isAutodefined = (id: string) => id.startsWith("rslvr-autodefined");
/** AWS ends a name with a dot. */
const nameOf = (text: string) => text.replace(/(?<=.)\.$/, "");

/** Resolver endpoints, rules and settings. Source: Route 53 Resolver API. */
export function readResolver(answers: Answers, collection: Collection): void {
  for (const item of answers.items(of("list-resolver-endpoints"))) {
    if (dead(item)) continue;
    const id = item.id("Id");
    const addresses = answers.of(of("list-resolver-endpoint-ip-addresses"), id);
    const ipAddresses = addresses?.list("IpAddresses").map((address) =>
      present({
        subnetId: address.text("SubnetId"),
        ip: address.text("Ip"),
        ipv6: address.text("Ipv6"),
        ipId: address.text("IpId"),
      }),
    );
    collection.add(
      types.resolverEndpoint,
      id,
      {
        arn: item.text("Arn"),
        name: item.text("Name"),
        direction: item.text("Direction"),
        securityGroupIds: item.texts("SecurityGroupIds"),
        hostVpcId: item.text("HostVPCId"),
        ipAddresses:
          ipAddresses ??
          new Withheld(`is in ${of("list-resolver-endpoint-ip-addresses")}.${id}.json, which is not there`),
      },
      item,
    );
  }
  for (const item of answers.items(of("list-resolver-rules"))) {
    if (dead(item) || isAutodefined(item.id("Id"))) continue;
    collection.add(
      types.resolverRule,
      item.id("Id"),
      {
        arn: item.text("Arn"),
        name: item.text("Name"),
        domainName: nameOf(item.text("DomainName") ?? ""),
        ruleType: item.text("RuleType"),
        resolverEndpointId: item.text("ResolverEndpointId"),
        ownerId: item.text("OwnerId"),
        shareStatus: item.text("ShareStatus"),
        targetIps: item.list("TargetIps").map((target) =>
          present({
            ip: target.text("Ip"),
            ipv6: target.text("Ipv6"),
            port: target.number("Port"),
            protocol: target.text("Protocol"),
          }),
        ),
      },
      item,
    );
  }
  for (const item of answers.items(of("list-resolver-rule-associations"))) {
    const resolverRuleId = item.id("ResolverRuleId");
    if (dead(item) || isAutodefined(resolverRuleId)) continue;
    const props = { resolverRuleId, vpcId: item.text("VPCId"), name: item.text("Name") };
    collection.add(types.resolverRuleAssociation, item.id("Id"), props, item);
  }
  for (const item of answers.items(of("list-resolver-configs"))) {
    const reverse = item.text("AutodefinedReverse") ?? "";
    const autodefinedReverseFlag = reverse.startsWith("DISABL") ? "DISABLE" : "ENABLE";
    const props = { resourceId: item.text("ResourceId"), autodefinedReverseFlag };
    collection.add(types.resolverConfig, item.id("Id"), props, item);
  }
  for (const item of answers.items(of("list-resolver-query-log-config-associations"))) {
    const props = {
      resourceId: item.text("ResourceId"),
    };
    collection.add(types.queryLogAssociation, item.id("Id"), props, item);
  }
}

/** DNS Firewall: groups, their rules, lists and associations. Source: Route 53 Resolver API, FirewallRule and others. */
export function readDnsFirewall(answers: Answers, collection: Collection): void {
  for (const item of answers.items(of("list-firewall-rule-groups"))) {
    const props = {
      arn: item.text("Arn"),
      name: item.text("Name"),
      ownerId: item.text("OwnerId"),
      shareStatus: item.text("ShareStatus"),
    };
    collection.add(types.firewallGroup, item.id("Id"), props, item);
  }
  for (const item of answers.items(of("list-firewall-rule-group-associations"))) {
    if (item.text("Status") === "DELETING") continue;
    collection.add(
      types.firewallAssociation,
      item.id("Id"),
      {
        arn: item.text("Arn"),
        name: item.text("Name"),
        firewallRuleGroupId: item.text("FirewallRuleGroupId"),
        vpcId: item.text("VpcId"),
        priority: item.number("Priority"),
        mutationProtection: item.text("MutationProtection"),
      },
      item,
    );
  }
  for (const item of answers.items(of("list-firewall-rules"))) {
    const group = item.text("FirewallRuleGroupId") ?? item.file.id ?? "";
    const list = item.text("FirewallDomainListId");
    collection.add(
      types.firewallRule,
      [group, list ?? item.text("FirewallThreatProtectionId") ?? "", item.text("Qtype")]
        .filter((part) => part !== undefined)
        .join(":"),
      {
        firewallRuleGroupId: group,
        firewallDomainListId: list,
        name: item.text("Name"),
        priority: item.number("Priority"),
        action: item.text("Action"),
        blockResponse: item.text("BlockResponse"),
        blockOverrideDomain: item.text("BlockOverrideDomain"),
        qType: item.text("Qtype"),
        firewallDomainRedirectionAction: item.text("FirewallDomainRedirectionAction"),
        dnsThreatProtection: item.text("DnsThreatProtection"),
      },
      item,
    );
  }
  for (const item of answers.items(of("list-firewall-domain-lists"))) {
    const id = item.id("Id");
    // Of Amazon's own lists nobody is told the names.
    if (item.text("ManagedOwnerName") !== undefined) continue;
    const domains = answers.of(of("list-firewall-domains"), id)?.texts("Domains").map(nameOf);
    const hidden = new Withheld(`is in ${of("list-firewall-domains")}.${id}.json, which is not there`);
    const props = { arn: item.text("Arn"), name: item.text("Name"), domains: domains ?? hidden };
    collection.add(types.firewallList, id, props, item);
  }
  for (const item of answers.items(of("list-firewall-configs"))) {
    const props = { resourceId: item.text("ResourceId"), firewallFailOpen: item.text("FirewallFailOpen") };
    collection.add(types.firewallConfig, item.id("Id"), props, item);
  }
}

/** Hosted zones, and the VPCs that see the private ones. Source: Route 53 API, HostedZone. */
export function readZones(answers: Answers, collection: Collection): void {
  for (const item of answers.items("route53-list-hosted-zones")) {
    const full = item.id("Id");
    const id = full.replace(/^\/hostedzone\//, "");
    const isPrivate = item.object("Config")?.flag("PrivateZone") === true;
    const zone = answers.of("route53-get-hosted-zone", full) ?? answers.of("route53-get-hosted-zone", id);
    const vpcs = zone
      ?.list("VPCs")
      .map((vpc) => present({ vpcId: vpc.text("VPCId"), vpcRegion: vpc.text("VPCRegion") }));
    const hidden = new Withheld(`is in route53-get-hosted-zone.${id}.json, which is not there`);
    const props = {
      zoneId: id,
      name: nameOf(item.text("Name") ?? ""),
      ...(isPrivate && { vpcs: vpcs ?? hidden }),
    };
    collection.add(types.zone, id, props, item);
  }
}
