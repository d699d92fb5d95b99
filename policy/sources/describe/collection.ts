import { Props } from "../../facts/props";
import { type ResourceFacts, type ResourceName, StackFacts } from "../../facts/resource";
import { canonical, type Json, present } from "../json";
import { UnusableInput } from "../unusableInput";
import { type Item } from "./item";

interface Entry {
  readonly type: string;
  readonly id: string;
  props: Json;
  readonly item: Item;
  readonly label: string | undefined;
}

/** Members that accounts and Regions may see differently, of one and the same object. */
const seenDifferently: ReadonlySet<string> = new Set(["region", "tags"]);

/** Resources as they are found, by type and id: an object that several accounts or calls list is one. */
export class Collection {
  private readonly entries = new Map<string, Entry>();

  /**
   * Adds a resource; one that is there already gets what it lacks.
   * @param props with the type's property names; undefined ones are left out
   * @throws UnusableInput if it is there and a property of both differs
   */
  add(type: string, id: string, props: Json, item: Item): void {
    const key = `${type} ${id}`;
    const tags = item.tags();
    const { region } = item.file;
    const own = present({ region, tags, ...props, id });
    const before = this.entries.get(key);
    if (before === undefined) {
      const label = tags?.["Name"];
      this.entries.set(key, { type, id, props: own, item, label: typeof label === "string" && label !== "" ? label : undefined });
      return;
    }
    for (const [name, value] of Object.entries(own)) {
      const earlier = before.props[name];
      if (earlier === undefined || seenDifferently.has(name) || canonical(earlier) === canonical(value)) continue;
      throw new UnusableInput(`${before.item.place} and ${item.place} contradict each other: ${name} of ${id} differs.`);
    }
    before.props = { ...own, ...before.props };
  }

  has(type: string, id: string): boolean {
    return this.entries.has(`${type} ${id}`);
  }

  propsOf(type: string, id: string): Json | undefined {
    return this.entries.get(`${type} ${id}`)?.props;
  }

  /** Ids and properties of a type, with where they come from. */
  ofType(type: string): readonly { readonly id: string; readonly props: Json; readonly item: Item }[] {
    return [...this.entries.values()].filter((entry) => entry.type === type);
  }

  /** The facts of all of them. What names an id or ARN of another has it as a source, as a program's outputs do. */
  stack(): StackFacts {
    const names = this.names();
    const byId = new Map<string, ResourceName[]>();
    for (const entry of this.entries.values()) {
      const name = names.get(entry);
      if (name === undefined) continue;
      for (const identity of new Set([entry.id, entry.props["arn"]])) {
        if (typeof identity !== "string") continue;
        const same = byId.get(identity);
        if (same === undefined) byId.set(identity, [name]);
        else same.push(name);
      }
    }
    return new StackFacts(
      [...names].map(
        ([{ props }, name]): ResourceFacts => ({
          ...name,
          props: new Props(props),
          provider: "pulumi:providers:aws",
          sources: (property) => [
            ...new Set(textsIn(props[property]).flatMap((text) => byId.get(text) ?? [])),
          ].filter(({ urn }) => urn !== name.urn),
        }),
      ),
    );
  }

  /** By its tag `Name` where that is one object's alone; else by its id. */
  private names(): ReadonlyMap<Entry, ResourceName> {
    const uses = new Map<string, number>();
    for (const { id, label } of this.entries.values()) {
      uses.set(id, 2);
      if (label !== undefined) uses.set(label, (uses.get(label) ?? 0) + 1);
    }
    return new Map(
      [...this.entries.values()].map((entry) => {
        const { type, id, label } = entry;
        const name = label !== undefined && uses.get(label) === 1 ? label : id;
        return [entry, { urn: `urn:pulumi:account::aws::${type}::${id}`, type, name }];
      }),
    );
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
