import { type GatewayPlan, mtuBytes } from "./plan";

/** Prefix lists and route maps are named in capitals, as FRR's own examples are. */
export function listNames({ label }: GatewayPlan): { readonly incoming: string; readonly outgoing: string } {
  const name = label.toUpperCase();
  return { incoming: `${name}-IN`, outgoing: `${name}-OUT` };
}

/**
 * BGP as FRR speaks it. From AWS exactly the VPC's block is taken, to AWS exactly the build network's blocks are told: no
 * default route in, and nothing out that the stack does not declare. Both tunnels alike: AWS chooses by its own MED.
 * Sources: FRR guide, "BGP", "Filtering"; VPN guide, "Configure BGP".
 */
export function renderFrr(plan: GatewayPlan): string {
  const { incoming, outgoing } = listNames(plan);
  const neighbors = plan.tunnels.map(({ amazonInsideAddress }) => amazonInsideAddress);
  const list = (name: string, blocks: readonly string[]) =>
    blocks.map((block, index) => `ip prefix-list ${name} seq ${(index + 1) * 10} permit ${block}`);
  const map = (name: string) => [
    `route-map ${name} permit 10`,
    ` match ip address prefix-list ${name}`,
    "exit",
    "!",
  ];
  return [
    "! Load: vtysh -f <this file>; vtysh -c 'write memory'. bgpd=yes in /etc/frr/daemons.",
    "!",
    "! While no tunnel is up the VPC's packets end here, and do not follow the default route in the clear.",
    `ip route ${plan.vpcCidr} blackhole 250`,
    "!",
    ...list(incoming, [plan.vpcCidr]),
    ...list(outgoing, plan.blocks),
    "!",
    ...map(incoming),
    ...map(outgoing),
    `router bgp ${plan.gatewayAsn}`,
    ` bgp router-id ${plan.publicAddress}`,
    " ! The blocks are told whatever routes there are to their parts.",
    " no bgp network import-check",
    ...neighbors.flatMap((neighbor, index) => [
      ` neighbor ${neighbor} remote-as ${plan.amazonAsn}`,
      ` neighbor ${neighbor} description ${plan.tunnels[index]?.name ?? ""}`,
      " ! AWS's hold time is 30 s.",
      ` neighbor ${neighbor} timers 10 30`,
    ]),
    " !",
    " address-family ipv4 unicast",
    ...plan.blocks.map((block) => `  network ${block}`),
    ...neighbors.flatMap((neighbor) => [
      `  neighbor ${neighbor} activate`,
      `  neighbor ${neighbor} route-map ${incoming} in`,
      `  neighbor ${neighbor} route-map ${outgoing} out`,
      `  neighbor ${neighbor} maximum-prefix 10`,
    ]),
    " exit-address-family",
    "exit",
    "!",
    "",
  ].join("\n");
}

/**
 * Static routes that follow their tunnels: charon runs it when a tunnel comes up or goes. Without it a dead tunnel would
 * keep its route. A tunnel that is replaced goes down after its successor came up: the number of the connection tells.
 * Source: strongSwan, updown plugin (PLUTO_VERB, PLUTO_IF_ID_OUT, PLUTO_UNIQUEID).
 */
export function renderFollowScript(plan: GatewayPlan): string {
  const cases = plan.tunnels.map(
    ({ device, interfaceId }, index) => `  ${interfaceId}) device=${device} metric=${100 + index} ;;`,
  );
  return [
    "#!/bin/sh",
    "# Run by charon for each tunnel that comes up or goes down.",
    "set -eu",
    'case "$((PLUTO_IF_ID_OUT))" in',
    ...cases,
    "  *) exit 0 ;;",
    "esac",
    `up="\${RUNTIME_DIRECTORY:-/run}/${plan.label}-$device.up"`,
    'case "$PLUTO_VERB" in',
    "  up-client)",
    '    echo "$PLUTO_UNIQUEID" >"$up"',
    `    ip route replace ${plan.vpcCidr} dev "$device" metric "$metric"`,
    "    ;;",
    "  down-client)",
    '    [ "$(cat "$up" 2>/dev/null)" = "$PLUTO_UNIQUEID" ] || exit 0',
    '    rm -f "$up"',
    `    ip route del ${plan.vpcCidr} dev "$device" metric "$metric" || true`,
    "    ;;",
    "esac",
    "",
  ].join("\n");
}

/** Metric of the route that ends packets while no tunnel is up: behind the tunnels' own. */
const lastMetric = 4096;

/** The XFRM interfaces, as they must be after each start of the machine. May be run again at any time. */
export function renderInterfaces(plan: GatewayPlan): string {
  const devices = plan.tunnels.flatMap(({ name, device, interfaceId, gatewayInsideAddress }) => [
    `# ${name}`,
    `ip link show ${device} >/dev/null 2>&1 || ip link add ${device} type xfrm if_id ${interfaceId}`,
    `ip addr replace ${gatewayInsideAddress}/30 dev ${device}`,
    `ip link set ${device} mtu ${mtuBytes} up`,
    // Answers may come by the other tunnel.
    `sysctl -qw net.ipv4.conf.${device}.rp_filter=2`,
  ]);
  const blackhole = [
    "# While no tunnel is up the VPC's packets end here, and do not follow the default route in the clear.",
    `ip route replace blackhole ${plan.vpcCidr} metric ${lastMetric}`,
  ];
  return [
    "#!/bin/sh",
    "# Run before the tunnels start, e.g. by a unit with Before=strongswan.service frr.service.",
    "set -eu",
    ...devices,
    ...(plan.routing === "static" ? blackhole : []),
    "",
  ].join("\n");
}

/** What the kernel must do to route, and must not. Source: Linux, ip-sysctl. */
export function renderSysctl(): string {
  return [
    "net.ipv4.ip_forward = 1",
    "net.ipv4.conf.all.accept_redirects = 0",
    "net.ipv4.conf.all.send_redirects = 0",
    "net.ipv4.conf.all.accept_source_route = 0",
    "",
  ].join("\n");
}
