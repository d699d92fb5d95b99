import { unknownMarks } from "../../../policy/facts/props";
import { type Declared } from "../../../policy/sources/declared";
import { type Declaration } from "../declaredStack";

/** Components create nothing, and the stack itself is the engine's; providers only where a case adds one. */
const isMade = ({ type, provider }: Declared): boolean =>
  provider !== undefined && type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:aws:");

/**
 * A recorded stack as a program that declares it again: each value that was not known becomes an output of a resource that it came from, in an order in which
 * everything that is referred to is declared before.
 */
export function declarationsOf(stack: readonly Declared[]): readonly Declaration[] {
  const made = stack.filter(isMade);
  const there = new Set(made.map(({ urn }) => urn));
  const declarations = made.map((each): Declaration => {
    const { urn, type, name, inputs, sources, ignoreChanges = [] } = each;
    const props = Object.entries(inputs).flatMap(([property, value]) => {
      const from = (sources[property] ?? []).filter((source) => there.has(source));
      const declared = withOutputs(value, namedBy(property, from));
      return declared === undefined ? [] : [[property, declared] as const];
    });
    return { type, name, key: urn, props: Object.fromEntries(props), ignoreChanges: [...ignoreChanges] };
  });
  return inOrder(declarations);
}

/** Of several sources those whose kind a property names, as `targetGroupArns` does: the others are only waited for. */
function namedBy(property: string, from: readonly string[]): readonly string[] {
  const fitting = from.filter((urn) => {
    const kind = urn.split("::").at(-2)?.split(":").at(-1) ?? "";
    return property.toLowerCase().startsWith(kind.toLowerCase());
  });
  return fitting.length > 0 ? fitting : from;
}

/** The value with each unknown in it replaced by an output; undefined where nothing says whose. */
function withOutputs(value: unknown, from: readonly string[]): unknown {
  let next = 0;
  const replace = (inner: unknown): unknown => {
    if (unknownMarks.has(inner)) {
      const source = from[next % Math.max(from.length, 1)];
      next += 1;
      return source === undefined ? undefined : { from: source, output: "id" };
    }
    if (Array.isArray(inner)) return inner.map(replace).filter((item) => item !== undefined);
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, replace(each)]));
  };
  return replace(value);
}

function inOrder(declarations: readonly Declaration[]): readonly Declaration[] {
  const byKey = new Map(declarations.map((each) => [each.key ?? each.name, each]));
  const ordered = new Set<Declaration>();
  const add = (declaration: Declaration): void => {
    if (ordered.has(declaration)) return;
    for (const source of referred(declaration.props)) {
      const other = byKey.get(source);
      if (other !== undefined && other !== declaration) add(other);
    }
    ordered.add(declaration);
  };
  declarations.forEach(add);
  return [...ordered];
}

function referred(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referred);
  if (typeof value !== "object" || value === null) return [];
  const from = "from" in value ? value.from : undefined;
  return typeof from === "string" ? [from] : Object.values(value).flatMap(referred);
}
