import { type GatewayPlan, type PlannedTunnel } from "./plan";

/**
 * Seconds after which this side makes new keys, with up to a tenth less by chance: before AWS does (28,800 and 3,600 s,
 * less its margin of at most 540). Source: VPN guide, "Tunnel options", rekey margin and fuzz.
 */
export const rekeySeconds = { ike: 27_000, child: 3_000 } as const;

/** Seconds of silence before a peer is asked whether it is there. */
const deadPeerSeconds = 10;

/**
 * How long a question is asked again before the peer is dead: waits of 2, 3.6, 6.5 and 11.7 s, 24 s in all; strongSwan's
 * own values take 165 s. Source: strongSwan guide, "IKEv2 retransmission" (timeout × 1.8^n).
 */
const retransmission = ["retransmit_timeout = 2.0", "retransmit_tries = 3"] as const;

/** Script that a static route follows its tunnel by. */
export function followScript({ label }: GatewayPlan): string {
  return `/usr/local/sbin/${label}-follow`;
}

/**
 * One connection a tunnel, each with an XFRM interface of its own. The algorithms are the one choice that the stack leaves
 * AWS (infra/link/tunnel.ts): IKEv2, AES-256-GCM, SHA-384, group 20.
 * Source of the keys: swanctl.conf(5), strongSwan 5.9.
 */
export function renderSwanctl(plan: GatewayPlan): string {
  return [
    "# The tunnels to AWS. Their keys are in a file of their own.",
    "connections {",
    ...plan.tunnels.flatMap((tunnel) => connection(plan, tunnel).map((line) => `  ${line}`)),
    "}",
    "",
  ].join("\n");
}

function connection(plan: GatewayPlan, tunnel: PlannedTunnel): readonly string[] {
  const section = (name: string, lines: readonly string[]) => [
    `${name} {`,
    ...lines.map((line) => `  ${line}`),
    "}",
  ];
  return section(tunnel.name, [
    "version = 2",
    `local_addrs = ${plan.localAddress}`,
    `remote_addrs = ${tunnel.outsideAddress}`,
    "proposals = aes256gcm16-prfsha384-ecp384",
    `rekey_time = ${rekeySeconds.ike}s`,
    `dpd_delay = ${deadPeerSeconds}s`,
    "# AWS's address does not move.",
    "mobike = no",
    "# For ever: nobody is there to start it again.",
    "keyingtries = 0",
    "unique = replace",
    `if_id_in = ${tunnel.interfaceId}`,
    `if_id_out = ${tunnel.interfaceId}`,
    ...section("local", ["auth = psk", `id = ${plan.publicAddress}`]),
    ...section("remote", ["auth = psk", `id = ${tunnel.outsideAddress}`]),
    ...section(
      "children",
      section("net", [
        "# Everything that is routed into the interface; nftables and routes say what that is.",
        "local_ts = 0.0.0.0/0",
        "remote_ts = 0.0.0.0/0",
        "esp_proposals = aes256gcm16-ecp384",
        `rekey_time = ${rekeySeconds.child}s`,
        "start_action = start",
        "dpd_action = restart",
        "close_action = start",
        ...(plan.routing === "static" ? [`updown = ${followScript(plan)}`] : []),
      ]),
    ),
  ]);
}

/**
 * Charon installs no routes: the interfaces' own do. With traffic selectors of everything its own would take all traffic.
 * IKEv2 finds a dead peer by retransmission alone, which only the daemon's settings hasten.
 */
export function renderStrongswan(): string {
  const daemon = (name: string) => [
    `${name} {`,
    "  install_routes = no",
    ...retransmission.map((line) => `  ${line}`),
    "}",
  ];
  return [
    "# Routes are those of the XFRM interfaces. A dead peer is found within 35 s.",
    ...daemon("charon"),
    ...daemon("charon-systemd"),
    "",
  ].join("\n");
}

/** Characters of a pre-shared key. Source: VPN guide, "Tunnel options", Pre-shared key. */
const keyPattern = /^[A-Za-z0-9._]{8,64}$/;

/**
 * The keys, a file for the owner's eyes only.
 * @param keys in the order of the plan's tunnels
 * @throws RangeError if one is missing or no pre-shared key; its message holds no key
 */
export function renderSecrets(plan: GatewayPlan, keys: readonly string[]): string {
  const sections = plan.tunnels.flatMap(({ name, outsideAddress }, index) => {
    const key = keys[index] ?? "";
    if (!keyPattern.test(key)) {
      throw new RangeError(
        `The pre-shared key of tunnel ${name} is missing, or is not 8 to 64 of A-Z a-z 0-9 . _`,
      );
    }
    return [
      `  ike-${name} {`,
      `    id-local = ${plan.publicAddress}`,
      `    id-remote = ${outsideAddress}`,
      `    secret = "${key}"`,
      "  }",
    ];
  });
  return ["# Keys of the tunnels to AWS: mode 0600, owner root.", "secrets {", ...sections, "}", ""].join(
    "\n",
  );
}
