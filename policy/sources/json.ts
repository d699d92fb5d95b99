/** An object of JSON whose members are not looked at yet. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One text for values that are the same but for the order of members and of lists: what AWS answers twice may differ in both. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(",")}]`;
  if (value === undefined) return "";
  if (!isJson(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** An object without the members that are undefined. */
export function present(members: Json): Json {
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(members)) if (members[key] !== undefined) kept[key] = members[key];
  return kept;
}
