import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const device = (props: object) =>
  resource("aws:ec2/customerGateway:CustomerGateway", "device", { type: "ipsec.1", ...props });
const link = (customerGatewayId: string, from: readonly string[] = []) =>
  resource(
    "aws:ec2/vpnConnection:VpnConnection",
    "link",
    { customerGatewayId },
    { sources: { customerGatewayId: from } },
  );
const listed = { customerGateways: ["198.51.100.7", "arn:aws:acm:eu-central-1:123456789012:certificate/1"] };

export const cases: RuleCases = {
  accepts: {
    "a device with an address, and the link to it": {
      resources: [device({ ipAddress: "203.0.113.2" }), link(unknownText, ["device"])],
    },
    "a device with a certificate": {
      resources: [device({ certificateArn: listed.customerGateways[1] })],
      options: listed,
    },
    "a listed device": { resources: [device({ ipAddress: "198.51.100.7" })], options: listed },
    "a link to a device of the stack, by its id": {
      resources: [device({ id: "cgw-1", ipAddress: "203.0.113.2" }), link("cgw-1")],
    },
  },
  refuses: {
    "a device without an address": { resources: [device({})], finds: [["refused", "device", "ipAddress"]] },
    "a device of which nothing is known": {
      resources: [device({ ipAddress: unknownText })],
      finds: [["undetermined", "device", "ipAddress"]],
    },
    "a certificate that is not known": {
      resources: [device({ certificateArn: unknownText })],
      finds: [["undetermined", "device", "certificateArn"]],
    },
    "a device that is not listed": {
      resources: [device({ ipAddress: "198.51.100.8" })],
      options: listed,
      finds: [["refused", "device", "ipAddress"]],
    },
    "a link to a device that the stack does not declare": {
      resources: [link("cgw-0123456789abcdef0")],
      finds: [["refused", "link", "customerGatewayId"]],
    },
    "a link to nobody knows whom": {
      resources: [link(unknownText)],
      finds: [["undetermined", "link", "customerGatewayId"]],
    },
  },
};
