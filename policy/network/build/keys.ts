import { type ResourceFacts, type StackFacts } from "../../facts/resource";

/** Short, unique names of resources for ids of nodes: an id, or the name before there is one. */
export class Keys {
  private readonly byUrn = new Map<string, string>();

  constructor(stack: StackFacts) {
    const taken = new Set<string>();
    for (const { type, urn, name, props } of stack.resources) {
      const id = props.text("id");
      // Functions, tables and the like are named alike as they are of different types; ids of EC2 are unique by themselves.
      const wanted = (id.state === "known" ? id.value : name).replaceAll("/", "_");
      const key = [wanted, `${wanted}~${type.slice(type.lastIndexOf(":") + 1)}`].find(
        (candidate) => !taken.has(candidate),
      );
      const unique = key ?? urn.replaceAll("/", "_");
      taken.add(unique);
      this.byUrn.set(urn, unique);
    }
  }

  of({ urn, name }: ResourceFacts): string {
    return this.byUrn.get(urn) ?? name;
  }
}
