import { type OptionValues } from "../../../policy/rule";
import { type Declared } from "../../../policy/sources/declared";
import { declaredOf, ownBuildNetwork } from "../ownStack";
import { type EscapeCase } from "./escapeCases";

/**
 * Our own stack with a case put into it, as the program would then declare it. Resources are named by name or URN.
 * @throws Error if the case names a resource that is not there: it would not test what it says
 */
export function applied(own: readonly Declared[], item: EscapeCase): readonly Declared[] {
  const isNamed = ({ name, urn }: Declared, wanted: string): boolean => name === wanted || urn === wanted;
  const { adds, changes = {}, removes = [] } = item;
  // Added resources may name each other, whatever their order: their URNs come first.
  const shells = adds.map((added) => declaredOf({ ...added, sources: {} }, []));
  const all = [...own, ...shells];
  const named = [
    ...Object.keys(changes),
    ...removes,
    ...adds.flatMap(({ sources }) => Object.values(sources).flat()),
  ];
  const missing = named.find((wanted) => !all.some((each) => isNamed(each, wanted)));
  if (missing !== undefined) throw new Error(`row ${item.row}, ${item.title}: there is no ${missing}`);
  const kept = own
    .filter((each) => !removes.some((wanted) => isNamed(each, wanted)))
    .map((each) => changed(each, Object.entries(changes).find(([wanted]) => isNamed(each, wanted))?.[1]));
  return [...kept, ...adds.map((added) => declaredOf(added, all))];
}

/** A changed property is written down as a literal: it comes from no other resource. `undefined` takes it out. */
function changed(declared: Declared, props: Readonly<Record<string, unknown>> | undefined): Declared {
  if (props === undefined) return declared;
  const inputs = Object.entries({ ...declared.inputs, ...props }).filter(([, value]) => value !== undefined);
  const sources = Object.entries(declared.sources).map(([name, from]) => [name, name in props ? [] : from]);
  return {
    ...declared,
    inputs: Object.fromEntries(inputs),
    sources: Object.fromEntries(sources) as Declared["sources"],
  };
}

/** What the operator of our own stack sets for rules, from the settings: the build network's blocks and devices. */
export function ownOptions(): Readonly<Record<string, OptionValues>> {
  const { blocks, gateways = [] } = ownBuildNetwork("local");
  return {
    "known-customer-gateway": { customerGateways: gateways },
    "known-vpn-link": { buildNetwork: blocks },
  };
}
