import { type Cidr, contains, formatCidr, overlaps, usableInSubnet } from "../cidr";
import { awkwardBlocks, block, blockOf, privateBlocks } from "./blocks";
import { type Partly } from "./containers";
import { type Problem } from "./problem";
import { type Settings } from "./schema";

/** Parts of the settings that could be read; a check is made when the parts it needs are there. */
export type Parts = Partly<Settings>;

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

/** What must lie inside the build network. */
export function checkBuildNetwork({ buildNetwork, master }: Parts): Problem[] {
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
  for (const [index, server] of (buildNetwork?.nameServers ?? []).entries()) {
    inside(`overflow:buildNetwork.nameServers[${index}]`, server, block(`${server}/32`));
  }
  for (const [index, operators] of (buildNetwork?.operators ?? []).entries()) {
    inside(`overflow:buildNetwork.operators[${index}]`, operators, block(operators));
  }
  if (master !== undefined) inside("overflow:master.address", master.address, blockOf(master.address));
  return problems;
}
