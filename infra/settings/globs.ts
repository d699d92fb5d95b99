/**
 * True if some name matches both globs; `*` is any run of characters, everything else stands for itself.
 * `meets[i][j]` says it of what is left of them from `i` and `j` on; filled from the ends, so the work is their product.
 */
export function globsMeet(a: string, b: string): boolean {
  const meets = Array.from({ length: a.length + 1 }, () => new Array<boolean>(b.length + 1).fill(false));
  const at = (i: number, j: number) => meets[i]?.[j] ?? false;
  for (let i = a.length; i >= 0; i--) {
    const row = meets[i] ?? [];
    for (let j = b.length; j >= 0; j--) {
      // A star may end here, or swallow one more character of the other side.
      if (a[i] === "*") row[j] = at(i + 1, j) || at(i, j + 1);
      else if (b[j] === "*") row[j] = at(i, j + 1) || at(i + 1, j);
      else
        row[j] =
          i === a.length || j === b.length
            ? i === a.length && j === b.length
            : a[i] === b[j] && at(i + 1, j + 1);
    }
  }
  return at(0, 0);
}
