import { resource, unknownFlag, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const sound = {
  customerGatewayId: unknownText,
  vpnGatewayId: unknownText,
  staticRoutesOnly: true,
  presharedKeyStorage: "SecretsManager",
  tunnel1IkeVersions: ["ikev2"],
  tunnel2IkeVersions: ["ikev2"],
};
const link = (props: object = {}) =>
  resource("aws:ec2/vpnConnection:VpnConnection", "link", { ...sound, ...props });
const device = (props: object) =>
  resource("aws:ec2/customerGateway:CustomerGateway", "device", { type: "ipsec.1", ...props });
const refuse = (props: object, property: string) => ({
  resources: [link(props)],
  finds: [["refused", "link", property]] as const,
});

export const cases: RuleCases = {
  accepts: {
    "a sound link, before its ends exist": { resources: [link(), device({ ipAddress: "203.0.113.2" })] },
    "a device with a certificate": { resources: [device({ certificateArn: unknownText })] },
    "what AWS's provider answers for other gateways": {
      resources: [link({ transitGatewayId: "", vpnConcentratorId: "" })],
    },
  },
  refuses: {
    BGP: refuse({ staticRoutesOnly: false }, "staticRoutesOnly"),
    "BGP by default": refuse({ staticRoutesOnly: undefined }, "staticRoutesOnly"),
    "IKEv1 beside IKEv2": refuse({ tunnel1IkeVersions: ["ikev1", "ikev2"] }, "tunnel1IkeVersions[0]"),
    "IKEv1 by default, in one tunnel": refuse({ tunnel2IkeVersions: undefined }, "tunnel2IkeVersions"),
    "keys that Describe calls show": refuse({ presharedKeyStorage: "Standard" }, "presharedKeyStorage"),
    "a transit gateway": refuse({ transitGatewayId: "tgw-1" }, "transitGatewayId"),
    "no gateway": refuse({ vpnGatewayId: undefined }, "vpnGatewayId"),
    "what is not known of the link": {
      resources: [link({ staticRoutesOnly: unknownFlag, tunnel1IkeVersions: unknownList })],
      finds: [
        ["undetermined", "link", "staticRoutesOnly"],
        ["undetermined", "link", "tunnel1IkeVersions"],
      ],
    },
    "a device of which nothing is known": {
      resources: [device({ ipAddress: unknownText })],
      finds: [["undetermined", "device", "ipAddress"]],
    },
    "a device without an address": { resources: [device({})], finds: [["refused", "device", "ipAddress"]] },
  },
};
