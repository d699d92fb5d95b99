import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const sound = {
  customerGatewayId: unknownText,
  vpnGatewayId: unknownText,
  presharedKeyStorage: "SecretsManager",
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
    "BGP as well as static routes": {
      resources: [link({ staticRoutesOnly: false }), device({ ipAddress: "203.0.113.2" })],
    },
    "the keys that AWS's provider answers where Secrets Manager has them": {
      resources: [link({ tunnel1PresharedKey: "REDACTED", tunnel2PresharedKey: "" })],
    },
    "a device with a certificate": { resources: [device({ certificateArn: unknownText })] },
    "what AWS's provider answers for other gateways": {
      resources: [link({ transitGatewayId: "", vpnConcentratorId: "" })],
    },
  },
  refuses: {
    "keys that Describe calls show": refuse({ presharedKeyStorage: "Standard" }, "presharedKeyStorage"),
    "a transit gateway": refuse({ transitGatewayId: "tgw-1" }, "transitGatewayId"),
    "no gateway": refuse({ vpnGatewayId: undefined }, "vpnGatewayId"),
    "keys of which nobody knows where they are": {
      resources: [link({ presharedKeyStorage: unknownText })],
      finds: [["undetermined", "link", "presharedKeyStorage"]],
    },
    "a key of the program's own": refuse({ tunnel1PresharedKey: "secret_key" }, "tunnel1PresharedKey"),
    "a key that only the update will show": refuse(
      { tunnel2PresharedKey: unknownText },
      "tunnel2PresharedKey",
    ),
    "a device of which nothing is known": {
      resources: [device({ ipAddress: unknownText })],
      finds: [["undetermined", "device", "ipAddress"]],
    },
    "a device without an address": { resources: [device({})], finds: [["refused", "device", "ipAddress"]] },
  },
};
