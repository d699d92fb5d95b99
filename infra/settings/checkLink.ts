import { contains, overlaps } from "../cidr";
import { awkwardBlocks, block, blockOf, blocksOf, privateBlocks } from "./blocks";
import { type Partly } from "./containers";
import { type LinkSettings } from "./groups/link";
import { type Problem } from "./problem";

/** Tunnel blocks that AWS keeps. Source: VPN guide, "Tunnel options", Inside tunnel IPv4 CIDR. */
const reservedTunnelBlocks = blocksOf(
  "169.254.0.0/30",
  "169.254.1.0/30",
  "169.254.2.0/30",
  "169.254.3.0/30",
  "169.254.4.0/30",
  "169.254.5.0/30",
  "169.254.169.252/30",
);

const linkLocal = block("169.254.0.0/16");

type Refuse = (path: string, got: string, allowed: string, fix: string) => void;

/** How gateways, tunnels and system numbers must fit together. */
export function checkLink({ link }: Partly<{ readonly link: LinkSettings }>): Problem[] {
  if (link === undefined) return [];
  const problems: Problem[] = [];
  const refuse: Refuse = (path, got, allowed, fix) =>
    problems.push({ path: `overflow:link.${path}`, got, allowed, fix });
  const gateways = Object.keys(link.gateways).length;
  if (gateways > 1 && link.routing === "static") {
    refuse(
      "routing",
      link.routing,
      `bgp, as there are ${gateways} gateways: with static routes AWS never learns that one is dead`,
      "set routing: bgp, or keep one gateway",
    );
  }
  checkAmazonAsn(link, refuse);
  checkAddresses(link, refuse);
  checkTunnels(link, refuse);
  return problems;
}

function checkAmazonAsn({ amazonAsn, gateways }: LinkSettings, refuse: Refuse): void {
  const same = Object.entries(gateways).find(([, { asn }]) => asn === amazonAsn);
  if (same !== undefined) {
    refuse("amazonAsn", String(amazonAsn), `another than gateways.${same[0]}.asn`, "take e.g. 64512");
  } else if (amazonAsn > 65_534 && amazonAsn < 4_200_000_000) {
    // Source: EC2 API, CreateVpnGateway, AmazonSideAsn.
    const allowed = "64512 to 65534, or 4200000000 to 4294967294";
    refuse("amazonAsn", String(amazonAsn), allowed, "take e.g. 64512");
  }
  const [[first, { asn }] = ["", { asn: 0 }], ...others] = Object.entries(gateways);
  for (const [name, other] of others) {
    if (other.asn === asn) continue;
    // Two systems that announce the same blocks are two ways of unlike length to AWS, and not one company's.
    refuse(`gateways.${name}.asn`, String(other.asn), `${asn}, as gateways.${first}.asn`, "use one number");
  }
}

function checkAddresses({ gateways }: LinkSettings, refuse: Refuse): void {
  const seen = new Map<string, string>();
  for (const [name, { address }] of Object.entries(gateways)) {
    const path = `gateways.${name}.address`;
    const other = seen.get(address);
    if ([...privateBlocks, ...awkwardBlocks].some((outer) => contains(outer, blockOf(address)))) {
      refuse(path, address, "a public address", "give the one that AWS sees");
    } else if (other !== undefined) {
      refuse(
        path,
        address,
        `another than gateways.${other}.address`,
        "give the second machine's own address",
      );
    }
    seen.set(address, name);
  }
}

function checkTunnels({ gateways }: LinkSettings, refuse: Refuse): void {
  const seen = new Map<string, string>();
  for (const [name, { tunnelBlocks }] of Object.entries(gateways)) {
    for (const [index, text] of tunnelBlocks.entries()) {
      const path = `gateways.${name}.tunnelBlocks[${index}]`;
      const tunnel = block(text);
      const other = seen.get(text);
      if (!contains(linkLocal, tunnel) || reservedTunnelBlocks.some((kept) => overlaps(kept, tunnel))) {
        const allowed =
          "a /30 of 169.254.0.0/16 that AWS does not keep (169.254.0.0 to 169.254.5.0, 169.254.169.252)";
        refuse(path, text, allowed, "take e.g. 169.254.21.0/30");
      } else if (other !== undefined) {
        refuse(path, text, `another than ${other}`, "take the next /30");
      }
      seen.set(text, path);
    }
  }
}
