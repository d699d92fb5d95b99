import { type Crossing } from "../outputs";
import { type Flow, type GroupName } from "../network/traffic";

/**
 * The flows that leave the VPC through the link, for the firewall at its other end. ICMP is left out: what answers a
 * connection belongs to it.
 * @param blocksOf blocks of the subnets whose interfaces bear the group
 */
export function crossingsOf(
  flows: readonly Flow[],
  blocksOf: (group: GroupName) => readonly string[],
): readonly Crossing[] {
  return flows.flatMap(({ name, from, to, protocol, ports }): Crossing[] =>
    "group" in from && "block" in to && protocol !== "icmp"
      ? [{ name, from: blocksOf(from.group), to: to.block, protocol, ports }]
      : [],
  );
}
