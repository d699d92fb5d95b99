import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A property that a program may set, with its type as it is written. */
type Property = readonly [name: string, type: string];

const root = dirname(require.resolve("@pulumi/aws/package.json"));
const property = /^\s*(\w+)\??: (.*);$/;

/** The interfaces of nested values, by name with their namespace: `ec2.InstanceRootBlockDevice`. Read line by line: the file has 90,000. */
function nestedTypes(): ReadonlyMap<string, readonly Property[]> {
  const found = new Map<string, Property[]>();
  const namespaces: string[] = [];
  let current: Property[] | undefined;
  for (const line of readFileSync(join(root, "types/input.d.ts"), "utf8").split("\n")) {
    const [, namespace] = /^\s*(?:export )?(?:declare )?namespace (\w+)/.exec(line) ?? [];
    const [, name] = /^\s*(?:export )?interface (\w+)/.exec(line) ?? [];
    const [, member, type] = property.exec(line) ?? [];
    if (namespace !== undefined) namespaces.push(namespace);
    else if (name !== undefined) {
      current = [];
      found.set([...namespaces, name].join("."), current);
    } else if (current !== undefined && member !== undefined && type !== undefined) {
      current.push([member, type]);
    } else if (/^\s*\}$/.test(line)) {
      if (current === undefined) namespaces.pop();
      current = undefined;
    }
  }
  return found;
}

/** What a program may give a resource of a type: `aws:ec2/vpc:Vpc`. */
function propertiesOf(token: string): readonly Property[] {
  const [, module = "", file = ""] = /^aws:([^/]+)\/([^:]+):/.exec(token) ?? [];
  const text = readFileSync(join(root, module, `${file}.d.ts`), "utf8");
  const args = text.slice(text.search(/export interface \w+Args/));
  return args.split("\n").flatMap((line): readonly Property[] => {
    const [, name, type] = property.exec(line) ?? [];
    return name === undefined || type === undefined ? [] : [[name, type]];
  });
}

/** A resource's properties with a value for each, and which of them were read. */
export interface Sample {
  readonly props: Readonly<Record<string, unknown>>;
  /** Paths that were read; all that may be. */
  readonly read: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

/** Makes values for whatever a type may be given. */
export class ProviderTypes {
  private readonly nested = nestedTypes();

  /**
   * @param values given ones, by a property's name
   * @param without properties that are left out, since they stand instead of others
   */
  sample(
    token: string,
    values: Readonly<Record<string, unknown>>,
    without: ReadonlySet<string> = new Set(),
  ): Sample {
    const [read, all] = [new Set<string>(), new Set<string>()];
    const make = (list: readonly Property[], before: string, seen: readonly string[]): object => {
      const made: Record<string, unknown> = {};
      for (const [name, type] of list) {
        if (before === "" && without.has(name)) continue;
        const path = `${before}${name}`;
        all.add(path);
        const [, inner] = /inputs\.([\w.]+)/.exec(type) ?? [];
        const value =
          inner === undefined
            ? (values[name] ?? plainOf(type))
            : make(seen.includes(inner) ? [] : (this.nested.get(inner) ?? []), `${path}.`, [...seen, inner]);
        made[name] = type.includes("[]") ? [value] : value;
      }
      return new Proxy(made, {
        getOwnPropertyDescriptor(target, key) {
          if (typeof key === "string") read.add(`${before}${key}`);
          return Reflect.getOwnPropertyDescriptor(target, key);
        },
      });
    };
    const props = make(propertiesOf(token), "", []) as Sample["props"];
    return { props, read, all };
  }
}

function plainOf(type: string): unknown {
  if (type.includes("boolean") && !type.includes("string")) return true;
  return type.includes("number") && !type.includes("string") ? 7 : "x";
}
