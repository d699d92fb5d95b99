/** @throws when AWS's answer lacks what it documents as always there. */
export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`AWS answered without ${what}.`);
  return value;
}
