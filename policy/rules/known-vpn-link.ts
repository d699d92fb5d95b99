import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expect, expectSet, expectUnset } from "../expect";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { linkRouteType } from "../facts/routes";
import { parsePrefix, PrefixSet } from "../prefixes";
import { privateBlocksOption, privateSet } from "../privateBlocks";
import { type Finding, ofTypes, type OptionValues, refused, type Rule, shown, undetermined } from "../rule";

const id = "known-vpn-link";
const connectionType = "aws:ec2/vpnConnection:VpnConnection";
const gatewayType = "aws:ec2/vpnGateway:VpnGateway";
const attachmentType = "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment";
const places = ofTypes(connectionType, linkRouteType);
const fix =
  "End the connection at the stack's VPN gateway and at a known device; leave its keys to Secrets Manager.";
const elsewhere = "The link would end in a network outside this stack.";
const beyond = "Whoever has that address would reach the network through the link, or be reached.";

/** What the link's other side may be. */
function buildNetwork(options: OptionValues): PrefixSet {
  const blocks = options["buildNetwork"] ?? [];
  return blocks.length === 0 ? privateSet({}) : PrefixSet.of(...blocks);
}

/** A key of the program's own would stand in the state. Its value is never shown. */
function checkKey({ props, ...connection }: ResourceFacts, property: string): readonly Finding[] {
  const key = props.get(property);
  // What AWS's provider answers where the key is kept elsewhere.
  const isNone =
    key.state === "absent" || (key.state === "known" && ["", "REDACTED"].includes(String(key.value)));
  if (isNone) return [];
  const reason = "A key that the program gives, or the API shows, stands in the state.";
  return [refused([connection, property], "a key", reason, `Leave ${property} out: AWS makes the key.`)];
}

function isWithin(text: string, allowed: PrefixSet): boolean {
  const prefix = parsePrefix(text);
  return prefix !== undefined && allowed.contains(PrefixSet.from([prefix]));
}

/**
 * Selectors: `local` is the device's side, `remote` AWS's (EC2 API, VpnConnectionOptionsSpecification). `0.0.0.0/0` is what AWS makes of an IPv4 one
 * that is not set: it leaves the choice to the routes, which `routes-through-link-only` and this rule bound.
 */
function checkSelectors(connection: ResourceFacts, options: OptionValues): readonly Finding[] {
  const selectors = [
    ["localIpv4NetworkCidr", buildNetwork(options), "Name a block of the build network."],
    ["remoteIpv4NetworkCidr", privateSet({}), "Name a block of the stack's VPC."],
    ["localIpv6NetworkCidr", buildNetwork(options), "Leave it out: the link carries IPv4."],
    ["remoteIpv6NetworkCidr", privateSet({}), "Leave it out: the link carries IPv4."],
  ] as const;
  return selectors.flatMap(([property, allowed, advice]) =>
    expect({
      ...{ resource: connection, property, fact: connection.props.text(property), reason: beyond },
      accepts: (text) => text === "0.0.0.0/0" || isWithin(text, allowed),
      absentIs: "accepted",
      fix: advice,
    }),
  );
}

function checkConnection(connection: ResourceFacts, options: OptionValues): readonly Finding[] {
  const { props } = connection;
  return [
    ...["transitGatewayId", "vpnConcentratorId", "transportTransitGatewayAttachmentId"].flatMap((name) =>
      expectUnset(connection, name, props.get(name), elsewhere, fix),
    ),
    ...expectSet(
      connection,
      "vpnGatewayId",
      props.get("vpnGatewayId"),
      "The link ends in no gateway of the stack.",
      fix,
    ),
    ...expect({
      ...{ resource: connection, property: "outsideIpAddressType", fact: props.text("outsideIpAddressType") },
      accepts: (type) => type === "PublicIpv4",
      absentIs: "accepted",
      reason: "A private outside address is one on Direct Connect, which is a link of its own.",
      fix: "Leave outsideIpAddressType out.",
    }),
    ...expect({
      ...{ resource: connection, property: "enableAcceleration", fact: props.flag("enableAcceleration") },
      accepts: (on) => !on,
      absentIs: "accepted",
      reason: "An accelerated link enters by Global Accelerator, and ends at a transit gateway.",
      fix: "Leave enableAcceleration out.",
    }),
    ...expect({
      ...{ resource: connection, property: "presharedKeyStorage", fact: props.text("presharedKeyStorage") },
      accepts: (storage) => storage === "SecretsManager",
      absentIs: "refused",
      reason: "Otherwise DescribeVpnConnections shows the pre-shared keys to whoever may call it.",
      fix: 'Set presharedKeyStorage to "SecretsManager".',
    }),
    ...["tunnel1PresharedKey", "tunnel2PresharedKey"].flatMap((property) => checkKey(connection, property)),
    ...checkSelectors(connection, options),
  ];
}

function checkRoute(route: ResourceFacts, options: OptionValues): readonly Finding[] {
  const allowed = buildNetwork(options);
  return expect({
    ...{ resource: route, property: "destinationCidrBlock", fact: route.props.text("destinationCidrBlock") },
    accepts: (text) => isWithin(text, allowed),
    absentIs: "refused",
    reason: beyond,
    fix: `Route blocks of the build network only: ${allowed.describe(8)}.`,
  });
}

/** Both ends of a link, and the connection of each of its routes, are of this stack; `known-customer-gateway` judges the device. */
function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  const ends = [
    [connectionType, "vpnGatewayId", [gatewayType, attachmentType]],
    [linkRouteType, "vpnConnectionId", [connectionType]],
  ] as const;
  return ends.flatMap(([type, property, wanted]) =>
    stack.ofType(type).flatMap((owner): readonly Finding[] => {
      const fact = owner.props.text(property);
      const named = references.of(owner, property, fact, wanted);
      if (named?.kind === "outside") return [refused([owner, property], shown(fact), elsewhere, fix)];
      return named?.kind === "unknown" && fact.state === "unknown"
        ? [undetermined([owner, property], fact, elsewhere, fix)]
        : [];
    }),
  );
}

/**
 * Static or BGP, both are sound: what a gateway announces chooses the tunnel, and enters a route table by propagation only,
 * which `no-route-propagation` refuses.
 */
export const knownVpnLink: Rule = {
  id,
  title:
    "The VPN joins the stack's gateway and the build network alone, and its keys are in Secrets Manager.",
  control: controls.oneLink,
  severity: "high",
  frameworks: { nist: ["SC-7(4)", "SC-12", "AC-17(2)", "CA-3"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html",
  cause:
    "A VPN connection to another gateway, a concentrator, with selectors or routes outside the build network, or with keys outside " +
    "Secrets Manager or in the program.",
  fix,
  options: {
    buildNetwork: {
      ...privateBlocksOption,
      description: "Blocks of the build network, in CIDR notation. Not set: all private blocks.",
    },
  },
  judges: (type) => places(type) || deniedName(id, type) !== undefined,
  check(resource, options) {
    if (resource.type === connectionType) return checkConnection(resource, options);
    if (resource.type === linkRouteType) return checkRoute(resource, options);
    return denied(id, resource, elsewhere, fix);
  },
  relate,
};
