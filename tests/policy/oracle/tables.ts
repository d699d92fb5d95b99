import { type Props } from "../../../policy/facts/props";
import { type StackFacts } from "../../../policy/facts/resource";
import { type Block, block, has, isV6 } from "./addresses";
import { blocksOfList } from "./prefixLists";
import { objects, text, texts } from "./read";

/** What a route leads to: an object by its id, the VPC itself, or nothing. */
export type Target =
  | { readonly kind: "local" }
  | { readonly kind: "blackhole" }
  | { readonly kind: "object"; readonly id: string };

export interface Route {
  readonly block: Block;
  readonly target: Target;
  /** Static routes go before learned ones of the same length: VPC guide, "Route priority". */
  readonly isStatic: boolean;
}

export interface Table {
  readonly id: string;
  readonly vpc: string;
  readonly routes: readonly Route[];
}

const targets = [
  ...["gatewayId", "natGatewayId", "egressOnlyGatewayId", "transitGatewayId", "vpcPeeringConnectionId"],
  ...["networkInterfaceId", "vpcEndpointId", "instanceId"],
];

function routes(stack: StackFacts, props: Props, names: readonly [v4: string, v6: string]): Route[] {
  const list = text(props, "destinationPrefixListId");
  const single = names.map((name) => text(props, name)).find((one) => one !== undefined);
  const blocks =
    list === undefined ? (single === undefined ? [] : [block(single)]) : blocksOfList(stack, list);
  const id = targets.map((name) => text(props, name)).find((one) => one !== undefined);
  const isGone = text(props, "state") === "blackhole" || id === undefined;
  const target: Target = isGone
    ? { kind: "blackhole" }
    : id === "local"
      ? { kind: "local" }
      : { kind: "object", id };
  return blocks.map((each) => ({ block: each, target, isStatic: true }));
}

/** Route tables by id, with their local routes, and with the link's routes where a table has them propagated to it. */
export function readTables(
  stack: StackFacts,
  vpcBlocks: (vpc: string) => readonly Block[],
): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>();
  const standalone = stack.ofType("aws:ec2/route:Route");
  const propagations = stack.ofType("aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation");
  const linkRoutes = stack.ofType("aws:ec2/vpnConnectionRoute:VpnConnectionRoute");
  const connections = stack.ofType("aws:ec2/vpnConnection:VpnConnection");
  const learned = (gateway: string): Route[] =>
    linkRoutes
      .filter(({ props }) => {
        const connection = connections.find(
          (each) => text(each.props, "id") === text(props, "vpnConnectionId"),
        );
        return connection !== undefined && text(connection.props, "vpnGatewayId") === gateway;
      })
      .map(({ props }) => ({
        block: block(text(props, "destinationCidrBlock")!),
        ...{ target: { kind: "object", id: gateway }, isStatic: false },
      }));
  const services = (table: string): Route[] =>
    stack.ofType("aws:ec2/vpcEndpoint:VpcEndpoint").flatMap(({ props }) => {
      const id = text(props, "id")!;
      const joined = stack
        .ofType("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation")
        .some(
          (each) => text(each.props, "vpcEndpointId") === id && text(each.props, "routeTableId") === table,
        );
      if (!joined && !texts(props, "routeTableIds").includes(table)) return [];
      const target: Target = { kind: "object", id };
      return texts(props, "cidrBlocks").map((each): Route => ({
        block: block(each),
        target,
        isStatic: true,
      }));
    });
  const add = (id: string, vpc: string, props: Props | undefined) => {
    const local = vpcBlocks(vpc).map((each): Route => ({
      block: each,
      target: { kind: "local" },
      isStatic: true,
    }));
    const own = props === undefined ? [] : objects(props, "routes");
    const gateways = new Set(props === undefined ? [] : texts(props, "propagatingVgws"));
    for (const each of propagations) {
      if (text(each.props, "routeTableId") === id) gateways.add(text(each.props, "vpnGatewayId")!);
    }
    tables.set(id, {
      ...{ id, vpc },
      routes: [
        ...own.flatMap((each) => routes(stack, each, ["cidrBlock", "ipv6CidrBlock"])),
        ...standalone
          .filter((each) => text(each.props, "routeTableId") === id)
          .flatMap((each) => routes(stack, each.props, ["destinationCidrBlock", "destinationIpv6CidrBlock"])),
        ...local,
        ...services(id),
        ...[...gateways].flatMap(learned),
      ],
    });
  };
  for (const { props } of stack.ofType("aws:ec2/vpc:Vpc")) {
    const main = text(props, "mainRouteTableId");
    if (main !== undefined) add(main, text(props, "id")!, undefined);
  }
  for (const { props } of stack.ofType("aws:ec2/defaultRouteTable:DefaultRouteTable")) {
    add(text(props, "defaultRouteTableId")!, text(props, "vpcId")!, props);
  }
  for (const { props } of stack.ofType("aws:ec2/routeTable:RouteTable")) {
    add(text(props, "id")!, text(props, "vpcId")!, props);
  }
  return tables;
}

/** The longest prefix that has the destination; of equal ones the static ones; several only if they are all alike. */
export function best(routes: readonly Route[], destination: bigint): readonly Route[] {
  const size = ({ block: [first, last] }: Route) => last - first;
  const fit = routes.filter(
    (route) => has(route.block, destination) && isV6(route.block[0]) === isV6(destination),
  );
  const least = fit.reduce<Route | undefined>(
    (a, b) => (a === undefined || size(b) < size(a) ? b : a),
    undefined,
  );
  if (least === undefined) return [];
  const longest = fit.filter((route) => size(route) === size(least));
  const fixed = longest.filter(({ isStatic }) => isStatic);
  return fixed.length > 0 ? fixed.slice(0, 1) : longest;
}
