import { type Props } from "./props";

/** A resource by name only: what a property's value comes from. */
export interface ResourceName {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** One resource as the rules see it. */
export interface ResourceFacts extends ResourceName {
  readonly props: Props;
  /** Type of the provider that serves it, e.g. `pulumi:providers:aws`; none for components and the stack itself. */
  readonly provider: string | undefined;
  /** Properties whose changes the engine is told to ignore. */
  readonly ignoreChanges?: readonly string[];
  /** True: it takes over, or only reads, an object that exists already. */
  readonly isExternal?: boolean;
  /** Resources whose outputs a property's value was made from. Empty for a resource that is judged on its own. */
  readonly sources: (property: string) => readonly ResourceName[];
  /** Whether the program gave a property, where that is known: the rest is what the provider answered. */
  readonly isGiven?: (property: string) => boolean;
}

/** All resources of a stack, in the order of their URNs whatever order they came in. */
export class StackFacts {
  readonly resources: readonly ResourceFacts[];
  private readonly byType = new Map<string, ResourceFacts[]>();

  constructor(resources: Iterable<ResourceFacts>) {
    this.resources = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
    for (const resource of this.resources) {
      const same = this.byType.get(resource.type);
      if (same) same.push(resource);
      else this.byType.set(resource.type, [resource]);
    }
  }

  /** Types that there are resources of. */
  get types(): readonly string[] {
    return [...this.byType.keys()];
  }

  /** Resources of one type, in the order of their URNs. */
  ofType(type: string): readonly ResourceFacts[] {
    return this.byType.get(type) ?? [];
  }
}
