import { renderNftables } from "./nftables";
import { type GatewayPlan } from "./plan";
import { renderFollowScript, renderFrr, renderInterfaces, renderSysctl } from "./routing";
import { followScript, renderStrongswan, renderSwanctl } from "./swanctl";

/** How a file is read: what a difference in it means. */
export type FileKind = "swanctl" | "frr" | "nftables" | "nginx" | "lines";

/** A file for the gateway. None holds a secret. */
export interface GatewayFile {
  readonly name: string;
  readonly kind: FileKind;
  /** Where it belongs on the gateway. */
  readonly installAs: string;
  readonly isExecutable: boolean;
  readonly text: string;
}

/** Where the file of the keys belongs; mode 0600. */
export function secretsPath({ label }: GatewayPlan): string {
  return `/etc/swanctl/conf.d/${label}-secrets.conf`;
}

/** All files of one gateway, in the order in which they are put to use. */
export function gatewayFiles(plan: GatewayPlan): readonly GatewayFile[] {
  const { label, environment, gateway, egress } = plan;
  const file = (
    name: string,
    kind: FileKind,
    installAs: string,
    text: string,
    { comment = "#", isExecutable = false } = {},
  ): GatewayFile => {
    const head = `${comment} overflow gateway ${environment}: ${gateway}. Written from the stack's outputs; install as ${installAs}\n`;
    // A script's first line names its interpreter.
    const whole = text.startsWith("#!") ? text.replace("\n", `\n${head}`) : head + text;
    return { name, kind, installAs, isExecutable, text: whole };
  };
  const script = { isExecutable: true };
  return [
    file("sysctl.conf", "lines", `/etc/sysctl.d/60-${label}.conf`, renderSysctl()),
    file("interfaces.sh", "lines", `/usr/local/sbin/${label}-interfaces`, renderInterfaces(plan), script),
    file("nftables.nft", "nftables", `/etc/nftables.d/${label}.nft`, renderNftables(plan)),
    file("strongswan.conf", "swanctl", `/etc/strongswan.d/${label}-charon.conf`, renderStrongswan()),
    file("swanctl.conf", "swanctl", `/etc/swanctl/conf.d/${label}.conf`, renderSwanctl(plan)),
    plan.routing === "bgp"
      ? file("frr.conf", "frr", `/etc/frr/${label}-bgp.conf`, renderFrr(plan), { comment: "!" })
      : file("follow.sh", "lines", followScript(plan), renderFollowScript(plan), script),
    ...(egress === null ? [] : [file("egress.conf", "nginx", `/etc/nginx/${label}-egress.conf`, egress)]),
  ];
}
