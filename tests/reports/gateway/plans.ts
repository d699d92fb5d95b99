import { type GatewayPlan, type Link, planOf } from "../../../reports/gateway/plan";

/** A link of one or two gateways, as a stack's outputs tell it. */
export function linkOf(routing: "static" | "bgp", gateways: 1 | 2 = 1): Link {
  const tunnel = (outsideAddress: string, inside: string) => ({
    outsideAddress,
    insideBlock: `${inside}.0/30`,
    amazonInsideAddress: `${inside}.1`,
    gatewayInsideAddress: `${inside}.2`,
  });
  const common = { gatewayAsn: 65_010, amazonAsn: 64_512, routing };
  const main = {
    ...common,
    gateway: "main",
    connectionId: "vpn-1",
    gatewayAddress: "203.0.113.11",
    tunnels: [tunnel("198.51.100.1", "169.254.23"), tunnel("198.51.100.2", "169.254.24")],
  };
  const spare = {
    ...common,
    gateway: "spare",
    connectionId: "vpn-2",
    gatewayAddress: "203.0.113.12",
    tunnels: [tunnel("198.51.100.3", "169.254.33"), tunnel("198.51.100.4", "169.254.34")],
  };
  return {
    connections: gateways === 1 ? [main] : [main, spare],
    blocks: ["10.20.0.0/16", "10.21.0.0/16"],
    vpcCidr: "10.131.0.0/16",
    crossings: [
      {
        name: "workers-master",
        from: ["10.131.0.0/20", "10.131.16.0/20"],
        to: "10.20.0.10/32",
        protocol: "tcp",
        ports: [9989, 9989],
      },
      { name: "resolver", from: ["10.131.32.0/26"], to: "10.20.0.53/32", protocol: "udp", ports: [53, 53] },
      { name: "sources", from: ["10.131.48.0/26"], to: "10.21.8.0/24", protocol: "tcp", ports: [8000, 8100] },
    ],
    egress: null,
  };
}

export function stagingPlan(routing: "static" | "bgp"): GatewayPlan {
  return planOf("staging", linkOf(routing), { gateway: "main" });
}
