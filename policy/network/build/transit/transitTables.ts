import { type ResourceFacts } from "../../../facts/resource";
import { type Reason, type Take } from "../../network";
import { because, candidatesOf, named } from "../candidates";
import { type Keys } from "../keys";
import { placesOf } from "../interfaces/layout";
import { type Build } from "../parts";
import { type TransitParts } from "./transitParts";
import { type AttachmentPart, type TransitPart, transitTypes } from "./transitTypes";

/** A route table of a transit gateway: a resource, or the default one that AWS makes with the gateway. */
export interface TablePart {
  readonly key: string;
  readonly name: string;
  readonly transit: TransitPart;
  readonly resource: ResourceFacts;
}

/** That packets from an attachment are looked up in a table, or that a table learns an attachment's routes. */
export interface TableLink {
  readonly attachment: AttachmentPart;
  readonly table: TablePart;
  readonly take: Take;
  readonly by: Reason;
}

const fixLink = "Remove it, or give the attachment a table of its own.";

/** Tables of the stack's transit gateways, and which attachment is linked with which. */
export class TransitTables {
  readonly tables: TablePart[] = [];
  private readonly byUrn = new Map<string, TablePart>();
  private readonly byId = new Map<string, TablePart>();
  /** By URN of the gateway. */
  private readonly defaults = new Map<string, { association: TablePart; propagation: TablePart }>();
  private readonly ofGateway = new Map<TransitPart, TablePart[]>();
  private readonly explicit: {
    readonly associations: readonly TableLink[];
    readonly propagations: readonly TableLink[];
  };

  constructor(
    private readonly build: Build,
    private readonly parts: TransitParts,
  ) {
    const { keys } = placesOf(build.layout);
    const owners = new Map(parts.gateways.map((part) => [part.resource?.urn, part]));
    for (const resource of build.stack.ofType(transitTypes.table)) {
      const { references } = build;
      const property = "transitGatewayId";
      const fact = resource.props.text(property);
      const candidates = candidatesOf(
        references.of(resource, property, fact, [transitTypes.gateway]),
      ).resources;
      // A table of somebody else's gateway decides nothing here: that gateway may send a packet anywhere.
      const transit = candidates.length === 1 ? owners.get(candidates[0]?.urn) : undefined;
      if (transit !== undefined)
        this.add({ key: keys.of(resource), name: resource.name, transit, resource }, resource);
    }
    for (const transit of parts.gateways) {
      if (transit.resource !== undefined) this.addDefaults(transit, transit.resource, keys);
    }
    // Before any default: an id that they name makes an attachment of somebody else, which has its defaults too.
    this.explicit = {
      associations: this.links(transitTypes.association, "is associated with"),
      propagations: this.links(transitTypes.propagation, "propagates to"),
    };
  }

  of(transit: TransitPart): readonly TablePart[] {
    return this.ofGateway.get(transit) ?? [];
  }

  /** The tables that a property may name. */
  named(
    owner: ResourceFacts,
    property = "transitGatewayRouteTableId",
  ): { readonly tables: readonly TablePart[]; readonly why?: string } {
    const fact = owner.props.text(property);
    const byId = fact.state === "known" ? this.byId.get(fact.value) : undefined;
    if (byId !== undefined) return { tables: [byId] };
    const types = [transitTypes.table, transitTypes.gateway];
    const { resources, isAnything, why } = candidatesOf(
      this.build.references.of(owner, property, fact, types),
    );
    const tables = resources.flatMap(
      ({ urn }) => this.byUrn.get(urn) ?? this.defaults.get(urn)?.association ?? [],
    );
    return { tables: isAnything ? this.tables : tables, ...(why !== undefined && { why }) };
  }

  /** In which table packets from an attachment are looked up: the one that is said, else the gateway's default one. */
  associations(): readonly TableLink[] {
    const explicit = this.explicit.associations;
    const settled = new Set(
      explicit.filter(({ take }) => take === "always").map(({ attachment }) => attachment),
    );
    const policies = this.build.stack
      .ofType(transitTypes.policyAssociation)
      .flatMap((owner) => this.policyLinks(owner));
    const byDefault = this.parts.attachments
      .filter((attachment) => !settled.has(attachment))
      .flatMap((attachment) => this.byDefault(attachment, "association"));
    return [...policies, ...explicit, ...byDefault];
  }

  /** Which table learns which attachment's routes. */
  propagations(): readonly TableLink[] {
    const byDefault = this.parts.attachments.flatMap((attachment) =>
      attachment.kind === "peering" ? [] : this.byDefault(attachment, "propagation"),
    );
    return [...this.explicit.propagations, ...byDefault];
  }

  private add(part: TablePart, resource?: ResourceFacts): void {
    this.tables.push(part);
    const same = this.ofGateway.get(part.transit);
    if (same === undefined) this.ofGateway.set(part.transit, [part]);
    else same.push(part);
    if (resource === undefined) return;
    this.byUrn.set(resource.urn, part);
    const id = resource.props.text("id");
    if (id.state === "known") this.byId.set(id.value, part);
  }

