import { type Props } from "../../../policy/facts/props";
import { type StackFacts } from "../../../policy/facts/resource";
import { address, type Block, block } from "./addresses";
import { type Acl, type Group, readAcls, readGroups } from "./filters";
import { readInterfaces } from "./interfaces";
import { flag, text, texts } from "./read";
import { type Direct, readDirects } from "./spokes";
import { readRegionalNats, type RegionalNat } from "./natMemory";
import { readTables, type Table } from "./tables";
import { readTransit, type TransitAttachment } from "./transitFacts";

/** What the walker walks on: the stack's facts, as it reads them itself. By the ids of AWS. */
export interface World {
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly interfaces: readonly Interface[];
  readonly groups: ReadonlyMap<string, Group>;
  readonly tables: ReadonlyMap<string, Table>;
  /** By id of the internet or virtual private gateway that has it. */
  readonly edgeTables: ReadonlyMap<string, Table>;
  readonly internetGateways: ReadonlyMap<string, string>;
  readonly egressOnlyGateways: ReadonlyMap<string, string>;
  readonly peerings: readonly Peering[];
  readonly links: readonly Link[];
  readonly directs: readonly Direct[];
  /** VPC of each virtual private gateway. */
  readonly linkGateways: ReadonlyMap<string, string>;
  readonly regionalNats: readonly RegionalNat[];
  readonly attachments: readonly TransitAttachment[];
  readonly gatewayEndpoints: readonly {
    readonly id: string;
    readonly service: string;
    readonly tables: readonly string[];
  }[];
}

export interface Vpc {
  readonly id: string;
  readonly blocks: readonly Block[];
  /** Amazon's resolver, by its addresses; none if DNS support is off. */
  readonly resolvers: readonly bigint[];
}

export interface Subnet {
  readonly id: string;
  readonly vpc: string;
  readonly blocks: readonly Block[];
  readonly zone: string;
  readonly table: string;
  readonly acl: Acl;
}

export interface Interface {
  /** The resource's. */
  readonly urn: string;
  readonly id: string;
  readonly kind: "plain" | "nat" | "endpoint";
  readonly subnet: string;
  readonly addresses: readonly bigint[];
  /** Undefined: no group is applied. */
  readonly groups: readonly string[] | undefined;
  readonly publics: readonly (readonly [own: bigint, outer: bigint])[];
  readonly sourceCheck: boolean;
  /** Of an endpoint. */
  readonly service?: string;
}

export interface Peering {
  readonly id: string;
  readonly vpcs: readonly [string, string];
}

/** A VPN connection, to a virtual private or a transit gateway. */
export interface Link {
  readonly id: string;
  readonly gateway: string | undefined;
  /** Its customer gateway, and that one's address. */
  readonly customer: string;
  readonly device: string | undefined;
  /** Only its routes lead into it; else its other side announces anything. */
  readonly isStatic: boolean;
  readonly routes: readonly Block[];
  /** Selectors: the customer's side, and AWS's. */
  readonly beyond: readonly Block[];
  readonly here: readonly Block[];
}

/** An ACL that lets everything pass: a VPC's own, as long as nobody manages it. */
const openAcl: Acl = {
  subnets: [],
  entries: (["ingress", "egress"] as const).flatMap((direction) =>
    ["0.0.0.0/0", "::/0"].map((cidr) => ({
      ...{ number: 100, direction, allows: true, block: block(cidr), protocol: undefined, from: -1, to: -1 },
    })),
  ),
};

const blocksOf = (props: Props): Block[] =>
  [text(props, "cidrBlock"), text(props, "ipv6CidrBlock")].flatMap((one) =>
    one === undefined ? [] : [block(one)],
  );

