import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compare, differenceLine } from "../../reports/gateway/compare";
import { type GatewayFile, gatewayFiles } from "../../reports/gateway/files";
import { type GatewayPlan } from "../../reports/gateway/plan";
import { renderSecrets } from "../../reports/gateway/swanctl";
import { Charon, findTool, ownNetwork, run, type Said, versionOf } from "./tools";

/** One gateway, written to a folder. */
export interface Sample {
  readonly title: string;
  readonly plan: GatewayPlan;
  readonly folder: string;
}

/** What a tool makes of a sample. `missing`: the tool is not here, and nothing is known. */
export type Outcome =
  | { readonly verdict: "accepted"; readonly by: string }
  | { readonly verdict: "refused"; readonly by: string; readonly said: string }
  | { readonly verdict: "missing"; readonly what: string };

export type Checker = (sample: Sample) => Outcome | Promise<Outcome>;

const missing = (what: string): Outcome => ({ verdict: "missing", what });
const judged = (by: string, { ok, text }: Said): Outcome =>
  ok ? { verdict: "accepted", by } : { verdict: "refused", by, said: text };

function fileOf({ plan }: Sample, name: string): GatewayFile {
  const file = gatewayFiles(plan).find((each) => each.name === name);
  if (file === undefined) throw new Error(`a gateway has no ${name}`);
  return file;
}

/** `nft -c` reads it; loaded twice into a network of its own, it lists as it was written. */
const nftables: Checker = (sample) => {
  const nft = findTool("nft");
  if (nft === undefined) return missing("nft (Debian: nftables)");
  const network = ownNetwork();
  if (network === null) return missing("a network of one's own (unshare -n)");
  const file = fileOf(sample, "nftables.nft");
  const path = join(sample.folder, file.name);
  const [tool = "", ...prefix] = network;
  const inside = (command: string) => run(tool, [...prefix, "sh", "-euc", command, nft, path]);
  const checked = inside('"$0" -c -f "$1"');
  if (!checked.ok) return judged("nft -c", checked);
  const listed = inside('"$0" -f "$1"; "$0" -f "$1"; "$0" list ruleset');
  const differences = listed.ok ? compare(sample.plan, file, listed.text).map(differenceLine) : [listed.text];
  return judged(`nft -c, load and list: ${versionOf(nft, "--version")}`, {
    ok: differences.length === 0,
    text: differences.join("\n"),
  });
};

/** `vtysh -C` parses it as the daemons would. */
const frr: Checker = (sample) => {
  const vtysh = findTool("vtysh");
  if (vtysh === undefined) return missing("vtysh (Debian: frr)");
  return judged("vtysh -C", run(vtysh, ["-C", "-f", join(sample.folder, "frr.conf")]));
};

/** Plugins that these files need; none that touches the machine beyond its own network. */
const plugins =
  "random nonce openssl aes sha1 sha2 hmac kdf pem pkcs1 x509 pubkey gcm kernel-netlink socket-default updown vici";

/** swanctl has no dry run: a daemon of its own, in a network of its own, loads connections and keys. */
const swanctl: Checker = async (sample) => {
  const tool = findTool("swanctl");
  const daemon = findTool("charon-systemd", "charon");
  if (tool === undefined || daemon === undefined)
    return missing(
      "swanctl and charon-systemd (Debian: strongswan-swanctl, charon-systemd, libcharon-extra-plugins)",
    );
  const network = ownNetwork();
  if (network === null) return missing("a network of one's own (unshare -n)");
  const own = join(sample.folder, "charon");
  // What swanctl would read credentials from; it warns of each that is not there.
  for (const name of ["x509", "x509ca", "x509ocsp", "x509aa", "x509ac", "x509crl", "pubkey", "private"])
    mkdirSync(join(own, name), { recursive: true });
  const section = (name: string) =>
    `${name} {\n  load = ${plugins}\n  plugins {\n    vici {\n      socket = unix://${join(own, "vici")}\n    }\n  }\n}\n`;
  const settings = join(own, "strongswan.conf");
  // Its own settings, and those that are printed, as strongSwan merges the files of its folder.
  writeFileSync(
    settings,
    `${section("charon")}${section("charon-systemd")}include ${join(sample.folder, "strongswan.conf")}\n`,
  );
  const whole = join(own, "swanctl.conf");
  const keys = sample.plan.tunnels.map(({ name }) => `key_of.${name.replaceAll("-", "_")}`);
  writeFileSync(
    whole,
    `include ${join(sample.folder, "swanctl.conf")}\n${renderSecrets(sample.plan, keys)}`,
    { mode: 0o600 },
  );
  const charon = await Charon.start(daemon, network, settings, own);
  try {
    const loaded = charon.ask(tool, "--load-all", "--noprompt", "--file", whole);
    const names = sample.plan.tunnels.map(({ name }) => name);
    const isWhole = names.every(
      (name) =>
        loaded.text.includes(`loaded connection '${name}'`) && loaded.text.includes(`secret 'ike-${name}'`),
    );
    return judged(`swanctl --load-all into ${basename(daemon)}`, {
      ok: loaded.ok && isWhole,
      text: loaded.text,
    });
  } finally {
    await charon.stop();
  }
};

/** The shell reads them; nothing is run. */
const scripts: Checker = (sample) => {
  const shell = findTool("dash", "sh");
  if (shell === undefined) return missing("sh");
  const said = gatewayFiles(sample.plan)
    .filter(({ isExecutable }) => isExecutable)
    .map(({ name }) => run(shell, ["-n", join(sample.folder, name)]));
  return judged("sh -n", said.find(({ ok }) => !ok) ?? { ok: true, text: "" });
};

/** Checkers by what they read; `frr` is for BGP only. */
export function checkersOf({ plan }: Sample): Readonly<Record<string, Checker>> {
  return { nftables, swanctl, scripts, ...(plan.routing === "bgp" ? { frr } : {}) };
}
