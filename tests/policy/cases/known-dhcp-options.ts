import { resource, unknownList, unknownText } from "../stack";
import { vpc } from "./dns";
import { type RuleCases } from "./ruleCases";

const link = resource("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "link", {
  destinationCidrBlock: "10.20.0.0/16",
});
const options = (props: object) => resource("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "options", { ...props });
const associated = (dhcpOptionsId: string, from: readonly string[]) =>
  resource(
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    "associated",
    { dhcpOptionsId, vpcId: unknownText },
    { sources: { dhcpOptionsId: from } },
  );

export const cases: RuleCases = {
  accepts: {
    "Amazon's resolver and clock, and the build network's server": {
      resources: [
        vpc,
        link,
        options({ domainNameServers: ["AmazonProvidedDNS", "10.20.0.53"], ntpServers: ["169.254.169.123"] }),
        associated(unknownText, ["options"]),
      ],
    },
  },
  refuses: {
    "a public server": {
      resources: [options({ domainNameServers: ["8.8.8.8"] })],
      finds: [["refused", "options", "domainNameServers[0]"]],
    },
    "a public server by IPv6, and a public clock": {
      resources: [options({ domainNameServers: ["2001:4860:4860::8888"], ntpServers: ["203.0.113.1"] })],
      finds: [
        ["refused", "options", "domainNameServers[0]"],
        ["refused", "options", "ntpServers[0]"],
      ],
    },
    "a private server that is not behind the VPN": {
      resources: [vpc, link, options({ domainNameServers: ["10.99.0.53"] })],
      finds: [["refused", "options", "domainNameServers[0]"]],
    },
    "options from outside the stack": {
      resources: [associated("dopt-9", [])],
      finds: [["refused", "associated", "dhcpOptionsId"]],
    },
    "servers that are not known": {
      resources: [options({ domainNameServers: unknownList, ntpServers: [unknownText] })],
      finds: [
        ["undetermined", "options", "domainNameServers"],
        ["undetermined", "options", "ntpServers[0]"],
      ],
    },
  },
};
