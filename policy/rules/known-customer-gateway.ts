import { controls } from "../controls";
import { expect } from "../expect";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import {
  type Finding,
  ofTypes,
  type OptionValues,
  refused,
  type Rule,
  type RuleOption,
  shown,
  undetermined,
} from "../rule";
import { parsePrefix } from "../prefixes";

const gatewayType = "aws:ec2/customerGateway:CustomerGateway";
const connectionType = "aws:ec2/vpnConnection:VpnConnection";
const fix = "Give the public address of the build network's VPN device.";
const reason = "The other end of the link must be the build network's own device, known before it is built.";

const gatewaysOption: RuleOption = {
  description:
    "Devices of the build network: public addresses, or ARNs of certificates. Empty: any one that is named.",
  default: [],
  check(values) {
    const odd = values.find(
      (value) => parsePrefix(`${value}/32`) === undefined && !/^arn:[^:]+:acm:/.test(value),
    );
    if (odd === undefined) return;
    throw new RangeError(
      `customerGateways: '${odd}' is no device. Allowed: an IPv4 address, e.g. 198.51.100.7, or a certificate's ARN.`,
    );
  },
};

/** A device is named by its address, or by its certificate where the address may change. Source: EC2 API, CreateCustomerGateway. */
function checkGateway(gateway: ResourceFacts, options: OptionValues): readonly Finding[] {
  const listed = options["customerGateways"] ?? [];
  const { props } = gateway;
  const address = props.text("ipAddress");
  const certificate = props.text("certificateArn");
  const byCertificate = address.state === "absent" && certificate.state !== "absent";
  return expect({
    ...{ resource: gateway, reason },
    property: byCertificate ? "certificateArn" : "ipAddress",
    fact: byCertificate ? certificate : address,
    accepts: (value) => listed.length === 0 || listed.includes(value),
    absentIs: "refused",
    fix: listed.length === 0 ? fix : `Use a listed device: ${listed.join(", ")}.`,
  });
}

/** A device that the stack does not declare may be anybody's. */
function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  const property = "customerGatewayId";
  const advice = "Declare the device as aws.ec2.CustomerGateway, and name that.";
  return stack.ofType(connectionType).flatMap((connection): readonly Finding[] => {
    const fact = connection.props.text(property);
    const named = references.of(connection, property, fact, [gatewayType]);
    const place = [connection, property] as const;
    if (named?.kind === "resource") return [];
    return fact.state === "unknown"
      ? [undetermined(place, fact, reason, advice)]
      : [refused(place, shown(fact), reason, advice)];
  });
}

export const knownCustomerGateway: Rule = {
  id: "known-customer-gateway",
  title: "The VPN's other end is a known device of the build network.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(4)", "SC-7(5)", "AC-17(3)", "CA-3"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpn/latest/s2svpn/your-cgw.html",
  cause:
    "A customer gateway without address, or with one that is not listed; a VPN to one from outside the stack.",
  fix,
  options: { customerGateways: gatewaysOption },
  judges: ofTypes(gatewayType, connectionType),
  check: (resource, options) => (resource.type === gatewayType ? checkGateway(resource, options) : []),
  relate,
};
