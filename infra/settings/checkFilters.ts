import { aclEntriesOf, mostEntries } from "../network/aclEntries";
import { subnetBlocksOf, type SubnetKey } from "../network/subnetKeys";
import { flowsOf, rulesOf } from "../network/traffic";
import { type Parts } from "./checkNetwork";
import { type Problem } from "./problem";

/** Rules that a security group may hold in each direction. Source: VPC guide, "Amazon VPC quotas". */
const mostRules = 60;

/** What may talk must fit into AWS's lists: network ACLs and security groups have few places. */
export function checkFilters(parts: Parts): Problem[] {
  const { network, buildNetwork, master, mirrors, dns } = parts;
  if (!network || !buildNetwork || !master || !mirrors || !dns) return [];
  const settings = { network, buildNetwork, master, mirrors, dns };
  const flows = flowsOf(settings);
  const facts = { flows, subnetBlocks: subnetBlocksOf(settings), buildBlocks: buildNetwork.blocks };
  const problems: Problem[] = [];
  const refuse = (what: string, count: number, most: number) =>
    problems.push({
      path: "overflow:buildNetwork",
      got: `${count} entries in ${what}`,
      allowed: `${most}: what AWS takes`,
      fix: "name fewer, wider blocks, and fewer services and ports of upstreams",
    });
  const directions = ["ingress", "egress"] as const;
  for (const kind of Object.keys(facts.subnetBlocks) as SubnetKey[]) {
    const entries = aclEntriesOf(kind, facts);
    for (const direction of directions) {
      const count = entries.filter((entry) => entry.direction === direction).length;
      if (count > mostEntries) refuse(`the network ACL of ${kind}, ${direction}`, count, mostEntries);
    }
  }
  const rules = rulesOf(flows);
  for (const group of new Set(rules.map((rule) => rule.group))) {
    for (const direction of directions) {
      const count = rules.filter((rule) => rule.group === group && rule.direction === direction).length;
      if (count > mostRules) refuse(`the security group ${group}, ${direction}`, count, mostRules);
    }
  }
  return problems;
}
