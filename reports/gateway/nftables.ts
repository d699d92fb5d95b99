import { type Crossing, type GatewayPlan, mssBytes } from "./plan";

/** Table of IKE and ESP, one for all environments of the machine. */
const peersTable = "inet overflow_peers";

/** A set of several members, or the one. */
function set(members: readonly string[]): string {
  const [only = "", ...others] = members;
  return others.length === 0 ? only : `{ ${members.join(", ")} }`;
}

/**
 * The firewall's share. Two tables: who may speak IKE and ESP to the machine at all, and, for this environment's tunnels,
 * who in the VPC may open which connection to whom. Nobody may open one to the VPC. They drop what they do not know and
 * leave all else to the machine's own rules, since in nftables an accept in one table is no accept in another.
 * Source: nft(8).
 */
export function renderNftables(plan: GatewayPlan): string {
  const table = `inet ${plan.label.replaceAll("-", "_")}`;
  const devices = set(plan.tunnels.map(({ device }) => `"${device}"`));
  return [
    "# Load: nft -f <this file>; again at any time.",
    ...peers(plan),
    "",
    `table ${table}`,
    `delete table ${table}`,
    `table ${table} {`,
    ...chain("clamp", [
      "type filter hook forward priority mangle; policy accept;",
      "# A tunnel's packets are smaller; nft only ever lowers the size.",
      ...["iifname", "oifname"].map(
        (side) => `${side} ${devices} tcp flags syn tcp option maxseg size set ${mssBytes}`,
      ),
    ]),
    ...chain("forward", [
      "type filter hook forward priority filter; policy accept;",
      `iifname ${devices} jump from_vpc`,
      `oifname ${devices} jump to_vpc`,
      "# The VPC's packets travel in the tunnels or not at all.",
      `oifname != ${devices} ip daddr ${plan.vpcCidr} counter drop`,
    ]),
    ...chain("input", [
      "type filter hook input priority filter; policy accept;",
      `iifname ${devices} jump to_gateway`,
    ]),
    ...chain("output", [
      "type filter hook output priority filter; policy accept;",
      `oifname != ${devices} ip daddr ${plan.vpcCidr} counter drop`,
    ]),
    ...chain("to_gateway", [
      ...(plan.routing === "bgp" ? bgp(plan) : []),
      `ip saddr ${set(amazonAddresses(plan))} icmp type { echo-request, echo-reply } accept`,
      "# A declared service may run on this very machine.",
      "jump from_vpc",
    ]),
    ...chain("from_vpc", [
      "ct state established,related accept",
      `ip saddr != ${plan.vpcCidr} counter drop`,
      ...plan.crossings.flatMap(crossing),
      "counter drop",
    ]),
    ...chain("to_vpc", ["ct state established,related accept", "counter drop"]),
    "}",
    "",
  ].join("\n");
}

function chain(name: string, lines: readonly string[]): readonly string[] {
  return [`  chain ${name} {`, ...lines.map((line) => `    ${line}`), "  }"];
}

function amazonAddresses({ tunnels }: GatewayPlan): readonly string[] {
  return tunnels.map(({ amazonInsideAddress }) => amazonInsideAddress);
}

/** Either side may open the session. */
function bgp({ tunnels }: GatewayPlan): readonly string[] {
  return tunnels.flatMap(({ amazonInsideAddress, gatewayInsideAddress }) =>
    ["dport", "sport"].map(
      (side) => `ip saddr ${amazonInsideAddress} ip daddr ${gatewayInsideAddress} tcp ${side} 179 accept`,
    ),
  );
}

/** A rule for each source: nft joins blocks of a set, and its list would then differ from what was loaded. */
function crossing({ name, from, to, protocol, ports: [first, last] }: Crossing): readonly string[] {
  const ports = first === last ? String(first) : `${first}-${last}`;
  // A host's block is shown by nft as the address.
  const target = to.replace(/\/32$/, "");
  return from.map(
    (source) => `ip saddr ${source} ip daddr ${target} ${protocol} dport ${ports} accept comment "${name}"`,
  );
}

/**
 * The set of peers grows with each environment's file; the chain is the same in all and is written anew. Other VPNs of the
 * machine must be named in the set, too.
 */
function peers(plan: GatewayPlan): readonly string[] {
  const addresses = plan.tunnels.map(({ outsideAddress }) => outsideAddress);
  return [
    "# IKE and ESP from AWS's ends only. Another VPN of this machine: nft add element inet overflow_peers known { ... }",
    `table ${peersTable} {`,
    "  set known {",
    "    type ipv4_addr",
    `    elements = { ${addresses.join(", ")} }`,
    "  }",
    ...chain("input", ["type filter hook input priority filter; policy accept;"]),
    "}",
    `flush chain ${peersTable} input`,
    `table ${peersTable} {`,
    ...chain("input", [
      "udp dport { 500, 4500 } ip saddr @known accept",
      "udp dport { 500, 4500 } counter drop",
      "meta l4proto esp ip saddr @known accept",
      "meta l4proto esp counter drop",
    ]),
    "}",
  ];
}
