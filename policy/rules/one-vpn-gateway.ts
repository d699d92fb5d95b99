import { controls } from "../controls";
import { type References, referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, ofTypes, refused, type Rule, shown, undetermined } from "../rule";

const gatewayType = "aws:ec2/vpnGateway:VpnGateway";
const attachmentType = "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment";
const vpcType = "aws:ec2/vpc:Vpc";
const fix = "Attach one VPN gateway of this stack to its VPC, and no other.";

/** What a property names must be of this stack. */
function checkOwn(
  references: References,
  owner: ResourceFacts,
  property: string,
  wanted: string,
  reason: string,
): readonly Finding[] {
  const fact = owner.props.text(property);
  const named = references.of(owner, property, fact, [wanted]);
  const place = [owner, property] as const;
  if (named?.kind === "outside") return [refused(place, shown(fact), reason, fix)];
  return named?.kind === "unknown" && fact.state === "unknown"
    ? [undetermined(place, fact, reason, fix)]
    : [];
}

function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  const gateways = stack.ofType(gatewayType);
  const otherVpc = "The build network's link would lead into a network that the stack does not declare.";
  const otherGateway = "The gateway's links are not declared here: they may lead anywhere.";
  const many = "Each gateway is a way of its own out of the network; one is enough for any number of links.";
  return [
    ...(gateways.length > 1
      ? gateways.map((gateway) => refused([gateway], `one of ${gateways.length} VPN gateways`, many, fix))
      : []),
    ...gateways.flatMap((gateway) => checkOwn(references, gateway, "vpcId", vpcType, otherVpc)),
    ...stack
      .ofType(attachmentType)
      .flatMap((attachment) => [
        ...checkOwn(references, attachment, "vpcId", vpcType, otherVpc),
        ...checkOwn(references, attachment, "vpnGatewayId", gatewayType, otherGateway),
      ]),
  ];
}

export const oneVpnGateway: Rule = {
  id: "one-vpn-gateway",
  title: "There is one virtual private gateway at most, of this stack and for its own VPC.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(3)", "SC-7(4)", "AC-17(3)"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html",
  cause: "A second VPN gateway; the attachment of one from outside the stack, or to a VPC from outside it.",
  fix,
  judges: ofTypes(gatewayType, attachmentType),
  relate,
};
