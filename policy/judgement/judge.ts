import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, type OptionValues, type Rule } from "../rule";

/** The options of a rule: what an operator gave, over the rule's defaults. */
export function optionsOf(rule: Rule, given: Readonly<Record<string, unknown>>): OptionValues {
  const options = rule.options ?? {};
  const unknownName = Object.keys(given).find((name) => !Object.hasOwn(options, name));
  if (unknownName !== undefined) {
    const names = Object.keys(options).sort().join(", ") || "none";
    throw new RangeError(`${rule.id} has no option '${unknownName}'. Its options: ${names}.`);
  }
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const values = given[name] ?? option.default;
      if (!isTexts(values))
        throw new RangeError(`${rule.id}: option '${name}' is a list of texts. ${option.description}`);
      option.check(values);
      return [name, values];
    }),
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** What one rule finds in one resource, taken by itself. */
export function judgeResource(
  rule: Rule,
  resource: ResourceFacts,
  options: OptionValues,
): readonly Finding[] {
  return rule.check && rule.judges(resource.type) ? rule.check(resource, options) : [];
}

/** What one rule finds in a whole stack: in each resource, then between them. In an order that the input's does not change. */
export function judgeStack(rule: Rule, stack: StackFacts, options: OptionValues): readonly Finding[] {
  return [...judgeEach(rule, stack, options), ...(rule.relate?.(stack, options) ?? [])];
}

/** A type is asked for once: a large stack has many resources of few types. */
function judgeEach({ check, judges }: Rule, stack: StackFacts, options: OptionValues): readonly Finding[] {
  const types = new Set(check ? stack.types.filter(judges) : []);
  if (!check || types.size === 0) return [];
  return stack.resources.flatMap((resource) => (types.has(resource.type) ? check(resource, options) : []));
}
