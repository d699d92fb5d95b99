import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const sound = {
  customerGatewayId: unknownText,
  vpnGatewayId: unknownText,
  presharedKeyStorage: "SecretsManager",
};
const gateway = resource("aws:ec2/vpnGateway:VpnGateway", "gateway");
const link = (props: object = {}, from: readonly string[] = ["gateway"]) =>
  resource(
    "aws:ec2/vpnConnection:VpnConnection",
    "link",
    { ...sound, ...props },
    { sources: { vpnGatewayId: from } },
  );
const route = (destinationCidrBlock: unknown, props: object = {}, from: readonly string[] = ["link"]) =>
  resource(
    "aws:ec2/vpnConnectionRoute:VpnConnectionRoute",
    "route",
    { vpnConnectionId: unknownText, destinationCidrBlock, ...props },
    { sources: { vpnConnectionId: from } },
  );
const refuse = (props: object, property: string) => ({
  resources: [gateway, link(props)],
  finds: [["refused", "link", property]] as const,
});

export const cases: RuleCases = {
  accepts: {
    "a sound link, before its ends exist": { resources: [gateway, link(), route("10.20.0.0/16")] },
    "BGP as well as static routes": { resources: [gateway, link({ staticRoutesOnly: false })] },
    "the keys that AWS's provider answers where Secrets Manager has them": {
      resources: [gateway, link({ tunnel1PresharedKey: "REDACTED", tunnel2PresharedKey: "" })],
    },
    "selectors as AWS's provider answers them, or narrower": {
      resources: [
        gateway,
        link({ localIpv4NetworkCidr: "0.0.0.0/0", remoteIpv4NetworkCidr: "10.130.0.0/16" }),
        { ...link({ localIpv4NetworkCidr: "10.20.7.0/24" }), name: "narrow" },
      ],
    },
    "what AWS's provider answers for other gateways": {
      resources: [gateway, link({ transitGatewayId: "", vpnConcentratorId: "" })],
    },
  },
  refuses: {
    "keys that Describe calls show": refuse({ presharedKeyStorage: "Standard" }, "presharedKeyStorage"),
    "a transit gateway": refuse({ transitGatewayId: "tgw-1" }, "transitGatewayId"),
    "no gateway": refuse({ vpnGatewayId: undefined }, "vpnGatewayId"),
    "keys of which nobody knows where they are": {
      resources: [gateway, link({ presharedKeyStorage: unknownText })],
      finds: [["undetermined", "link", "presharedKeyStorage"]],
    },
    "a key of the program's own": refuse({ tunnel1PresharedKey: "secret_key" }, "tunnel1PresharedKey"),
    "a key that only the update will show": refuse(
      { tunnel2PresharedKey: unknownText },
      "tunnel2PresharedKey",
    ),
    "a gateway that the stack does not declare": {
      resources: [link({ vpnGatewayId: "vgw-foreign" }, [])],
      finds: [["refused", "link", "vpnGatewayId"]],
    },
    "a gateway of which nothing is known": {
      resources: [link({}, [])],
      finds: [["undetermined", "link", "vpnGatewayId"]],
    },
    "a concentrator, as the end of the link or by itself": {
      resources: [
        gateway,
        link({ vpnConcentratorId: unknownText }),
        resource("aws:ec2/vpnConcentrator:VpnConcentrator", "concentrator"),
      ],
      finds: [
        ["refused", "concentrator"],
        ["refused", "link", "vpnConcentratorId"],
      ],
    },
    "an accelerated link": refuse({ enableAcceleration: true }, "enableAcceleration"),
    "a link on Direct Connect": refuse({ outsideIpAddressType: "PrivateIpv4" }, "outsideIpAddressType"),
    "a selector outside the build network": refuse(
      { localIpv4NetworkCidr: "0.0.0.0/1" },
      "localIpv4NetworkCidr",
    ),
    "a selector for more than private addresses": refuse(
      { remoteIpv4NetworkCidr: "198.51.100.0/24" },
      "remoteIpv4NetworkCidr",
    ),
    "selectors for IPv6": {
      resources: [gateway, link({ localIpv6NetworkCidr: "::/0", remoteIpv6NetworkCidr: "2000::/3" })],
      finds: [
        ["refused", "link", "localIpv6NetworkCidr"],
        ["refused", "link", "remoteIpv6NetworkCidr"],
      ],
    },
    "a selector that is not the declared build network's": {
      ...refuse({ localIpv4NetworkCidr: "10.99.0.0/16" }, "localIpv4NetworkCidr"),
      options: { buildNetwork: ["10.20.0.0/16"] },
    },
    "a route to what is not the declared build network's": {
      resources: [gateway, link(), route("10.99.0.0/16")],
      options: { buildNetwork: ["10.20.0.0/16"] },
      finds: [["refused", "route", "destinationCidrBlock"]],
    },
    "a route to public addresses, and one that is not known": {
      resources: [gateway, link(), route("0.0.0.0/1"), { ...route(unknownText), name: "other" }],
      finds: [
        ["undetermined", "other", "destinationCidrBlock"],
        ["refused", "route", "destinationCidrBlock"],
      ],
    },
    "a route of a link that the stack does not declare": {
      resources: [route("10.20.0.0/16", { vpnConnectionId: "vpn-foreign" }, [])],
      finds: [["refused", "route", "vpnConnectionId"]],
    },
  },
};
