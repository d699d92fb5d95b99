/** A version's numbers: major, minor, patch. */
export type Version = readonly [number, number, number];

/** Reads the first `1.2.3` or `1.2` in a text such as `go version go1.26.8 linux/amd64`, `v22.23.3` or `Python 3.11.7`. */
export function parseVersion(text: string): Version | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (!match) return undefined;
  return [Number(match[1]), Number(match[2]), Number(match[3] ?? "0")];
}

export function isAtLeast(version: Version, minimum: Version): boolean {
  for (const [index, part] of version.entries()) {
    const least = minimum[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

export function formatVersion(version: Version): string {
  return version.join(".");
}
