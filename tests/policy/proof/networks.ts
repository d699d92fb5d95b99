import { type Match, type Network, type NetworkNode, type Step } from "../../../policy/network/network";
import { type Contract } from "../../../policy/proof/contract";

export const tcp: NonNullable<Match["protocols"]> = [[6, 6]];

export function port(number: number): [number, number][] {
  return [[number, number]];
}

/** A step whose text says where it leads. */
export function step(to: string | null, match: Match = {}, more: Partial<Step> = {}): Step {
  return { match, to, take: "always", by: { resource: "table", text: `to ${to ?? "nowhere"}` }, ...more };
}

/** A step of which it is not known whether it is there. */
export function perhaps(to: string | null, match: Match = {}): Step {
  const missing = {
    resource: "table",
    property: "routes[0].gatewayId",
    why: "is not known",
    settle: "Name it.",
  };
  return step(to, match, { take: "perhaps", by: { resource: "table", text: "a route", missing } });
}

export function node(id: string, steps: readonly Step[] = [], more: Partial<NetworkNode> = {}): NetworkNode {
  return { id, name: id, steps, ...more };
}

/** Interface `if/a` at 10.0.0.4 sends anything to node `router`; `internet` is a zone where what comes ends. */
export function behindRouter(router: readonly Step[], more: readonly NetworkNode[] = []): Network {
  return {
    schema: 1,
    nodes: [
      node("if/a", [], { zone: "inside" }),
      node("internet", [], { zone: "internet" }),
      node("router", router, { otherwise: "no route" }),
      ...more,
    ],
    starts: [
      {
        id: "if/a",
        name: "a",
        zone: "inside",
        node: "router",
        packets: [
          { source: ["10.0.0.4/32"], destination: ["0.0.0.0/0"] },
          { source: ["fd00::4/128"], destination: ["::/0"] },
        ],
      },
    ],
  };
}

export const nothingAllowed: Contract = { schema: 1, allow: [] };