export function readWorld(stack: StackFacts): World {
  const of = (type: string) =>
    stack.ofType(`aws:ec2/${type}`).map((resource) => ({ ...resource, id: text(resource.props, "id")! }));
  const vpcs = new Map<string, Vpc>();
  for (const { id, props } of of("vpc:Vpc")) {
    const more = ["vpcIpv4CidrBlockAssociation:VpcIpv4", "vpcIpv6CidrBlockAssociation:VpcIpv6"]
      .flatMap((type) => of(`${type}CidrBlockAssociation`))
      .filter((each) => text(each.props, "vpcId") === id);
    const blocks = [...blocksOf(props), ...more.flatMap((each) => blocksOf(each.props))];
    const isOff = flag(props, "enableDnsSupport") === false;
    // VPC guide, "Amazon DNS server": these two, and the base of the VPC's primary IPv4 block plus two.
    const fixed = ["169.254.169.253", "fd00:ec2::253"].map(address);
    vpcs.set(id, {
      id,
      blocks,
      resolvers: isOff ? [] : [...fixed, block(text(props, "cidrBlock")!)[0] + 2n],
    });
  }
  const tables = readTables(stack, (vpc) => vpcs.get(vpc)!.blocks);
  const mains = new Map(of("vpc:Vpc").map(({ id, props }) => [id, text(props, "mainRouteTableId")!]));
  for (const { props } of of("mainRouteTableAssociation:MainRouteTableAssociation")) {
    mains.set(text(props, "vpcId")!, text(props, "routeTableId")!);
  }
  const associations = of("routeTableAssociation:RouteTableAssociation").map(({ props }) => props);
  const tableOf = (key: string, id: string) => {
    const own = associations.find((each) => text(each, key) === id);
    return own === undefined ? undefined : text(own, "routeTableId")!;
  };
  const acls = [...readAcls(stack)];
  const defaults = new Map(of("vpc:Vpc").map(({ id, props }) => [id, text(props, "defaultNetworkAclId")!]));
  const aclOf = (subnet: string, vpc: string): Acl =>
    acls.find(([, acl]) => acl.subnets.includes(subnet))?.[1] ??
    acls.find(([id]) => id === defaults.get(vpc))?.[1] ??
    openAcl;
  const subnets = new Map<string, Subnet>();
  for (const { id, props } of of("subnet:Subnet")) {
    const vpc = text(props, "vpcId")!;
    const table = tableOf("subnetId", id) ?? mains.get(vpc)!;
    const zone = text(props, "availabilityZone")!;
    subnets.set(id, { id, vpc, blocks: blocksOf(props), zone, table, acl: aclOf(id, vpc) });
  }
  const edges = ["internetGateway:InternetGateway", "vpnGateway:VpnGateway"].flatMap((type) =>
    of(type).flatMap(({ id }) => {
      const table = tables.get(tableOf("gatewayId", id) ?? "");
      return table === undefined ? [] : [[id, table] as const];
    }),
  );
  const vpcOf = (type: string) => new Map(of(type).map(({ id, props }) => [id, text(props, "vpcId") ?? ""]));
  return {
    ...{ vpcs, subnets, tables, groups: readGroups(stack), edgeTables: new Map(edges) },
    regionalNats: readRegionalNats(stack),
    interfaces: readInterfaces(stack, (subnet) => subnets.get(subnet)!.vpc),
    internetGateways: vpcOf("internetGateway:InternetGateway"),
    egressOnlyGateways: vpcOf("egressOnlyInternetGateway:EgressOnlyInternetGateway"),
    linkGateways: vpcOf("vpnGateway:VpnGateway"),
    peerings: of("vpcPeeringConnection:VpcPeeringConnection")
      .filter(({ props }) => text(props, "acceptStatus") === "active")
      .map(({ id, props }) => ({ id, vpcs: [text(props, "vpcId")!, text(props, "peerVpcId")!] })),
    links: readLinks(stack),
    directs: readDirects(stack),
    attachments: readTransit(stack, (vpc) => vpcs.get(vpc)!.blocks),
    gatewayEndpoints: of("vpcEndpoint:VpcEndpoint")
      .filter(({ props }) => (text(props, "vpcEndpointType") ?? "Gateway") === "Gateway")
      .map(({ id, props }) => {
        const more = of("vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation")
          .filter((each) => text(each.props, "vpcEndpointId") === id)
          .map((each) => text(each.props, "routeTableId")!);
        return { id, service: serviceOf(props), tables: [...texts(props, "routeTableIds"), ...more] };
      }),
  };
}

/** `com.amazonaws.eu-west-1.s3`: s3. */
const serviceOf = (props: Props): string => text(props, "serviceName")!.split(".").slice(3).join(".");

function readLinks(stack: StackFacts): Link[] {
  const of = (type: string) => stack.ofType(`aws:ec2/${type}`).map(({ props }) => props);
  const selector = (props: Props, side: string) =>
    [
      text(props, `${side}Ipv4NetworkCidr`) ?? "0.0.0.0/0",
      text(props, `${side}Ipv6NetworkCidr`) ?? "::/0",
    ].map(block);
  return of("vpnConnection:VpnConnection").map((props) => {
    const id = text(props, "id")!;
    const routes = of("vpnConnectionRoute:VpnConnectionRoute").filter(
      (each) => text(each, "vpnConnectionId") === id,
    );
    const customer = text(props, "customerGatewayId") ?? "";
    const device = of("customerGateway:CustomerGateway").find((each) => text(each, "id") === customer);
    return {
      ...{ id, customer, gateway: text(props, "vpnGatewayId") },
      device: device === undefined ? undefined : text(device, "ipAddress"),
      isStatic: flag(props, "staticRoutesOnly") === true,
      routes: routes.map((each) => block(text(each, "destinationCidrBlock")!)),
      ...{ beyond: selector(props, "local"), here: selector(props, "remote") },
    };
  });
}
