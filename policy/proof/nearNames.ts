/** How many single letters must change between two texts (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The names most like a text, best first; a name that holds the text, or is held by it, counts as near. */
export function nearNames(text: string, names: Iterable<string>, most = 5): readonly string[] {
  const wanted = text.toLowerCase();
  const scored = [...new Set(names)].map((name) => {
    const other = name.toLowerCase();
    const holds = other.includes(wanted) || wanted.includes(other);
    return { name, score: holds ? Math.abs(other.length - wanted.length) / 100 : distance(wanted, other) };
  });
  const limit = Math.max(2, Math.ceil(text.length / 2));
  return scored
    .filter(({ score }) => score <= limit)
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}
