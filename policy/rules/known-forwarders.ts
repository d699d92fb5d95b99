import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { expect, expectSet } from "../expect";
import { dnsTypes } from "../facts/dns";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { expectOwn } from "../ownReference";
import { parsePrefix, PrefixSet } from "../prefixes";
import { declaredBlocks, privateBlocksOption, privateSet } from "../privateBlocks";
import { type Finding, type OptionValues, refused, type Rule, shown, undetermined } from "../rule";
import { nameIn } from "../types";

const fix = "Forward domains of the build network to its own name servers.";
const reason = "Whoever answers forwarded names sees them, and may ask the internet.";
const types = deniedTypes["known-forwarders"] ?? {};

function checkEndpoint(resource: ResourceFacts): readonly Finding[] {
  return [
    ...expect({
      ...{ resource, property: "direction", fact: resource.props.text("direction") },
      accepts: (direction) => direction === "OUTBOUND",
      absentIs: "refused",
      reason: "An inbound endpoint opens the VPC's names to whoever reaches it.",
      fix: "Leave it out: the build network has names of its own.",
    }),
    ...expectSet(
      resource,
      "securityGroupIds",
      resource.props.get("securityGroupIds"),
      "The endpoint would get the default security group.",
      "Name the endpoint's security group.",
    ),
  ];
}

/** Every server that a rule forwards to. */
function checkServers(forward: ResourceFacts, home: PrefixSet, where: string): readonly Finding[] {
  const servers = forward.props.objects("targetIps");
  if (servers.state === "unknown") return [undetermined([forward, "targetIps"], servers, reason, fix)];
  if (servers.state === "absent") return [];
  return servers.value.flatMap((server, index): readonly Finding[] => {
    const path = `targetIps[${index}]`;
    if (server.state === "unknown") return [undetermined([forward, path], server, reason, fix)];
    if (server.state === "absent") return [];
    return ["ip", "ipv6"].flatMap((name): readonly Finding[] => {
      const fact = server.value.text(name);
      const place = [forward, `${path}.${name}`] as const;
      if (fact.state === "absent") return [];
      if (fact.state === "unknown") return [undetermined(place, fact, reason, fix)];
      const prefix = parsePrefix(`${fact.value}/${fact.value.includes(":") ? 128 : 32}`);
      const isHome = prefix !== undefined && home.contains(PrefixSet.from([prefix]));
      return isHome ? [] : [refused(place, shown(fact), `${reason} It is ${where}.`, fix)];
    });
  });
}

function checkForward(forward: ResourceFacts, options: OptionValues): readonly Finding[] {
  const { props } = forward;
  const domain = expect({
    ...{ resource: forward, property: "domainName", fact: props.text("domainName"), reason },
    accepts: (name) => name.replace(/\.$/, "").includes("."),
    absentIs: "refused",
    fix: "Forward a domain of the build network's own, of two labels or more.",
  });
  return [...domain, ...checkServers(forward, privateSet(options), "not a private address")];
}

function check(resource: ResourceFacts, options: OptionValues): readonly Finding[] {
  if (resource.type === dnsTypes.endpoint) return checkEndpoint(resource);
  if (resource.type === dnsTypes.forward) return checkForward(resource, options);
  const name = nameIn(types, resource.type);
  return name === undefined ? [] : [refused([resource], name, reason, fix)];
}

/** Rules and endpoints are the stack's own; servers stand behind its VPN. */
function relate(stack: StackFacts, options: OptionValues): readonly Finding[] {
  const references = referencesOf(stack);
  const own = { references, reason: "Where it forwards to is not declared here.", fix };
  const link = declaredBlocks(stack)?.link;
  return [
    ...stack.ofType(dnsTypes.forwardAssociation).flatMap((owner) => {
      const property = "resolverRuleId";
      return expectOwn({
        ...own,
        owner,
        property,
        fact: owner.props.text(property),
        types: [dnsTypes.forward],
      });
    }),
    ...stack.ofType(dnsTypes.forward).flatMap((owner) => {
      const property = "resolverEndpointId";
      const endpoint = expectOwn({
        ...own,
        owner,
        property,
        fact: owner.props.text(property),
        types: [dnsTypes.endpoint],
      });
      const told = checkServers(owner, privateSet(options), "");
      const beyond =
        link === undefined || told.length > 0 ? [] : checkServers(owner, link, "not behind the VPN");
      return [...endpoint, ...beyond];
    }),
  ];
}

export const knownForwarders: Rule = {
  id: "known-forwarders",
  title: "DNS is forwarded to the build network's servers only, for its own domains.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7", "SC-20", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-outbound-queries.html",
  cause:
    "A rule that forwards everything, or to servers elsewhere; a rule or endpoint from outside the stack; an inbound endpoint, or " +
    "one in the default group; a profile.",
  fix,
  options: { privateBlocks: privateBlocksOption },
  judges: (type) =>
    [dnsTypes.endpoint, dnsTypes.forward, dnsTypes.forwardAssociation].includes(type) ||
    nameIn(types, type) !== undefined,
  check,
  relate,
};
