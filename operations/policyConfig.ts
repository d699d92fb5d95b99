import { type Settings } from "../infra/settings/schema";
import { buildNetworkOf } from "./proof/environmentInput";

/** Options of the policy pack for an environment: its build network, so that the rules judge by what the settings say and not by what the stack routes. */
export function policyConfigOf(
  settings: Settings,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const { blocks, gateways = [] } = buildNetworkOf(settings);
  return {
    "isolated-network": { buildNetwork: blocks, vpnGateways: gateways },
    "known-customer-gateway": { customerGateways: gateways },
    "known-vpn-link": { buildNetwork: blocks },
  };
}
