import { controls } from "../controls";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { expectOwn } from "../ownReference";
import { parsePrefix, PrefixSet } from "../prefixes";
import { declaredBlocks, privateBlocksOption, privateSet } from "../privateBlocks";
import { type Finding, ofTypes, type OptionValues, refused, type Rule, shown, undetermined } from "../rule";

const optionsType = "aws:ec2/vpcDhcpOptions:VpcDhcpOptions";
const associationType = "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation";
const fix = "Name AmazonProvidedDNS, or servers of the build network.";
const reason = "Machines ask these servers for every name.";

/** What Amazon offers itself. Sources: VPC guide, "DHCP option sets"; EC2 guide, "Amazon Time Sync Service". */
const amazons: Readonly<Record<string, readonly string[]>> = {
  domainNameServers: ["AmazonProvidedDNS", "169.254.169.253", "fd00:ec2::253"],
  ntpServers: ["169.254.169.123", "fd00:ec2::123"],
  netbiosNameServers: [],
};

function checkServers(set: ResourceFacts, home: PrefixSet, where: string): readonly Finding[] {
  return Object.entries(amazons).flatMap(([property, own]): readonly Finding[] => {
    const servers = set.props.texts(property);
    if (servers.state === "unknown") return [undetermined([set, property], servers, reason, fix)];
    if (servers.state === "absent") return [];
    return servers.value.flatMap((fact, index): readonly Finding[] => {
      const place = [set, `${property}[${index}]`] as const;
      if (fact.state === "unknown") return [undetermined(place, fact, reason, fix)];
      if (fact.state === "absent" || own.includes(fact.value)) return [];
      const prefix = parsePrefix(`${fact.value}/${fact.value.includes(":") ? 128 : 32}`);
      const isHome = prefix !== undefined && home.contains(PrefixSet.from([prefix]));
      return isHome ? [] : [refused(place, shown(fact), `${reason} It is ${where}.`, fix)];
    });
  });
}

function relate(stack: StackFacts, options: OptionValues): readonly Finding[] {
  const references = referencesOf(stack);
  const blocks = declaredBlocks(stack);
  const home = blocks?.link.union(blocks.network);
  const beyond = stack.ofType(optionsType).flatMap((set) => {
    const told = checkServers(set, privateSet(options), "").length > 0;
    return home === undefined || told ? [] : checkServers(set, home, "not behind the VPN");
  });
  const foreign = stack.ofType(associationType).flatMap((owner) => {
    const property = "dhcpOptionsId";
    const why = "Which servers they name is not declared here.";
    const fact = owner.props.text(property);
    return expectOwn({ references, owner, property, fact, types: [optionsType], reason: why, fix });
  });
  return [...beyond, ...foreign];
}

export const knownDhcpOptions: Rule = {
  id: "known-dhcp-options",
  title: "Machines are told of Amazon's resolver or the build network's servers, and of no others.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "SC-20", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html",
  cause: "DHCP options that name other servers, or options from outside the stack.",
  fix,
  options: { privateBlocks: privateBlocksOption },
  judges: ofTypes(optionsType, associationType),
  check: (resource, options) =>
    resource.type === optionsType
      ? checkServers(resource, privateSet(options), "neither Amazon's nor a private address")
      : [],
  relate,
};
