import { everyIpv4, everyIpv6, isIpv4 } from "../addresses";
import { type Build } from "../parts";
import { perBuild } from "../perBuild";
import { endpointKind } from "../services/endpointFacts";
import { tokens } from "../tokens";

/** Who may have asked a translator, by family. */
export interface Askers {
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

/**
 * Whom an answer is for is in a translator's table of connections: an address of the VPCs; any address, where packets may come to it that others
 * send than those who have such addresses.
 */
export const askersOf = perBuild((build): Askers => {
  if (letsOthersAsk(build)) return { ipv4: [everyIpv4], ipv6: [everyIpv6] };
  const all = build.layout.vpcs.flatMap(({ blocks, unsure }) => [
    ...blocks,
    ...unsure.flatMap((one) => one.blocks),
  ]);
  const blocks = [...new Set(all)];
  return { ipv4: blocks.filter(isIpv4), ipv6: blocks.filter((block) => !isIpv4(block)) };
});

/** Types of what sends into subnets from beyond, whatever its addresses: inspections, wide networks. */
const sending = /^aws:(networkfirewall|networkmanager|odb)\//;

/** Forwarders, transit attachments, balancers that keep their client's address, inspections: all of whose packets may go on by a subnet's routes. */
function letsOthersAsk({ layout, stack }: Build): boolean {
  const forwards = layout.interfaces.some(
    ({ kind, sourceCheck }) => (!sourceCheck && kind !== "nat") || kind === "transit" || kind === "balancer",
  );
  return (
    forwards ||
    stack.ofType(tokens.endpoint).some((endpoint) => endpointKind(endpoint) === "gateway-balancer") ||
    [...stack.resources].some(({ type }) => sending.test(type))
  );
}
