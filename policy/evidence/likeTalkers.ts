import { servicesWords } from "./words";
import { type Flow, type Talker } from "./flows";

/**
 * Puts talkers together that may do the same: the same services from and to the same others, where those count as the same, too. Twenty pools
 * become one box. Refined until nothing more is told apart.
 */
export function likeTalkers(
  talkers: readonly Talker[],
  flows: readonly Flow[],
): readonly (readonly Talker[])[] {
  const told = flows.map(({ from, to, packets }) => ({ from, to, words: servicesWords(packets).join() }));
  let classOf = new Map(talkers.map(({ key }) => [key, ""]));
  let count = 1;
  for (;;) {
    const marks = new Map<string, string[]>(talkers.map(({ key }) => [key, []]));
    const name = (key: string): string => classOf.get(key) ?? key;
    for (const { from, to, words } of told) {
      marks.get(from)?.push(`to ${name(to)} ${words}`);
      marks.get(to)?.push(`from ${name(from)} ${words}`);
    }
    const numbers = new Map<string, string>();
    const next = new Map<string, string>();
    for (const [key, found] of marks) {
      const signature = [name(key), ...[...new Set(found)].sort()].join("\n");
      const number = numbers.get(signature) ?? String(numbers.size);
      numbers.set(signature, number);
      next.set(key, number);
    }
    classOf = next;
    if (numbers.size <= count) break;
    count = numbers.size;
  }
  const boxes = new Map<string, Talker[]>();
  for (const talker of talkers) {
    const box = boxes.get(classOf.get(talker.key) ?? "");
    if (box === undefined) boxes.set(classOf.get(talker.key) ?? "", [talker]);
    else box.push(talker);
  }
  return [...boxes.values()];
}
