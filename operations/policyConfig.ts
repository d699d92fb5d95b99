import { buildNetworkOf } from "../infra/settings/buildNetwork";
import { type Settings } from "../infra/settings/schema";
import { type BuildNetwork } from "../policy/proof/contract";

/** Options of rules, by the rule's id. */
export type RuleOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Options of the policy pack for an environment: its build network, so that the rules judge by what the settings say and not by what the stack routes. */
export function policyConfigOf(settings: Settings): RuleOptions {
  return ruleOptionsOf(buildNetworkOf(settings));
}

/** The same for a build network, whoever declared it. */
export function ruleOptionsOf({ blocks, gateways = [] }: BuildNetwork): RuleOptions {
  return {
    "isolated-network": { buildNetwork: blocks, vpnGateways: gateways },
    "known-customer-gateway": { customerGateways: gateways },
    "known-vpn-link": { buildNetwork: blocks },
  };
}
