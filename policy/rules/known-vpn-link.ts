import { controls } from "../controls";
import { expect, expectSet, expectUnset } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, ofTypes, refused, type Rule } from "../rule";

const connectionType = "aws:ec2/vpnConnection:VpnConnection";
const gatewayType = "aws:ec2/customerGateway:CustomerGateway";
const fix =
  "End the connection at the stack's VPN gateway and at a known device; leave its keys to Secrets Manager.";

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

function checkConnection(connection: ResourceFacts): readonly Finding[] {
  const { props } = connection;
  const elsewhere = ["transitGatewayId", "vpnConcentratorId", "transportTransitGatewayAttachmentId"].flatMap(
    (name) =>
      expectUnset(
        connection,
        name,
        props.get(name),
        "The link would end in a network outside this stack.",
        fix,
      ),
  );
  return [
    ...elsewhere,
    ...expectSet(
      connection,
      "vpnGatewayId",
      props.get("vpnGatewayId"),
      "The link ends in no gateway of the stack.",
      fix,
    ),
    ...expect({
      resource: connection,
      property: "presharedKeyStorage",
      fact: props.text("presharedKeyStorage"),
      accepts: (storage) => storage === "SecretsManager",
      absentIs: "refused",
      reason: "Otherwise DescribeVpnConnections shows the pre-shared keys to whoever may call it.",
      fix: 'Set presharedKeyStorage to "SecretsManager".',
    }),
    ...["tunnel1PresharedKey", "tunnel2PresharedKey"].flatMap((property) => checkKey(connection, property)),
  ];
}

/** The other end is a device with one address (or a certificate) that a reader of the stack can name. */
function checkCustomerGateway(gateway: ResourceFacts): readonly Finding[] {
  const reason = "The other end of the link must be known before it is built.";
  const address = gateway.props.text("ipAddress");
  if (address.state === "absent" && gateway.props.get("certificateArn").state !== "absent") return [];
  return expect({
    ...{ resource: gateway, property: "ipAddress", fact: address, reason },
    accepts: () => true,
    absentIs: "refused",
    fix: "Give the public address of the build network's VPN device.",
  });
}

/**
 * Static or BGP, both are sound: what a gateway announces chooses the tunnel, and enters a route table by propagation only,
 * which `no-route-propagation` refuses.
 */
export const knownVpnLink: Rule = {
  id: "known-vpn-link",
  title:
    "The VPN ends at the stack's gateway and at a known device, and its keys are in Secrets Manager alone.",
  control: controls.oneLink,
  severity: "high",
  cause:
    "A VPN connection to another gateway, with keys outside Secrets Manager or in the program; a device without address.",
  fix,
  judges: ofTypes(connectionType, gatewayType),
  check: (resource) =>
    resource.type === connectionType ? checkConnection(resource) : checkCustomerGateway(resource),
};
