import contractFile from "../contract.json";
import { ofVpcs } from "../facts/ofVpcs";
import { declaredBuildNetwork } from "./declaredBuildNetwork";
import { type StackFacts } from "../facts/resource";
import { buildNetwork } from "../network/build/build";
import { type Layout, zones } from "../network/build/parts";
import { type Network } from "../network/network";
import { type BuildNetwork, type Contract, contractFaults } from "../proof/contract";
import { prove } from "../proof/prove";
import { UnusableInput } from "../sources/unusableInput";
import { type NetworkProof, type ReachedPair } from "../proof/verdict";

/** The contract of this project, as it is in `policy/contract.json`. */
export const contract = contractFile as unknown as Contract;

/** What is proved of a stack's packets, and on what. */
export interface Isolation {
  readonly buildNetwork: BuildNetwork;
  /** The project's own, and lines for what is not judged. */
  readonly contract: Contract;
  readonly network: Network;
  readonly proof: NetworkProof;
}

export interface IsolationOptions {
  /** Left out: as the stack's own link says. */
  readonly buildNetwork?: BuildNetwork;
  /** VPCs that are judged; left out: all. */
  readonly vpcs?: readonly string[];
}

const proved = new WeakMap<StackFacts, Map<string, Isolation>>();

/**
 * Proves a stack's packets against the contract; for the same facts and options, once.
 * @throws UnusableInput if the contract itself lets through what no contract may
 */
export function isolationOf(stack: StackFacts, options: IsolationOptions = {}): Isolation {
  const [fault] = contractFaults(contract);
  if (fault !== undefined) throw new UnusableInput(fault);
  const key = JSON.stringify([options.buildNetwork ?? null, options.vpcs ?? null]);
  const known = proved.get(stack) ?? new Map<string, Isolation>();
  proved.set(stack, known);
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const { beside, ...agreed } = networkOf(stack, options);
  const proof = prove(agreed.network, agreed.contract);
  const pairs = proof.pairs.filter((pair) => isJudged(pair, beside));
  const isolation = { ...agreed, proof: { ...proof, pairs } };
  known.set(key, isolation);
  return isolation;
}

/** The network alone: what it was made from is as large, and nobody asks for it again. */
function networkOf(stack: StackFacts, { buildNetwork: declared, vpcs }: IsolationOptions) {
  const home = declared ?? declaredBuildNetwork(stack);
  const { network, layout } = buildNetwork(stack, {
    buildNetwork: home,
    ...(vpcs !== undefined && { vpcs }),
  });
  const beside = new Set([...zonesBeside(layout), ...devicesBeside(stack, vpcs)]);
  return { buildNetwork: home, network, contract: contractFor(network, beside), beside };
}

/** Zones of VPCs that are not judged: networks beside those that are. */
function zonesBeside(layout: Layout): ReadonlySet<string> {
  return new Set(layout.vpcs.map(({ zone }) => zone).filter((zone) => zone !== zones.inside));
}

/** Zones of the devices that only VPCs beside have links to. */
function devicesBeside(stack: StackFacts, vpcs: readonly string[] | undefined): readonly string[] {
  if (vpcs === undefined) return [];
  const type = "aws:ec2/customerGateway:CustomerGateway";
  const judged = new Set(ofVpcs(stack, vpcs).ofType(type));
  return stack
    .ofType(type)
    .filter((device) => !judged.has(device))
    .flatMap(({ name, props }) => {
      const id = props.text("id");
      return [name, ...(id.state === "known" ? [id.value] : [])].map((key) => zones.foreign(key));
    });
}

/** What passes between a VPC that is not judged and anywhere else but inside is not asked, and not told. */
function isJudged({ from, to }: ReachedPair, beside: ReadonlySet<string>): boolean {
  return from === zones.inside || to === zones.inside || !(beside.has(from) || beside.has(to));
}

/** The contract for one network: with lines for what is not asked. */
function contractFor(network: Network, beside: ReadonlySet<string>): Contract {
  if (beside.size === 0) return contract;
  const all = [...network.nodes.flatMap(({ zone }) => zone ?? []), ...network.starts.map(({ zone }) => zone)];
  const elsewhere = [...new Set(all)].filter((zone) => zone !== zones.inside).sort();
  const why = "Not judged: a VPC beside those that were asked for.";
  const lines = [...beside].flatMap((other) =>
    elsewhere.flatMap((zone) => [
      { from: other, to: zone, why },
      ...(zone === other ? [] : [{ from: zone, to: other, why }]),
    ]),
  );
  return { ...contract, allow: [...contract.allow, ...lines] };
}
