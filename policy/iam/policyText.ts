/** A text of JSON, or a mark of what may stand between its parts. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * The JSON of a policy; undefined if it is none, or if one of its objects has a member twice. Of two members of one name JSON.parse takes the
 * last, and nothing says which one AWS takes: who reads such a text may see another policy than the one that holds. Small and large letters are
 * one, as in IAM's condition keys.
 */
export function parsedPolicy(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return hasTwice(text) ? undefined : parsed;
  } catch {
    return undefined;
  }
}

function hasTwice(text: string): boolean {
  const open: Set<string>[] = [];
  let last = "";
  for (const [token] of text.matchAll(tokens)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const [name, names] = [String(JSON.parse(last)).toLowerCase(), open.at(-1)];
      if (names?.has(name) === true) return true;
      names?.add(name);
    }
    last = token;
  }
  return false;
}