  /** The default tables: named by a resource, marked in a table, or AWS's own, which no resource stands for. */
  private addDefaults(transit: TransitPart, resource: ResourceFacts, keys: Keys): void {
    let own: TablePart | undefined;
    const make = (): TablePart => {
      own = {
        key: `${keys.of(resource)}-default`,
        name: `default table of ${resource.name}`,
        transit,
        resource,
      };
      this.add(own);
      return own;
    };
    const find = (mark: string, id: string, by: string): TablePart => {
      const stated = this.build.stack
        .ofType(by)
        .filter((link) => this.parts.ownGateways(link).includes(transit))
        .flatMap((link) => this.named(link).tables);
      const marked = this.of(transit).find(({ resource: table }) => {
        const flag = table.props.flag(mark);
        return flag.state === "known" && flag.value;
      });
      const fact = resource.props.text(id);
      const known = fact.state === "known" ? this.byId.get(fact.value) : undefined;
      const table = stated[0] ?? known ?? marked ?? own ?? make();
      if (fact.state === "known" && known === undefined) this.byId.set(fact.value, table);
      return table;
    };
    const { defaultAssociation, defaultPropagation } = transitTypes;
    this.defaults.set(resource.urn, {
      association: find("defaultAssociationRouteTable", "associationDefaultRouteTableId", defaultAssociation),
      propagation: find("defaultPropagationRouteTable", "propagationDefaultRouteTableId", defaultPropagation),
    });
  }

  private links(type: string, verb: string): TableLink[] {
    return this.build.stack.ofType(type).flatMap((owner) => {
      const { tables, why: unknownTable } = this.named(owner);
      return tables.flatMap((table) => {
        const property = "transitGatewayAttachmentId";
        const { sides, isAnything, why } = this.parts.named(owner, property, table.transit);
        const all = isAnything
          ? this.parts.attachments.filter(({ transit }) => transit === table.transit)
          : sides;
        const missing = unknownTable ?? why;
        return all.map((attachment): TableLink => {
          const text = `${attachment.name} ${verb} ${table.name}`;
          const take = missing === undefined ? "always" : "perhaps";
          return { attachment, table, take, by: because(owner, property, text, fixLink, missing) };
        });
      });
    });
  }

  /** A policy table chooses the route table by the packet; its entries are not read: any table of the gateway may be meant. */
  private policyLinks(owner: ResourceFacts): TableLink[] {
    const policy = named(this.build, owner, "transitGatewayPolicyTableId", [transitTypes.policy]);
    const gateways = new Set(policy.resources.flatMap((table) => this.parts.ownGateways(table)));
    return [...gateways].flatMap((transit) => {
      const { sides } = this.parts.named(owner, "transitGatewayAttachmentId", transit);
      return sides.flatMap((attachment) =>
        this.of(transit).map((table): TableLink => {
          const text = `the policy table of ${attachment.name} may choose ${table.name}`;
          const why = "is a policy table, whose entries are not read";
          const fix = "Associate the attachment with a route table.";
          const by = because(owner, "transitGatewayPolicyTableId", text, fix, why);
          return { attachment, table, take: "perhaps", by };
        }),
      );
    });
  }

  /**
   * Source of the defaults: EC2 API, CreateTransitGateway, TransitGatewayRequestOptions, DefaultRouteTableAssociation and
   * DefaultRouteTablePropagation: enabled. @pulumi/aws, VpcAttachment, the flags of the same names: true.
   */
  private byDefault(attachment: AttachmentPart, what: "association" | "propagation"): readonly TableLink[] {
    const { transit, resource } = attachment;
    const gateway = transit.resource;
    const table = gateway && this.defaults.get(gateway.urn)?.[what];
    if (gateway === undefined || table === undefined) return [];
    const name = what === "association" ? "Association" : "Propagation";
    const option = gateway.props.text(`defaultRouteTable${name}`);
    if (option.state === "known" && option.value === "disable") return [];
    const flag = `transitGatewayDefaultRouteTable${name}`;
    const asked = [resource, this.parts.accepterOf(attachment)].filter((owner) => owner !== undefined);
    const flags = asked.map((owner) => owner.props.flag(flag));
    if (flags.some((fact) => fact.state === "known" && !fact.value)) return [];
    const unknown = [option, ...flags].find((fact) => fact.state === "unknown");
    const text = `${attachment.name} ${what === "association" ? "is associated with" : "propagates to"} ${table.name}, as ${gateway.name} does by default`;
    const fix = `Set defaultRouteTable${name}: "disable", and ${what === "association" ? "associate" : "propagate"} by resources of their own.`;
    const owner = unknown === option || resource === undefined ? gateway : resource;
    const property = owner === gateway ? `defaultRouteTable${name}` : flag;
    const by = because(owner, property, text, fix, unknown?.state === "unknown" ? unknown.why : undefined);
    return [{ attachment, table, take: unknown === undefined ? "always" : "perhaps", by }];
  }
}
