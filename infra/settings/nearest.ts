/** Most single-letter changes between a typo and what was meant. */
const mostChanges = 3;

/** The word of `known` that `typed` most likely means; undefined if none is close. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((word) => ({ word, changes: changes(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, changes: count }) => count <= Math.min(mostChanges, Math.ceil(word.length / 3)))
    .sort((a, b) => a.changes - b.changes);
  return ranked[0]?.word;
}

/** Levenshtein distance: insertions, deletions and replacements of one letter. */
function changes(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const replaced = (row[j] ?? 0) + (from[i] === to[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
