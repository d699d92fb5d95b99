import { type Declared } from "../../../policy/sources/declared";
import { kindOf, textOf, type Values } from "./declaredValues";
import { dangerousValues, dangerousEntries } from "./dangerousValues";
import { absentDangers } from "./absentDangers";

/** One property of one resource, changed. */
export interface Mutation {
  readonly urn: string;
  /** `ingress[0].cidrBlock`. */
  readonly path: string;
  /** What it becomes; undefined: it is taken out. */
  readonly value: unknown;
  readonly text: string;
}

type Path = readonly (string | number)[];

const pathText = (path: Path): string =>
  path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");

/** How many properties a resource has, those of objects and entries inside it included. */
export function countProperties(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + 1 + countProperties(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + 1 + countProperties(item), 0);
}

/** Properties that AWS gives and nobody may change: ids of the resource itself. */
const given: readonly string[] = ["id", "arn"];

/** Every single change of a resource to a dangerous value. `all`: the stack, whose ids a reference may be changed to. */
export function mutationsOf(resource: Declared, all: readonly Declared[]): readonly Mutation[] {
  const found: Mutation[] = [];
  const ids = all.flatMap(({ inputs }) => textOf(inputs["id"]) ?? []);
  const add = (path: Path, value: unknown, word = JSON.stringify(value)) => {
    const top = pathText(path);
    found.push({
      urn: resource.urn,
      path: top,
      value: replaced(resource.inputs, path, value),
      text: `${kindOf(resource)} ${resource.name}: ${top} → ${word}`,
    });
  };
  const visit = (path: Path, value: unknown): void => {
    const key = path.filter((part) => typeof part === "string").at(-1) ?? "";
    add(path, undefined, "taken out");
    for (const other of dangerousValues(key, value, ids)) add(path, other);
    if (Array.isArray(value)) {
      if (value.length > 0) add(path, [], "emptied");
      if (value.length > 1) add(path, [...(value as unknown[])].reverse(), "in reverse order");
      for (const entry of dangerousEntries(key, value, ids))
        add(path, [entry, ...(value as unknown[])], `with ${JSON.stringify(entry)}`);
      value.forEach((item, index) => {
        visit([...path, index], item);
      });
    } else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) visit([...path, name], inner);
    }
  };
  for (const [name, value] of Object.entries(resource.inputs))
    if (!given.includes(name)) visit([name], value);
  for (const [name, value] of absentDangers(resource, ids)) add([name], value);
  return found;
}

/** The whole top-level property after the change. */
function replaced(inputs: Values, path: Path, value: unknown): unknown {
  const put = (container: unknown, [part, ...rest]: Path): unknown => {
    if (part === undefined) return value;
    if (Array.isArray(container)) {
      const items = [...(container as unknown[])];
      const next = put(items[Number(part)], rest);
      if (next === undefined) items.splice(Number(part), 1);
      else items[Number(part)] = next;
      return items;
    }
    const own = { ...(container as Values) };
    const next = put(own[part], rest);
    return Object.fromEntries(
      Object.entries({ ...own, [part]: next }).filter(([, each]) => each !== undefined),
    );
  };
  return put(inputs[String(path[0])], path.slice(1));
}

/** The stack with one property changed: it then comes from whichever resource it names. */
export function mutated(all: readonly Declared[], { urn, path, value }: Mutation): readonly Declared[] {
  const top = path.split(/[.[]/)[0]!;
  const named = all.filter(({ inputs }) =>
    JSON.stringify(value ?? null).includes(`"${textOf(inputs["id"]) ?? "\n"}"`),
  );
  return all.map((each) => {
    if (each.urn !== urn) return each;
    const inputs = Object.fromEntries(
      Object.entries({ ...each.inputs, [top]: value }).filter(([, own]) => own !== undefined),
    );
    return { ...each, inputs, sources: { ...each.sources, [top]: named.map((one) => one.urn) } };
  });
}
