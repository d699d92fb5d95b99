import { type StackFacts } from "../../../policy/facts/resource";
import { type Block, block } from "./addresses";
import { flag, text, texts } from "./read";
import { type Route, type Target } from "./tables";

/** What is attached to a transit gateway: a VPC by some of its subnets, or a VPN connection. */
export interface TransitAttachment {
  readonly id: string;
  readonly gateway: string;
  readonly vpc?: string;
  readonly subnets: readonly string[];
  readonly link?: string;
  /** A VPC's attachment takes IPv6 only if it is told to. EC2 API, CreateTransitGatewayVpcAttachmentRequestOptions. */
  readonly hasIpv6: boolean;
  /** Routes of the table that is associated with it; none is associated: undefined. */
  readonly routes: readonly Route[] | undefined;
}

/** Attachments with their tables. Transit gateway guide, "Route tables": static routes go before propagated ones of the same block. */
export function readTransit(
  stack: StackFacts,
  vpcBlocks: (vpc: string) => readonly Block[],
): TransitAttachment[] {
  const of = (name: string) =>
    stack
      .ofType(`aws:ec2transitgateway/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`)
      .map(({ props }) => props);
  const gateways = new Map(of("TransitGateway").map((props) => [text(props, "id")!, props]));
  const vpcAttachments = of("VpcAttachment").map((props) => ({
    ...{ props, id: text(props, "id")!, gateway: text(props, "transitGatewayId")! },
    ...{
      vpc: text(props, "vpcId")!,
      subnets: texts(props, "subnetIds"),
      blocks: vpcBlocks(text(props, "vpcId")!),
    },
  }));
  const links = stack.ofType("aws:ec2/vpnConnection:VpnConnection").flatMap(({ props }) => {
    const [id, gateway] = [text(props, "transitGatewayAttachmentId"), text(props, "transitGatewayId")];
    if (id === undefined || gateway === undefined) return [];
    return [{ props, id, gateway, link: text(props, "id")!, subnets: [], blocks: [] as readonly Block[] }];
  });
  const all = [...vpcAttachments, ...links];
  /** Tables by attachment: said by a resource, or the gateway's own table unless that is off. */
  const tablesOf = (said: string, own: string, { id, gateway, props }: (typeof all)[number]): string[] => {
    const explicit = of(said)
      .filter((each) => text(each, "transitGatewayAttachmentId") === id)
      .map((each) => text(each, "transitGatewayRouteTableId")!);
    const of_ = gateways.get(gateway)!;
    const isOff =
      text(of_, `defaultRouteTable${own}`) === "disable" ||
      flag(props, `transitGatewayDefaultRouteTable${own}`) === false;
    const table = text(of_, `${own.toLowerCase()}DefaultRouteTableId`);
    return isOff || table === undefined ? explicit : [...explicit, table];
  };
  const routesOf = (table: string): Route[] => {
    const fixed = of("Route")
      .filter((each) => text(each, "transitGatewayRouteTableId") === table)
      .map((each): Route => {
        const id = text(each, "transitGatewayAttachmentId");
        const isGone = flag(each, "blackhole") === true || id === undefined;
        const target: Target = isGone ? { kind: "blackhole" } : { kind: "object", id };
        return { block: block(text(each, "destinationCidrBlock")!), target, isStatic: true };
      });
    const learned = all
      .filter((each) => tablesOf("RouteTablePropagation", "Propagation", each).includes(table))
      .flatMap(({ id, blocks }) =>
        blocks.map((each): Route => ({ block: each, target: { kind: "object", id }, isStatic: false })),
      );
    return [...fixed, ...learned];
  };
  return all.map((each) => {
    const [table] = tablesOf("RouteTableAssociation", "Association", each);
    const { id, gateway, subnets, props } = each;
    const hasIpv6 = text(props, "ipv6Support") === "enable";
    const end = "vpc" in each ? { vpc: each.vpc } : { link: each.link };
    return {
      id,
      gateway,
      subnets,
      hasIpv6,
      ...end,
      routes: table === undefined ? undefined : routesOf(table),
    };
  });
}
