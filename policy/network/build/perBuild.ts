import { type Build } from "./parts";

/** Makes a thing once for each network: an index that several parts look things up in. */
export function perBuild<T>(make: (build: Build) => T): (build: Build) => T {
  const made = new WeakMap<Build, { readonly value: T }>();
  return (build) => {
    const before = made.get(build);
    if (before !== undefined) return before.value;
    const value = make(build);
    made.set(build, { value });
    return value;
  };
}
