import { type Match, type Network, type NetworkNode, type Step } from "../../../policy/network/network";
import { type Contract } from "../../../policy/proof/contract";
import { type Certificate } from "../../../policy/proof/verdict";

/** Things of a kind that tests may change: nothing in them is read-only. */
export type Open<T> = T extends object ? { -readonly [key in keyof T]: Open<T[key]> } : T;

const by = { resource: "test", text: "a test's step" };

export function step(match: Match, to: string | null, more: Partial<Step> = {}): Step {
  return { match, to, take: "always", by, ...more };
}

function node(id: string, steps: readonly Step[], zone?: string): NetworkNode {
  return { id, name: id, steps, ...(zone !== undefined && { zone }) };
}

const ssh: Match = { protocols: [[6, 6]], destinationPorts: [[22, 22]] };

/**
 * One VM that may call the build network's HTTPS, and is called by it on SSH. A list denies port 443 to one address; the
 * routes know the build network only. The build network answers, and so does the VM.
 */
export const network: Network = {
  schema: 1,
  nodes: [
    node("if/a", [step({ state: "new" }, "routes", { rewrite: { reply: true, sender: "if/a" } })], "inside"),
    node("if/a/in", [step({ state: "reply" }, "if/a"), step({ ...ssh, source: ["192.168.0.0/16"] }, "if/a")]),
    node("if/a/out", [step({ protocols: [[6, 6]], destinationPorts: [[443, 443]] }, "list")]),
    node("list", [step({ destination: ["192.168.0.0/24"] }, null), step({}, "routes")]),
    node("routes", [
      step({ destination: ["192.168.0.0/16"], state: "reply" }, "zone/build-network"),
      step({ destination: ["192.168.0.0/16"] }, "zone/build-network", { take: "perhaps" }),
      step({}, null),
    ]),
    node(
      "zone/build-network",
      [step({ state: "new" }, "link", { rewrite: { reply: true, sender: "zone/build-network" } })],
      "build-network",
    ),
    node("link", [step({ destination: ["10.0.0.1/32"] }, "if/a/in")]),
  ],
  starts: [
    {
      ...{ id: "if/a", name: "a", zone: "inside", node: "if/a/out" },
      packets: [{ source: ["10.0.0.1/32"], destination: ["0.0.0.0/0"] }],
    },
    {
      ...{ id: "zone/build-network", name: "build network", zone: "build-network", node: "link" },
      packets: [{ source: ["192.168.0.0/16"], destination: ["0.0.0.0/0"] }],
    },
  ],
};

export const contract: Contract = {
  schema: 1,
  allow: [
    { from: "inside", to: "build-network", packets: { destinationPorts: [[443, 443]] }, why: "HTTPS" },
    { from: "build-network", to: "inside", packets: { destinationPorts: [[22, 22]] }, why: "SSH" },
  ],
};

const vm = ["10.0.0.1/32"];
const network16 = ["192.168.0.0/16"];
/** 192.168.0.0/16 without 192.168.0.0/24. */
const allowed = [1, 2, 4, 8, 16, 32, 64, 128].map((part) => `192.168.${part}.0/${24 - Math.log2(part)}`);
const everywhereElse = without(24, 0xc0a80000);

/** All IPv4 addresses but one block, as blocks. */
function without(length: number, address: number): string[] {
  return Array.from({ length }, (_, bit) => {
    const block = (((address >>> (31 - bit)) ^ 1) << (31 - bit)) >>> 0;
    return `${[24, 16, 8, 0].map((shift) => (block >>> shift) & 255).join(".")}/${bit + 1}`;
  });
}

const https = { protocols: [[6, 6]], destinationPorts: [[443, 443]] } as const satisfies Match;
const fromHttps = { protocols: [[6, 6]], sourcePorts: [[443, 443]] } as const satisfies Match;
const fromSsh = { protocols: [[6, 6]], sourcePorts: [[22, 22]] } as const satisfies Match;
const isNew = { state: "new" } as const;
const isReply = { state: "reply" } as const;
const a = { senders: ["if/a"] };
const b = { senders: ["zone/build-network"] };

/** No packet of it can be left out: it is the smallest closed set. */
export const certificate: Certificate = {
  schema: 1,
  zones: [
    {
      from: "inside",
      reached: [
        { node: "if/a/out", packets: [{ source: vm, destination: ["0.0.0.0/0"], ...isNew, ...a }] },
        { node: "list", packets: [{ source: vm, destination: ["0.0.0.0/0"], ...https, ...isNew, ...a }] },
        { node: "routes", packets: [{ source: vm, destination: everywhereElse, ...https, ...isNew, ...a }] },
        {
          node: "zone/build-network",
          packets: [{ source: vm, destination: allowed, ...https, ...isNew, ...a }],
        },
        { node: "link", packets: [{ source: allowed, destination: vm, ...fromHttps, ...isReply, ...b }] },
        { node: "if/a/in", packets: [{ source: allowed, destination: vm, ...fromHttps, ...isReply, ...b }] },
        { node: "if/a", packets: [{ source: allowed, destination: vm, ...fromHttps, ...isReply, ...b }] },
      ],
      cut: [{ node: "routes", by: "no route" }],
    },
    {
      from: "build-network",
      reached: [
        { node: "link", packets: [{ source: network16, destination: ["0.0.0.0/0"], ...isNew, ...b }] },
        { node: "if/a/in", packets: [{ source: network16, destination: vm, ...isNew, ...b }] },
        { node: "if/a", packets: [{ source: network16, destination: vm, ...ssh, ...isNew, ...b }] },
        { node: "routes", packets: [{ source: vm, destination: network16, ...fromSsh, ...isReply, ...a }] },
        {
          node: "zone/build-network",
          packets: [{ source: vm, destination: network16, ...fromSsh, ...isReply, ...a }],
        },
      ],
      cut: [],
    },
  ],
};

/** A copy that may be changed. */
export function copy<T>(value: T): Open<T> {
  return structuredClone(value) as Open<T>;
}
