import contractFile from "./contract.json";
import { declaredBuildNetwork } from "./declaredBuildNetwork";
import { type StackFacts } from "./facts/resource";
import { buildNetwork } from "./network/build/build";
import { type Layout } from "./network/build/parts";
import { type Network } from "./network/network";
import { type BuildNetwork, type Contract } from "./proof/contract";
import { prove } from "./proof/prove";
import { type NetworkProof } from "./proof/verdict";

/** The contract of this project, as it is in `policy/contract.json`. */
export const contract = contractFile as unknown as Contract;

/** What is proved of a stack's packets, and on what. */
export interface Isolation {
  readonly buildNetwork: BuildNetwork;
  readonly network: Network;
  readonly layout: Layout;
  readonly proof: NetworkProof;
}

export interface IsolationOptions {
  /** Left out: as the stack's own link says. */
  readonly buildNetwork?: BuildNetwork;
  /** VPCs that are judged; left out: all. */
  readonly vpcs?: readonly string[];
}

const proved = new WeakMap<StackFacts, Map<string, Isolation>>();

/** Proves a stack's packets against the contract; for the same facts and options, once. */
export function isolationOf(stack: StackFacts, options: IsolationOptions = {}): Isolation {
  const key = JSON.stringify([options.buildNetwork ?? null, options.vpcs ?? null]);
  const known = proved.get(stack) ?? new Map<string, Isolation>();
  proved.set(stack, known);
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const home = options.buildNetwork ?? declaredBuildNetwork(stack);
  const { network, layout } = buildNetwork(stack, {
    buildNetwork: home,
    ...(options.vpcs !== undefined && { vpcs: options.vpcs }),
  });
  const isolation = { buildNetwork: home, network, layout, proof: prove(network, contract) };
  known.set(key, isolation);
  return isolation;
}
