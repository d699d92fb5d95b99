import { controls } from "../controls";
import { expect, expectSet, expectUnset } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, ofTypes, refused, type Rule, undetermined } from "../rule";

const connectionType = "aws:ec2/vpnConnection:VpnConnection";
const gatewayType = "aws:ec2/customerGateway:CustomerGateway";
const fix =
  "Set staticRoutesOnly, IKEv2 and Secrets Manager for both tunnels, on the VPN gateway of this stack.";

/** Key exchange of each tunnel: AWS takes the lowest version it is offered, so IKEv1 must not be on the list. */
function checkIkeVersions(connection: ResourceFacts, property: string): readonly Finding[] {
  const advice = `Set ${property} to ["ikev2"].`;
  const reason = "AWS accepts IKEv1 unless the list names IKEv2 alone.";
  const versions = connection.props.texts(property);
  if (versions.state === "unknown") return [undetermined([connection, property], versions, reason, advice)];
  if (versions.state === "absent" || versions.value.length === 0) {
    return [refused([connection, property], "not set", reason, advice)];
  }
  return versions.value.flatMap((fact, index) =>
    expect({
      ...{ resource: connection, property: `${property}[${index}]`, fact, reason, fix: advice },
      accepts: (version) => version === "ikev2",
      absentIs: "refused",
    }),
  );
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
      property: "staticRoutesOnly",
      fact: props.flag("staticRoutesOnly"),
      accepts: (on) => on,
      absentIs: "refused",
      reason: "With BGP the other side decides what is routed.",
      fix: "Set staticRoutesOnly to true.",
    }),
    ...expect({
      resource: connection,
      property: "presharedKeyStorage",
      fact: props.text("presharedKeyStorage"),
      accepts: (storage) => storage === "SecretsManager",
      absentIs: "refused",
      reason: "Otherwise DescribeVpnConnections shows the pre-shared keys to whoever may call it.",
      fix: 'Set presharedKeyStorage to "SecretsManager".',
    }),
    ...checkIkeVersions(connection, "tunnel1IkeVersions"),
    ...checkIkeVersions(connection, "tunnel2IkeVersions"),
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

export const staticVpnLink: Rule = {
  id: "static-vpn-link",
  title: "The VPN is static, IKEv2 only, keeps its keys in Secrets Manager, and ends at a known device.",
  control: controls.oneLink,
  severity: "high",
  cause:
    "A VPN connection with BGP, IKEv1, keys outside Secrets Manager or another gateway; a device without address.",
  fix,
  judges: ofTypes(connectionType, gatewayType),
  check: (resource) =>
    resource.type === connectionType ? checkConnection(resource) : checkCustomerGateway(resource),
};
