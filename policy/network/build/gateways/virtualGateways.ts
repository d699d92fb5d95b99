import { isIpv4 } from "../addresses";
import { attachedOf } from "../interfaces/attachments";
import { behindGateway } from "../routing/edgeTables";
import { gatewayIds } from "./gatewayIds";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { type Build, reasonOf } from "../parts";
import { tokens } from "../tokens";
import { connectSpokes } from "./cloudHub";
import { linksOf, staticSteps } from "./gatewayLinks";

/** Makes the nodes of virtual private gateways, so that others can add ways from and to them. */
export function addVirtualGateways(build: Build): void {
  for (const gateway of build.stack.ofType(tokens.vpnGateway)) {
    const { name, urn } = gateway;
    const key = placesOf(build.layout).keys.of(gateway);
    const otherwise = "no route of a VPN connection takes it";
    build.draft.node({ id: gatewayIds.virtualOut(key), name, urn, otherwise });
    build.draft.node({
      id: gatewayIds.virtualIn(key),
      name,
      urn,
      otherwise: "it is for no VPC of the gateway",
    });
  }
}

/**
 * What virtual private gateways do: out by the routes of their VPN connections, in to the blocks of their VPC, which needs no route
 * in a subnet's table. Source: VPN guide, "Site-to-Site VPN routing options": a VPC announces its blocks.
 */
export function connectVirtualGateways(build: Build): void {
  const { draft } = build;
  for (const gateway of build.stack.ofType(tokens.vpnGateway)) {
    const key = placesOf(build.layout).keys.of(gateway);
    const into = gatewayIds.virtualIn(key);
    const links = linksOf(build, gateway);
    draft.steps(gatewayIds.virtualOut(key), ...links.flatMap(({ learned }) => learned));
    draft.steps(gatewayIds.virtualOut(key), ...staticSteps(links));
    connectSpokes(build, gateway, links);
    const { vpcs, why } = attachedOf(build, gateway);
    for (const vpc of vpcs) {
      const to = behindGateway(build, gateway, vpc, `vgw/${key}/routes/${vpc.key}`);
      const missing = why === undefined ? undefined : missingOf(gateway, "vpcId", why);
      const by = reasonOf(gateway, `${gateway.name} is attached to ${vpc.name}`, {
        ...(missing && { missing }),
      });
      const destination = vpc.blocks.filter(isIpv4);
      const take = missing === undefined ? "always" : "perhaps";
      if (destination.length > 0) draft.steps(into, { match: { destination }, to, take, by });
      for (const { blocks } of vpc.unsure) {
        const some = blocks.filter(isIpv4);
        if (some.length > 0)
          draft.steps(into, { match: { destination: some }, to, take: missing ? "perhaps" : "some", by });
      }
    }
  }
}
