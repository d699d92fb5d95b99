import { type Cidr, contains, formatCidr, overlaps, parseCidr, usableInSubnet } from "../cidr";
import { type Partly } from "./containers";
import { type Problem } from "./problem";
import { type Settings } from "./schema";

/** Parts of the settings that could be read; a check is made when the parts it needs are there. */
export type Parts = Partly<Settings>;

/** Blocks that a VPC may be made of. Source: RFC 1918, RFC 6598. */
const privateBlocks = blocksOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10");

/** Blocks that collide with AWS's own use. Source: VPC guide, "VPC CIDR blocks" (172.17.0.0/16, 198.19.0.0/16), RFC 3927. */
const awkwardBlocks = blocksOf("169.254.0.0/16", "172.17.0.0/16", "198.19.0.0/16", "127.0.0.0/8");

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

/** How blocks, subnets and zones must fit together. */
export function checkNetwork({ region, network, buildNetwork, pools }: Parts): Problem[] {
  if (network === undefined) return [];
  const vpc = block(network.vpc);
  const problems: Problem[] = [];
  const refuse = (path: string, got: string, allowed: string, fix: string) =>
    problems.push({ path: `overflow:network.${path}`, got, allowed, fix });

  if (!privateBlocks.some((outer) => contains(outer, vpc))) {
    refuse(
      "vpc",
      network.vpc,
      "a block of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
      "take a private block",
    );
  }
  const taken = [...awkwardBlocks, ...(buildNetwork?.blocks.map(block) ?? [])].find((b) => overlaps(b, vpc));
  if (taken !== undefined) {
    refuse(
      "vpc",
      network.vpc,
      `a block apart from ${formatCidr(taken)}`,
      "take a block that nothing else uses",
    );
  }

  for (const [index, zone] of network.zones.entries()) {
    if (region !== undefined && !zone.startsWith(region)) {
      refuse(`zones[${index}]`, zone, `a zone of aws:region ${region}`, `name a zone such as ${region}a`);
    } else if (network.zones.indexOf(zone) !== index) {
      refuse(`zones[${index}]`, zone, "a zone that is not listed yet", "name each zone once");
    }
  }

  const seen: { path: string; block: Cidr }[] = [];
  for (const { role, blocks } of kindsOfSubnets(network)) {
    if (blocks.length !== network.zones.length) {
      const count = `${network.zones.length} blocks, one a zone`;
      refuse(`subnets.${role}`, `${blocks.length} blocks`, count, "give as many blocks as there are zones");
    }
    for (const [index, text] of blocks.entries()) {
      const path = `subnets.${role}[${index}]`;
      const subnet = block(text);
      const other = seen.find((earlier) => overlaps(earlier.block, subnet));
      if (!contains(vpc, subnet))
        refuse(path, text, `a block within the VPC's ${network.vpc}`, "move it into the VPC");
      else if (other !== undefined) {
        refuse(
          path,
          text,
          `a block apart from ${other.path} (${formatCidr(other.block)})`,
          "move one of the two",
        );
      }
      seen.push({ path, block: subnet });
    }
  }

  for (const [level, blocks] of Object.entries(network.subnets.workers)) {
    const room = blocks.reduce((sum, text) => sum + usableInSubnet(block(text)), 0);
    const most = Object.values(pools ?? {})
      .filter((pool) => pool.trust === level)
      .reduce((sum, pool) => sum + pool.maximum, 0);
    if (most > room) {
      refuse(
        `subnets.workers.${level}`,
        `room for ${room} VMs`,
        `room for the ${most} VMs of the pools of trust ${level}`,
        "take larger blocks or smaller maximums",
      );
    }
  }
  return problems;
}

/** Every kind of subnets with its path below `subnets`. */
function kindsOfSubnets({ subnets: { workers, ...others } }: Settings["network"]) {
  return [
    ...Object.entries(workers).map(([level, blocks]) => ({ role: `workers.${level}`, blocks })),
    ...Object.entries(others).map(([role, blocks]) => ({ role, blocks })),
  ];
}

/** What must lie inside the build network, and outside of it. */
export function checkLink({ buildNetwork, link, master }: Parts): Problem[] {
  const problems: Problem[] = [];
  const home = buildNetwork?.blocks.map(block) ?? [];
  for (const [index, own] of home.entries()) {
    const path = `overflow:buildNetwork.blocks[${index}]`;
    const earlier = home.slice(0, index).find((other) => overlaps(other, own));
    if (!privateBlocks.some((outer) => contains(outer, own))) {
      problems.push({
        path,
        got: formatCidr(own),
        allowed: "a private block",
        fix: "route private blocks only",
      });
    } else if (earlier !== undefined) {
      const allowed = `a block apart from ${formatCidr(earlier)}`;
      problems.push({ path, got: formatCidr(own), allowed, fix: "keep the wider of the two" });
    }
  }
  const inside = (path: string, got: string, inner: Cidr) => {
    if (buildNetwork === undefined || home.some((outer) => contains(outer, inner))) return;
    const allowed = `within overflow:buildNetwork.blocks (${buildNetwork.blocks.join(", ")})`;
    problems.push({ path, got, allowed, fix: "correct it, or add its block there" });
  };
  for (const [name, service] of Object.entries(buildNetwork?.services ?? {})) {
    inside(`overflow:buildNetwork.services.${name}.block`, service.block, block(service.block));
  }
  if (master !== undefined) inside("overflow:master.address", master.address, block(`${master.address}/32`));
  if (link === undefined) return problems;

  const gateway = block(`${link.gatewayAddress}/32`);
  if ([...privateBlocks, ...awkwardBlocks].some((outer) => contains(outer, gateway))) {
    const path = "overflow:link.gatewayAddress";
    problems.push({
      path,
      got: link.gatewayAddress,
      allowed: "a public address",
      fix: "give the one that AWS sees",
    });
  }
  if (link.gatewayAsn === link.amazonAsn) {
    const got = String(link.amazonAsn);
    problems.push({
      path: "overflow:link.amazonAsn",
      got,
      allowed: "another than gatewayAsn",
      fix: "take e.g. 64512",
    });
  } else if (link.amazonAsn > 65_534 && link.amazonAsn < 4_200_000_000) {
    // Source: EC2 API, CreateVpnGateway, AmazonSideAsn.
    const allowed = "64512 to 65534, or 4200000000 to 4294967294";
    problems.push({
      path: "overflow:link.amazonAsn",
      got: String(link.amazonAsn),
      allowed,
      fix: "take e.g. 64512",
    });
  }
  for (const [index, text] of link.tunnelBlocks.entries()) {
    const tunnel = block(text);
    const path = `overflow:link.tunnelBlocks[${index}]`;
    if (!contains(linkLocal, tunnel) || reservedTunnelBlocks.some((b) => overlaps(b, tunnel))) {
      const allowed =
        "a /30 of 169.254.0.0/16 that AWS does not keep (169.254.0.0 to 169.254.5.0, 169.254.169.252)";
      problems.push({ path, got: text, allowed, fix: "take e.g. 169.254.21.0/30" });
    } else if (link.tunnelBlocks.indexOf(text) !== index) {
      problems.push({
        path,
        got: text,
        allowed: "another than the first tunnel's",
        fix: "take the next /30",
      });
    }
  }
  return problems;
}

function blocksOf(...texts: string[]): readonly Cidr[] {
  return texts.map(block);
}

/** A block that the schema has checked; its text is parsed again here. */
function block(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined)
    throw new RangeError(`${text} is no IPv4 block; the settings' schema lets none through`);
  return parsed;
}
