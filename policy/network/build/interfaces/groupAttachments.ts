import { known } from "../../../facts/fact";
import { type ResourceFacts } from "../../../facts/resource";
import { type GroupPart } from "../parts";
import { type Places } from "./places";
import { tokens } from "../tokens";

/** Groups that resources of their own (`NetworkInterfaceSecurityGroupAttachment`) add to interfaces. */
export class GroupAttachments {
  private readonly byHolder = new Map<string, GroupPart[]>();
  /** Added to an interface that is not known: any. */
  private readonly anywhere: GroupPart[] = [];

  constructor(places: Places) {
    const property = "securityGroupId";
    for (const attachment of places.stack.ofType(tokens.networkInterfaceGroup)) {
      const holders = places.holders.of(attachment, "networkInterfaceId");
      if (holders === undefined) continue;
      const { resources, why } = holders;
      const group = known([attachment.props.text(property)]);
      // Whether the group is this interface's is not known: it may admit anything.
      const parts: readonly GroupPart[] =
        why === undefined
          ? places.groups.partsOf(attachment, property, group, undefined)
          : [{ kind: "unknown", why, property: "networkInterfaceId" }];
      if (resources.length === 0) this.anywhere.push(...parts);
      for (const { urn } of resources) this.byHolder.set(urn, [...(this.byHolder.get(urn) ?? []), ...parts]);
    }
  }

  of({ urn }: ResourceFacts): readonly GroupPart[] {
    return [...(this.byHolder.get(urn) ?? []), ...this.anywhere];
  }
}
