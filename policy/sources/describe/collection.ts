import { Props } from "../../facts/props";
import { type ResourceFacts, type ResourceName, StackFacts } from "../../facts/resource";
import { canonical, type Json, present } from "../json";
import { UnusableInput } from "../unusableInput";
import { callOf } from "./calls";
import { type DescribeFile } from "./file";
import { type Item } from "./item";
import { types } from "./types";

interface Entry {
  readonly type: string;
  /** Account and Region, of a type whose ids are names; empty: the id is AWS's own, and unique. */
  readonly scope: string;
  readonly id: string;
  props: Json;
  readonly item: Item;
  readonly label: string | undefined;
}

/** Members that accounts and Regions may see differently, of one and the same object. */
const seenDifferently: ReadonlySet<string> = new Set(["region", "tags"]);

/** Types whose ids are names: of an account, and of a Region where it has one. */
const namedInAccount: ReadonlySet<string> = new Set([
  ...[types.role, types.rolePolicy, types.roleAttachment, types.instanceProfile],
  ...[types.userPolicy, types.userAttachment, types.groupPolicy, types.groupAttachment],
]);
const namedInRegion: ReadonlySet<string> = new Set([
  ...[types.scalingGroup, types.lambda, types.lambdaPermission, types.classicBalancer],
  ...[types.encryptionByDefault, types.serialConsole, types.snapshotBlock, types.imageBlock],
  ...[types.metadataDefaults, types.blockPublicAccess, types.logGroup],
]);

function scopeOf(type: string, { account, region }: DescribeFile): string {
  if (namedInAccount.has(type)) return account ?? "";
  return namedInRegion.has(type) ? `${account ?? ""}/${region ?? ""}` : "";
}

/** Resources as they are found, by type and id: an object that several accounts or calls list is one. */
export class Collection {
  private readonly entries = new Map<string, Entry>();
  private readonly byType = new Map<string, Entry[]>();

  /**
   * Adds a resource; one that is there already gets what it lacks.
   * @param props with the type's property names; undefined ones are left out
   * @throws UnusableInput if it is there and a property of both differs
   */
  add(type: string, id: string, props: Json, item: Item, tags: Json | undefined = item.tags()): void {
    const scope = scopeOf(type, item.file);
    const key = `${scope} ${type} ${id}`;
    const region = callOf(item.file.command)?.isGlobal === true ? undefined : item.file.region;
    const own = present({ region, tags, ...props, id });
    const before = this.entries.get(key);
    if (before === undefined) {
      const entry: Entry = { type, scope, id, props: own, item, label: labelOf(id, own, tags) };
      this.entries.set(key, entry);
      const same = this.byType.get(type);
      if (same === undefined) this.byType.set(type, [entry]);
      else same.push(entry);
      return;
    }
    for (const [name, value] of Object.entries(own)) {
      const earlier = before.props[name];
      if (earlier === undefined || seenDifferently.has(name) || canonical(earlier) === canonical(value))
        continue;
      throw new UnusableInput(
        `${before.item.place} and ${item.place} contradict each other: ${name} of ${id} differs.`,
      );
    }
    before.props = { ...own, ...before.props };
  }

  /** As `add`, for what an object has rather than is: it has neither its name nor its tags. */
  addPart(type: string, id: string, props: Json, item: Item): void {
    this.add(type, id, props, item, {});
  }

  /** Adds to a resource that is there; one that is not stays away: what names it does not make it. */
  amend(type: string, id: string, props: Json, item: Item): void {
    if (this.has(type, id)) this.add(type, id, props, item);
  }

  /** Of types whose ids are AWS's own. */
  has(type: string, id: string): boolean {
    return this.entries.has(` ${type} ${id}`);
  }

  /** Ids and properties of a type, with where they come from. */
  ofType(type: string): readonly { readonly id: string; readonly props: Json; readonly item: Item }[] {
    return this.byType.get(type) ?? [];
  }

  /** The facts of all of them. What names an id or ARN of another has it as a source, as a program's outputs do. */
  stack(): StackFacts {
    const names = this.names();
    const byId = new Map<string, ResourceName[]>();
    for (const entry of this.entries.values()) {
      const name = names.get(entry);
      if (name === undefined) continue;
      // An endpoint stands for the prefix list of its service.
      const list = entry.type === types.endpoint ? entry.props["prefixListId"] : undefined;
      for (const identity of new Set([entry.id, entry.props["arn"], list])) {
        if (typeof identity !== "string") continue;
        const same = byId.get(identity);
        if (same === undefined) byId.set(identity, [name]);
        else same.push(name);
      }
    }
    return new StackFacts(
      [...names].map(([{ props }, name]): ResourceFacts => ({
        ...name,
        props: new Props(props),
        provider: "pulumi:providers:aws",
        sources: (property) =>
          [...new Set(textsIn(props[property]).flatMap((text) => byId.get(text) ?? []))].filter(
            ({ urn }) => urn !== name.urn,
          ),
      })),
    );
  }

  /** By its label where that is one object's alone; else by its id. */
  private names(): ReadonlyMap<Entry, ResourceName> {
    const uses = new Map<string, number>();
    for (const { id, label } of this.entries.values()) {
      uses.set(id, 2);
      if (label !== undefined) uses.set(label, (uses.get(label) ?? 0) + 1);
    }
    return new Map(
      [...this.entries.values()].map((entry) => {
        const { type, scope, id, label } = entry;
        const name = label !== undefined && uses.get(label) === 1 ? label : id;
        return [
          entry,
          { urn: `urn:pulumi:${scope === "" ? "account" : scope}::aws::${type}::${id}`, type, name },
        ];
      }),
    );
  }
}

/** Tag `Name`; of what has an ARN as its id its name, or what of the ARN is its own. Undefined: nothing is shorter than the id. */
function labelOf(id: string, { name }: Json, tags: Json | undefined): string | undefined {
  const tag = tags?.["Name"];
  if (typeof tag === "string" && tag !== "") return tag;
  if (!id.startsWith("arn:")) return undefined;
  return typeof name === "string" ? name : id.split(":").slice(5).join(":");
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
