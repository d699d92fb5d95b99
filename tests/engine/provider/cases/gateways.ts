import { type LifeCase, type World } from "../world";

const buildNetwork = { bgpAsn: "65000", ipAddress: "203.0.113.10", type: "ipsec.1" };

async function ends(world: World): Promise<{ customerGatewayId: string; vpnGatewayId: string }> {
  const customer = await world.make("aws:ec2/customerGateway:CustomerGateway", buildNetwork);
  const gateway = await world.make("aws:ec2/vpnGateway:VpnGateway", {});
  return { customerGatewayId: customer.id, vpnGatewayId: gateway.id };
}

const notOfTransitGateways = ["coreNetworkArn"];

export const gatewayCases: readonly LifeCase[] = [
  {
    token: "aws:ec2/customerGateway:CustomerGateway",
    prepare: () =>
      Promise.resolve({
        inputs: buildNetwork,
        replacements: { bgpAsn: "65001", ipAddress: "203.0.113.11", type: "ipsec.2" },
      }),
  },
  {
    token: "aws:ec2/vpnGateway:VpnGateway",
    prepare: async (world) => {
      const vpc = await world.vpc();
      return {
        inputs: { amazonSideAsn: "64512" },
        updates: [{ vpcId: vpc.id }],
        replacements: { amazonSideAsn: "64513" },
      };
    },
  },
  {
    token: "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment",
    async prepare(world) {
      const vpc = await world.vpc();
      const gateway = await world.make("aws:ec2/vpnGateway:VpnGateway", {});
      return {
        inputs: { vpcId: vpc.id, vpnGatewayId: gateway.id },
        replacements: { vpcId: "vpc-2", vpnGatewayId: "vgw-2" },
      };
    },
  },
  {
    token: "aws:ec2/vpnConnection:VpnConnection",
    absent: notOfTransitGateways,
    async prepare(world) {
      return {
        inputs: {
          ...(await ends(world)),
          type: "ipsec.1",
          staticRoutesOnly: true,
          localIpv4NetworkCidr: "10.20.0.0/16",
          remoteIpv4NetworkCidr: "10.130.0.0/16",
          tunnel1InsideCidr: "169.254.44.0/30",
          tunnel2InsideCidr: "169.254.45.0/30",
          tunnel1PresharedKey: "first_key_of_tunnel_1",
          tunnel1IkeVersions: ["ikev2"],
          tunnel1Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
          tunnel1Phase1DhGroupNumbers: [20, 21],
          tunnel1DpdTimeoutAction: "restart",
          tunnel1DpdTimeoutSeconds: 40,
          tunnel1StartupAction: "start",
        },
        expected: {
          tunnel1PresharedKey: "first_key_of_tunnel_1",
          tunnel1CgwInsideAddress: "169.254.44.2",
          tunnel1VgwInsideAddress: "169.254.44.1",
          tunnel2VgwInsideAddress: "169.254.45.1",
        },
        updates: [
          { tunnel1DpdTimeoutSeconds: 60 },
          { tunnel1Phase1DhGroupNumbers: [21] },
          { tunnel1PresharedKey: "second_key_of_tunnel_1" },
          {
            tunnel1LogOptions: {
              cloudwatchLogOptions: {
                logEnabled: true,
                logGroupArn: "arn:aws:logs:us-east-1:123456789012:log-group:tunnels",
                logOutputFormat: "json",
                bgpLogEnabled: true,
                bgpLogGroupArn: "arn:aws:logs:us-east-1:123456789012:log-group:bgp",
                bgpLogOutputFormat: "json",
              },
            },
          },
        ],
        replacements: { staticRoutesOnly: false, tunnel1InsideCidr: "169.254.46.0/30", type: "ipsec.2" },
      };
    },
  },
  {
    token: "aws:ec2/vpnConnectionRoute:VpnConnectionRoute",
    async prepare(world) {
      const connection = await world.make("aws:ec2/vpnConnection:VpnConnection", {
        ...(await ends(world)),
        type: "ipsec.1",
        staticRoutesOnly: true,
      });
      return {
        inputs: { vpnConnectionId: connection.id, destinationCidrBlock: "10.20.0.0/16" },
        replacements: { destinationCidrBlock: "10.21.0.0/16", vpnConnectionId: "vpn-2" },
      };
    },
  },
];
