import { type Fact } from "../../facts/fact";
import { type ResourceFacts } from "../../facts/resource";
import { placesOf } from "./layout";
import { type Build, type SubnetPart } from "./parts";
import { perBuild } from "./perBuild";
import { tokens } from "./tokens";

const tableTypes: readonly string[] = [tokens.routeTable, tokens.defaultRouteTable];

/** The tables that a value names, by key: a table's URN, or the URN of the VPC whose main table nobody declares. */
export interface NamedTables {
  readonly keys: readonly string[];
  /** Which of them is not known. */
  readonly why?: string;
}

/** A table that a subnet or a gateway uses. Its resource is the VPC, if nobody declares the VPC's main table. */
export interface UsedTable {
  /** Undefined: a table that the stack does not declare, whose routes may lead anywhere. */
  readonly table: ResourceFacts | undefined;
  readonly why?: string;
}

class TableNames {
  private readonly defaultTables: ReadonlyMap<string, ResourceFacts>;

  constructor(private readonly build: Build) {
    const { defaults } = placesOf(build.layout);
    this.defaultTables = new Map(
      build.stack.ofType(tokens.defaultRouteTable).flatMap((table) => {
        const vpc = defaults.vpcOf(table, "defaultRouteTableId");
        return vpc === undefined ? [] : [[vpc.urn, table] as const];
      }),
    );
  }

  /** The table that AWS made with a VPC. */
  defaultOf(vpc: ResourceFacts): ResourceFacts {
    return this.defaultTables.get(vpc.urn) ?? vpc;
  }

  /** Tables that a property names; one that is not of the stack concerns no subnet of it, unless an association says so. */
  of(owner: ResourceFacts, property: string, fact: Fact<string>): NamedTables {
    const { references, layout, stack } = this.build;
    const named = references.of(owner, property, fact, [...tableTypes, ...tokens.vpcs]);
    switch (named?.kind) {
      case undefined:
        return { keys: [] };
      case "resource":
        return { keys: [this.own(named.resource).urn] };
      case "oneOf":
        return { keys: named.resources.map((resource) => this.own(resource).urn), why: named.why };
      case "outside": {
        const vpc = placesOf(layout).defaults.vpcOfOwn(named.id);
        return { keys: vpc === undefined ? [] : [this.defaultOf(vpc).urn] };
      }
      case "unknown":
        return {
          keys: [
            ...tableTypes.flatMap((type) => stack.ofType(type)).map(({ urn }) => urn),
            ...layout.vpcs.map(({ resource }) => this.defaultOf(resource).urn),
          ],
          why: named.why,
        };
    }
  }

  private own(resource: ResourceFacts): ResourceFacts {
    return tableTypes.includes(resource.type) ? resource : this.defaultOf(resource);
  }
}

export const tableNames = perBuild((build) => new TableNames(build));

interface Associations {
  readonly bySubnet: ReadonlyMap<string, readonly UsedTable[]>;
  readonly byGateway: ReadonlyMap<string, readonly UsedTable[]>;
  readonly mainByVpc: ReadonlyMap<string, readonly UsedTable[]>;
}

const gatewayTypes: readonly string[] = [tokens.internetGateway, tokens.vpnGateway];

const associations = perBuild((build): Associations => {
  const { stack, references } = build;
  const names = tableNames(build);
  const bySubnet = new Map<string, UsedTable[]>();
  const byGateway = new Map<string, UsedTable[]>();
  const mainByVpc = new Map<string, readonly UsedTable[]>();
  const tablesOf = (owner: ResourceFacts): readonly UsedTable[] => {
    const fact = owner.props.text("routeTableId");
    const { keys, why } = names.of(owner, "routeTableId", fact);
    const outside = "is a table that the stack does not declare";
    if (keys.length === 0) return [{ table: undefined, why: outside }];
    return keys.flatMap((key) => {
      const table = references.ofUrn(key);
      return table === undefined ? [] : [{ table, ...(why !== undefined && { why }) }];
    });
  };
  const sides = [
    ["subnetId", tokens.subnets, bySubnet],
    ["gatewayId", gatewayTypes, byGateway],
  ] as const;
  for (const owner of stack.ofType(tokens.routeTableAssociation)) {
    const used = tablesOf(owner);
    for (const [property, types, byUrn] of sides) {
      const named = references.of(owner, property, owner.props.text(property), types);
      if (named?.kind === "resource")
        byUrn.set(named.resource.urn, both(byUrn.get(named.resource.urn), used));
      // One of several: each of them may use it, or what it used before.
      if (named?.kind === "oneOf" || named?.kind === "unknown")
        for (const { urn } of named.kind === "oneOf"
          ? named.resources
          : types.flatMap((type) => stack.ofType(type)))
          byUrn.set(urn, [
            ...(byUrn.get(urn) ?? []),
            ...used.map(({ table }) => ({ table, why: named.why })),
          ]);
    }
  }
  for (const owner of stack.ofType(tokens.mainRouteTableAssociation)) {
    const named = references.of(owner, "vpcId", owner.props.text("vpcId"), tokens.vpcs);
    const used = tablesOf(owner);
    if (named?.kind === "resource") mainByVpc.set(named.resource.urn, used);
    // One of several VPCs: each of them may use it, or the table that AWS made with it.
    if (named?.kind === "oneOf" || named?.kind === "unknown") {
      const { why } = named;
      const vpcs =
        named.kind === "oneOf" ? named.resources : build.layout.vpcs.map(({ resource }) => resource);
      for (const vpc of vpcs) {
        const before = mainByVpc.get(vpc.urn) ?? [{ table: names.defaultOf(vpc) }];
        mainByVpc.set(
          vpc.urn,
          [...before, ...used].map(({ table }) => ({ table, why })),
        );
      }
    }
  }
  return { bySubnet, byGateway, mainByVpc };
});

/** One table only; facts that name two do not say which. */
function both(before: readonly UsedTable[] | undefined, used: readonly UsedTable[]): UsedTable[] {
  const all = [...(before ?? []), ...used];
  if (new Set(all.map(({ table }) => table)).size < 2) return [...used];
  return all.map(({ table, why = "uses several tables" }) => ({ table, why }));
}

/**
 * The table of a subnet, or those of which one is its table.
 * Source: VPC guide, "Subnet route tables": without an association a subnet uses the main table.
 */
export function tablesOfSubnet(build: Build, { urn, vpc }: SubnetPart): readonly UsedTable[] {
  const { bySubnet, mainByVpc } = associations(build);
  const own = bySubnet.get(urn) ?? [];
  const isCertain = own.length === 1 && own[0]?.why === undefined;
  if (isCertain) return own;
  const main = mainByVpc.get(vpc.urn) ?? [{ table: tableNames(build).defaultOf(vpc.resource) }];
  const why = own[0]?.why;
  return why === undefined ? main : [...own, ...main.map((table) => ({ ...table, why }))];
}

/** The table of a gateway, if it has one. Source: VPC guide, "Gateway route tables". */
export function tablesOfGateway(build: Build, gateway: ResourceFacts): readonly UsedTable[] {
  return associations(build).byGateway.get(gateway.urn) ?? [];
}
