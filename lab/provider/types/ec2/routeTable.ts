import {
  CreateRouteTableCommand,
  DeleteRouteTableCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  type RouteTable,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { blocks, needText, text, texts } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { untilGone } from "../../wait";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";
import {
  createRoute,
  deleteRoute,
  describeRouteTable,
  propagate,
  replaceRoute,
  routeProps,
  writtenRoutes,
} from "./routes";

/** A route inside a table names its destination otherwise than `aws.ec2.Route` does. */
const fromInline = ({ cidrBlock, ipv6CidrBlock, ...target }: Props): Props => ({
  ...target,
  destinationCidrBlock: cidrBlock,
  destinationIpv6CidrBlock: ipv6CidrBlock,
});

function toInline(route: Props): Props {
  const { destinationCidrBlock, destinationIpv6CidrBlock, origin: _, state: _state, ...rest } = route;
  const { instanceId: _instance, instanceOwnerId: _owner, ...target } = rest;
  return { ...target, cidrBlock: destinationCidrBlock, ipv6CidrBlock: destinationIpv6CidrBlock };
}

const keyOf = (route: Props): string =>
  text(route, "cidrBlock") ?? text(route, "ipv6CidrBlock") ?? text(route, "destinationPrefixListId") ?? "";

/** Makes the written routes and the propagation equal to what is declared. */
async function write(aws: Aws, id: string, news: Props, olds: Props): Promise<void> {
  const before = new Map(blocks(olds, "routes").map((route) => [keyOf(route), route]));
  const after = new Map(blocks(news, "routes").map((route) => [keyOf(route), route]));
  for (const [key, route] of before) if (!after.has(key)) await deleteRoute(aws, id, fromInline(route));
  for (const [key, route] of after) {
    const old = before.get(key);
    if (old === undefined) await createRoute(aws, id, fromInline(route));
    else if (!same(old, route)) await replaceRoute(aws, id, fromInline(route));
  }
  const learned = texts(olds, "propagatingVgws");
  const wanted = texts(news, "propagatingVgws");
  for (const vgw of learned) if (!wanted.includes(vgw)) await propagate(aws, id, vgw, false);
  for (const vgw of wanted) if (!learned.includes(vgw)) await propagate(aws, id, vgw, true);
}

function props(aws: Aws, id: string, table: RouteTable): Props {
  return {
    arn: aws.arn("ec2", `route-table/${id}`),
    vpcId: table.VpcId,
    ownerId: table.OwnerId,
    routes: writtenRoutes(table).map((route) => toInline(routeProps(route))),
    propagatingVgws: (table.PropagatingVgws ?? []).flatMap(({ GatewayId }) => GatewayId ?? []),
    tagsAll: tagsAll(table.Tags),
  };
}

async function read(aws: Aws, id: string): Promise<Props | undefined> {
  const table = await describeRouteTable(aws, id);
  return table === undefined ? undefined : props(aws, id, table);
}

export const routeTable: ResourceType = {
  token: "aws:ec2/routeTable:RouteTable",
  required: ["vpcId"],
  replaceOn: ["vpcId"],
  outputs: ["arn", "ownerId"],
  chosenByAws: ["routes", "propagatingVgws"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const { RouteTable: made } = await ec2(aws).send(
      new CreateRouteTableCommand({
        VpcId: text(inputs, "vpcId"),
        TagSpecifications: tagSpecifications("route-table", inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.RouteTableId, "a route table id"));
    await write(aws, id, inputs, {});
    return id;
  },
  read,
  update: write,
  async remove(aws, id) {
    const table = await describeRouteTable(aws, id);
    for (const { RouteTableAssociationId: association, Main } of table?.Associations ?? [])
      if (association !== undefined && Main !== true)
        await ec2(aws).send(new DisassociateRouteTableCommand({ AssociationId: association }));
    await ec2(aws).send(new DeleteRouteTableCommand({ RouteTableId: id }));
    await untilGone(aws, id, 300, () => describeRouteTable(aws, id));
  },
};

/** The VPC's own table: adopted and emptied at creation, left as it is at deletion. */
export const defaultRouteTable: ResourceType = {
  token: "aws:ec2/defaultRouteTable:DefaultRouteTable",
  required: ["defaultRouteTableId"],
  replaceOn: ["defaultRouteTableId"],
  outputs: ["arn", "ownerId", "vpcId"],
  chosenByAws: ["routes", "propagatingVgws"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const id = needText(inputs, "defaultRouteTableId");
    const isMain = { Name: "association.main", Values: ["true"] };
    const answer = await ec2(aws).send(
      new DescribeRouteTablesCommand({ RouteTableIds: [id], Filters: [isMain] }),
    );
    const table = given(answer.RouteTables?.[0], `a main route table ${id}`);
    const found = props(aws, id, table);
    await write(aws, id, inputs, found);
    await adoptTags(aws, id, inputs, found);
    return id;
  },
  async read(aws, id) {
    const found = await read(aws, id);
    return found === undefined ? undefined : { ...found, defaultRouteTableId: id };
  },
  update: write,
  remove: () => Promise.resolve(),
};

/** What exists before Pulumi adopts it may have tags: they become those that are declared. */
export async function adoptTags(aws: Aws, id: string, inputs: Props, found: Props): Promise<void> {
  const before = Object.keys((found.tagsAll ?? {}) as Props);
  const after = (inputs.tagsAll ?? {}) as Record<string, string>;
  const gone = before.filter((key) => !(key in after));
  if (gone.length > 0) await ec2Tagging.untag(aws, id, gone, found);
  if (Object.keys(after).length > 0) await ec2Tagging.tag(aws, id, after, found);
}
