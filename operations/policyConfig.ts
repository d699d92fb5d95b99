import { type Settings } from "../infra/settings/schema";
import { type BuildNetwork } from "../policy/proof/contract";

/** What an environment's settings declare the build network to be. */
export function buildNetworkOf({ environment, buildNetwork, link }: Settings): BuildNetwork {
  return {
    blocks: buildNetwork.blocks,
    gateways: Object.values(link.gateways).map(({ address }) => address),
    declaredBy: `Pulumi.${environment}.yaml`,
  };
}

/** Options of the policy pack for an environment: its build network, so that the rules judge by what the settings say and not by what the stack routes. */
export function policyConfigOf(
  settings: Settings,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const { blocks, gateways = [] } = buildNetworkOf(settings);
  return {
    "isolated-network": { buildNetwork: blocks, vpnGateways: gateways },
  };
}
