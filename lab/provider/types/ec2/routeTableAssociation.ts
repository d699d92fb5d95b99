import {
  AssociateRouteTableCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  ReplaceRouteTableAssociationCommand,
  type RouteTableAssociation,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { ifExists, untilGone } from "../../wait";
import { ec2, given } from "./common";

/** By subnet or gateway: replacing an association gives it a new id in AWS, while Pulumi keeps the first. */
async function find(aws: Aws, id: string, known: Props): Promise<RouteTableAssociation | undefined> {
  const subnet = text(known, "subnetId");
  const gateway = text(known, "gatewayId");
  const filter =
    subnet !== undefined
      ? { Name: "association.subnet-id", Values: [subnet] }
      : gateway !== undefined
        ? { Name: "association.gateway-id", Values: [gateway] }
        : { Name: "association.route-table-association-id", Values: [id] };
  const { RouteTables } = await ec2(aws).send(new DescribeRouteTablesCommand({ Filters: [filter] }));
  return (RouteTables ?? [])
    .flatMap((table) => table.Associations ?? [])
    .find((item) =>
      subnet !== undefined
        ? item.SubnetId === subnet
        : gateway !== undefined
          ? item.GatewayId === gateway
          : item.RouteTableAssociationId === id,
    );
}

export const routeTableAssociation: ResourceType = {
  token: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  required: ["routeTableId"],
  replaceOn: ["subnetId", "gatewayId"],
  outputs: [],
  async create(aws, inputs) {
    const { AssociationId } = await ec2(aws).send(
      new AssociateRouteTableCommand({
        RouteTableId: text(inputs, "routeTableId"),
        SubnetId: text(inputs, "subnetId"),
        GatewayId: text(inputs, "gatewayId"),
      }),
    );
    return given(AssociationId, "an association id");
  },
  async read(aws, id, known) {
    const found = await find(aws, id, known);
    if (found === undefined) return undefined;
    return { routeTableId: found.RouteTableId, subnetId: found.SubnetId, gatewayId: found.GatewayId };
  },
  async update(aws, id, news, olds) {
    const current = (await find(aws, id, olds))?.RouteTableAssociationId ?? id;
    await ec2(aws).send(
      new ReplaceRouteTableAssociationCommand({
        AssociationId: current,
        RouteTableId: text(news, "routeTableId"),
      }),
    );
  },
  async remove(aws, id, state) {
    const current = (await find(aws, id, state))?.RouteTableAssociationId;
    if (current === undefined) return;
    await ifExists(() => ec2(aws).send(new DisassociateRouteTableCommand({ AssociationId: current })));
    await untilGone(aws, id, 300, () => find(aws, id, state));
  },
};
