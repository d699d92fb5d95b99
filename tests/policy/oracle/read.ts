import { type Fact } from "../../../policy/facts/fact";
import { type Props } from "../../../policy/facts/props";

/** Reads of facts by the walker, which walks one known world: an unknown has no place in it. */
function known<T>(fact: Fact<T>, key: string): T | undefined {
  if (fact.state === "unknown") throw new Error(`the walker needs '${key}', which ${fact.why}`);
  return fact.state === "known" ? fact.value : undefined;
}

function present<T>(facts: readonly Fact<T>[] | undefined, key: string): T[] {
  return (facts ?? []).map((fact) => known(fact, key)).filter((value) => value !== undefined);
}

export const text = (props: Props, key: string): string | undefined => known(props.text(key), key);
export const flag = (props: Props, key: string): boolean | undefined => known(props.flag(key), key);
export const number = (props: Props, key: string): number | undefined => known(props.number(key), key);
export const texts = (props: Props, key: string): string[] => present(known(props.texts(key), key), key);
export const objects = (props: Props, key: string): Props[] => present(known(props.objects(key), key), key);
