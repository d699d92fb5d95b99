import { resource, unknownList, unknownObject, unknownText } from "../stack";
import { dnsType, forward, vpc } from "./dns";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const link = resource("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "link", {
  destinationCidrBlock: "10.20.0.0/16",
});
const endpoint = (props: object) =>
  resource(dnsType("ResolverEndpoint"), "endpoint", { securityGroupIds: [unknownText], ...props });
const servers = (...ips: string[]) => forward({ targetIps: ips.map((ip) => ({ ip, port: 53 })) });
const associated = (resolverRuleId: string, from: readonly string[]) =>
  resource(
    dnsType("ResolverRuleAssociation"),
    "associated",
    { resolverRuleId, vpcId: unknownText },
    { sources: { resolverRuleId: from } },
  );

export const cases: RuleCases = {
  accepts: {
    "the build network's servers, for its own domain": {
      resources: [
        vpc,
        link,
        endpoint({ direction: "OUTBOUND" }),
        forward(),
        associated(unknownText, ["forward"]),
      ],
    },
    "a private server, where no link is declared": { resources: [servers("192.168.1.53")] },
  },
  refuses: {
    ...refusedTypes({ "a profile": "aws:route53/profilesAssociation:ProfilesAssociation" }),
    "an inbound endpoint, in the default group": {
      resources: [endpoint({ direction: "INBOUND", securityGroupIds: undefined })],
      finds: [
        ["refused", "endpoint", "direction"],
        ["refused", "endpoint", "securityGroupIds"],
      ],
    },
    "forwarding of everything, to a foreign server": {
      resources: [forward({ domainName: ".", targetIps: [{ ip: "8.8.8.8", port: 53 }] })],
      finds: [
        ["refused", "forward", "domainName"],
        ["refused", "forward", "targetIps[0].ip"],
      ],
    },
    "a foreign server by IPv6": {
      resources: [forward({ targetIps: [{ ipv6: "2001:4860:4860::8888" }] })],
      finds: [["refused", "forward", "targetIps[0].ipv6"]],
    },
    "a second server that is not behind the VPN": {
      resources: [vpc, link, servers("10.20.0.53", "10.99.0.53")],
      finds: [["refused", "forward", "targetIps[1].ip"]],
    },
    "somebody else's rule": {
      resources: [associated("rslvr-rr-9", [])],
      finds: [["refused", "associated", "resolverRuleId"]],
    },
    "somebody else's endpoint": {
      resources: [forward({ resolverEndpointId: "rslvr-out-9" })],
      finds: [["refused", "forward", "resolverEndpointId"]],
    },
    "what is not known": {
      resources: [forward({ targetIps: unknownList }), associated(unknownText, [])],
      finds: [
        ["undetermined", "forward", "targetIps"],
        ["undetermined", "associated", "resolverRuleId"],
      ],
    },
    "servers of which one is not known": {
      resources: [forward({ targetIps: [{ ip: unknownText }, unknownObject] })],
      finds: [
        ["undetermined", "forward", "targetIps[0].ip"],
        ["undetermined", "forward", "targetIps[1]"],
      ],
    },
  },
};
