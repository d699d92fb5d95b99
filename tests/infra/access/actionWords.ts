/** Most exceptions that are named behind a wildcard; with more the actions are listed one by one. */
const mostExceptions = 3;

/** Fewest actions that a wildcard stands for. */
const fewest = 5;

/**
 * Actions in words: a whole service as `ec2:*`, all of one verb as `ec2:Describe*`, with its exceptions, all others by name. What is said is
 * exactly what was given.
 * @param all every action of each service that is named, as policies write it
 */
export function actionWords(actions: readonly string[], all: readonly string[]): string {
  const given = new Set(actions);
  const services = [...new Set(actions.map(serviceOf))];
  return services
    .flatMap((service) => {
      const whole = wildcard(`${service}:`, given, all);
      if (whole !== undefined) return [whole];
      const own = actions.filter((action) => serviceOf(action) === service);
      const prefixes = [...new Set(own.map(prefixOf))];
      return prefixes.flatMap(
        (prefix) =>
          wildcard(prefix, given, all) ?? own.filter((action) => prefixOf(action) === prefix).map(code),
      );
    })
    .join(", ");
}

/** `ec2:Describe*` for what begins so, if nearly all of it was given. */
function wildcard(prefix: string, given: ReadonlySet<string>, all: readonly string[]): string | undefined {
  const meant = all.filter((action) => action.startsWith(prefix));
  const missing = meant.filter((action) => !given.has(action));
  if (meant.length < fewest || missing.length > mostExceptions || missing.length * 4 > meant.length)
    return undefined;
  const word = code(`${prefix}*`);
  return missing.length === 0 ? word : `${word} but ${missing.map(code).join(", ")}`;
}

function serviceOf(action: string): string {
  return action.split(":")[0] ?? "";
}

/** Service and verb: `ec2:Describe` of `ec2:DescribeVpcs`. */
function prefixOf(action: string): string {
  return /^[a-z0-9-]+:[A-Z]+[a-z]*/.exec(action)?.[0] ?? action;
}

function code(text: string): string {
  return `\`${text}\``;
}
