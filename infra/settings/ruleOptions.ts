import { type Settings } from "./schema";
import { buildNetworkOf } from "./buildNetwork";

/** Options of the policy's rules, by the rule's id. */
export type RuleOptions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Options of rules for an environment: they judge by what the settings say and not by what the stack routes or names. */
export function ruleOptionsOf(
  settings: Pick<Settings, "environment" | "buildNetwork" | "link" | "buckets">,
): RuleOptions {
  const publishers = Object.values(settings.buckets).flatMap((bucket) => bucket.publishers);
  return {
    ...buildNetworkOptions(buildNetworkOf(settings)),
    "closed-buckets": { principals: [...new Set(publishers)].sort() },
  };
}

/** Those that a build network decides, whoever declared it. */
export function buildNetworkOptions({
  blocks,
  gateways = [],
}: {
  readonly blocks: readonly string[];
  readonly gateways?: readonly string[];
}): RuleOptions {
  return {
    "isolated-network": { buildNetwork: blocks, vpnGateways: gateways },
    "known-customer-gateway": { customerGateways: gateways },
    "known-vpn-link": { buildNetwork: blocks },
  };
}
