import { type Declared } from "../../../policy/sources/declared";
import { declaredOf } from "../ownStack";
import { type EscapeCase } from "./escapeCases";

/** Our own stack with one case in it: what the case adds, changes and leaves out. @throws Error if it names what is not there */
export function stackOfCase(
  own: readonly Declared[],
  { adds, changes = {}, removes = [] }: EscapeCase,
): { readonly stack: readonly Declared[]; readonly touched: readonly Declared[] } {
  const named = (name: string) => own.filter((each) => each.name === name || each.urn === name);
  for (const name of [...Object.keys(changes), ...removes]) {
    if (named(name).length === 0) throw new Error(`our own stack has no resource '${name}'`);
  }
  const kept = own.filter(({ name, urn }) => !removes.includes(name) && !removes.includes(urn));
  const changed = kept.map((each): Declared => {
    const change = changes[each.urn] ?? changes[each.name];
    if (change === undefined) return each;
    const sources = Object.fromEntries(
      Object.entries(each.sources).filter(([property]) => !Object.hasOwn(change, property)),
    );
    return { ...each, inputs: { ...each.inputs, ...change }, sources };
  });
  const placeholders = adds.map((add) => declaredOf(add, []));
  const added = adds.map((add) => declaredOf(add, [...changed, ...placeholders]));
  return {
    stack: [...changed, ...added],
    touched: [...changed.filter((each) => !kept.includes(each)), ...added],
  };
}
