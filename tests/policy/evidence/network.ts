import { type Network } from "../../../policy/network/network";
import { type Certificate } from "../../../policy/proof/verdict";
import { urns } from "./urns";

const any = { by: { resource: "link", text: "test" }, take: "always" } as const;

const web = { protocols: [[6, 6]], destinationPorts: [[443, 443]], state: "new" } as const;
export const https = {
  ...web,
  source: ["10.1.0.0/24", "10.1.1.0/24"],
  destination: ["10.20.0.0/16"],
} as const;
export const ssh = {
  source: ["10.20.0.0/16"],
  destination: ["10.1.0.0/23"],
  protocols: [[6, 6]],
  destinationPorts: [[22, 22]],
  state: "new",
} as const;

/** Two interfaces of one pool that send to the build network through a link, and get SSH from it. */
export const network: Network = {
  schema: 1,
  nodes: [
    ...["a", "b"].flatMap((zone) => [
      { id: `if/linux-${zone}`, name: `linux-${zone}`, urn: urns.pool, zone: "inside", steps: [] },
      {
        id: `if/linux-${zone}/out`,
        name: `linux-${zone}`,
        urn: urns.pool,
        steps: [{ ...any, match: {}, to: "vpn/link/out" }],
      },
    ]),
    { id: "vpn/link/out", name: "link", steps: [{ ...any, match: {}, to: "zone/build-network" }] },
    { id: "vpn/link/in", name: "link", steps: [{ ...any, match: {}, to: "if/linux-a" }] },
    { id: "zone/build-network", name: "build network", zone: "build-network", steps: [] },
    {
      id: "zone/build-network/out",
      name: "build network",
      steps: [{ ...any, match: {}, to: "vpn/link/in" }],
    },
  ],
  starts: [
    ...["a", "b"].map((zone, index) => ({
      id: `if/linux-${zone}`,
      name: `linux-${zone}`,
      zone: "inside",
      node: `if/linux-${zone}/out`,
      packets: [{ ...https, source: [`10.1.${index}.0/24`] }],
    })),
    {
      id: "zone/build-network",
      name: "build network",
      zone: "build-network",
      node: "zone/build-network/out",
      packets: [ssh],
    },
  ],
};

export const certificate: Certificate = {
  schema: 1,
  zones: [
    {
      from: "inside",
      reached: [
        ...["a", "b"].map((zone) => ({ node: `if/linux-${zone}/out`, packets: [https] })),
        { node: "vpn/link/out", packets: [https] },
        { node: "zone/build-network", packets: [https] },
      ],
      cut: [{ node: "if/linux-a/out", by: "no rule of the group allows it" }],
    },
    {
      from: "build-network",
      reached: [
        { node: "zone/build-network/out", packets: [ssh] },
        { node: "vpn/link/in", packets: [ssh] },
        { node: "if/linux-a", packets: [ssh] },
      ],
      cut: [],
    },
  ],
};

/** The same, of which an internet gateway takes everything, too. */
export const openNetwork: Network = {
  ...network,
  nodes: [
    ...network.nodes.map((node) =>
      node.id === "vpn/link/out"
        ? {
            ...node,
            steps: [
              {
                match: {},
                to: "zone/internet",
                take: "some" as const,
                by: { resource: "igw", text: "leads out" },
              },
              ...node.steps,
            ],
          }
        : node,
    ),
    { id: "zone/internet", name: "internet", zone: "internet", steps: [] },
  ],
};
