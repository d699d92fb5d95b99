import { type References } from "../../../facts/references";
import { type ResourceFacts, type StackFacts } from "../../../facts/resource";
import { tokens } from "../tokens";

const machines: readonly string[] = [tokens.instance, tokens.spotInstance];
const types: readonly string[] = [tokens.networkInterface, ...machines];

/** What has the interface that a property names: a `NetworkInterface`, or the instance whose main interface it is. */
export interface Holders {
  readonly resources: readonly ResourceFacts[];
  /** Which of them is not known; without any, it may be every interface. */
  readonly why?: string;
}

/** Finds what has an interface, by the id of the interface or of the instance, or by where these come from. */
export class InterfaceHolders {
  private readonly byMainInterface = new Map<string, ResourceFacts>();

  constructor(
    stack: StackFacts,
    private readonly references: References,
  ) {
    for (const instance of machines.flatMap((type) => stack.ofType(type))) {
      const id = instance.props.text("primaryNetworkInterfaceId");
      if (id.state === "known") this.byMainInterface.set(id.value, instance);
    }
  }

  /** @returns undefined if the property is absent, or names what is not of the stack */
  of(owner: ResourceFacts, property: string): Holders | undefined {
    const found = this.references.of(owner, property, owner.props.text(property), types);
    switch (found?.kind) {
      case undefined:
        return undefined;
      case "resource":
        return { resources: [found.resource] };
      case "oneOf":
        return { resources: found.resources, why: found.why };
      case "outside": {
        const instance = this.byMainInterface.get(found.id);
        return instance && { resources: [instance] };
      }
      case "unknown":
        return { resources: [], why: found.why };
    }
  }
}
