import { createHash } from "node:crypto";
import {
  AttachVpnGatewayCommand,
  CreateVpnGatewayCommand,
  DeleteVpnGatewayCommand,
  DescribeVpnGatewaysCommand,
  DetachVpnGatewayCommand,
  type VpnGateway,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { needText, numeric, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { ifExists, until, untilGone } from "../../wait";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";
import { describeRouteTable, propagate } from "./routes";

async function describe(aws: Aws, id: string): Promise<VpnGateway | undefined> {
  const answer = await ec2(aws).send(new DescribeVpnGatewaysCommand({ VpnGatewayIds: [id] }));
  const [gateway] = answer.VpnGateways ?? [];
  return gateway?.State === "deleted" ? undefined : gateway;
}

const attachedVpc = (gateway: VpnGateway | undefined): string | undefined =>
  gateway?.VpcAttachments?.find(({ State }) => State === "attached" || State === "attaching")?.VpcId;

async function attach(aws: Aws, id: string, vpcId: string): Promise<void> {
  await ec2(aws).send(new AttachVpnGatewayCommand({ VpnGatewayId: id, VpcId: vpcId }));
  await until(aws, `${id} to be attached to ${vpcId}`, 900, async () => {
    const gateway = await describe(aws, id);
    return gateway?.VpcAttachments?.some((item) => item.VpcId === vpcId && item.State === "attached") === true
      ? true
      : undefined;
  });
}

async function detach(aws: Aws, id: string, vpcId: string): Promise<void> {
  await ifExists(() => ec2(aws).send(new DetachVpnGatewayCommand({ VpnGatewayId: id, VpcId: vpcId })));
  await untilGone(aws, `the attachment of ${id} to ${vpcId}`, 1800, async () => {
    const gateway = await describe(aws, id);
    return gateway?.VpcAttachments?.find((item) => item.VpcId === vpcId && item.State !== "detached");
  });
}

export const vpnGateway: ResourceType = {
  token: "aws:ec2/vpnGateway:VpnGateway",
  replaceOn: ["amazonSideAsn", "availabilityZone"],
  outputs: ["arn"],
  chosenByAws: ["amazonSideAsn", "vpcId"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const { VpnGateway: made } = await ec2(aws).send(
      new CreateVpnGatewayCommand({
        Type: "ipsec.1",
        AmazonSideAsn: numeric(inputs, "amazonSideAsn"),
        AvailabilityZone: text(inputs, "availabilityZone"),
        TagSpecifications: tagSpecifications("vpn-gateway", inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.VpnGatewayId, "a VPN gateway id"));
    const vpcId = text(inputs, "vpcId");
    if (vpcId !== undefined) await attach(aws, id, vpcId);
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const asn = found.AmazonSideAsn;
    return {
      arn: aws.arn("ec2", `vpn-gateway/${id}`),
      amazonSideAsn: asn === undefined ? undefined : String(asn),
      availabilityZone: found.AvailabilityZone,
      vpcId: attachedVpc(found) ?? null,
      tagsAll: tagsAll(found.Tags),
    };
  },
  async update(aws, id, news, olds) {
    const before = text(olds, "vpcId");
    const after = text(news, "vpcId");
    // Without a declared VPC the attachment is left alone: VpnGatewayAttachment may own it.
    if (after === undefined || before === after) return;
    if (before !== undefined) await detach(aws, id, before);
    await attach(aws, id, after);
  },
  async remove(aws, id) {
    const vpcId = attachedVpc(await describe(aws, id));
    if (vpcId !== undefined) await detach(aws, id, vpcId);
    await ec2(aws).send(new DeleteVpnGatewayCommand({ VpnGatewayId: id }));
  },
};

export const vpnGatewayAttachment: ResourceType = {
  token: "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment",
  required: ["vpcId", "vpnGatewayId"],
  replaceOn: ["vpcId", "vpnGatewayId"],
  outputs: [],
  async create(aws, inputs) {
    const vpcId = needText(inputs, "vpcId");
    const gatewayId = needText(inputs, "vpnGatewayId");
    await attach(aws, gatewayId, vpcId);
    const digest = createHash("sha256").update(`${vpcId}-${gatewayId}`).digest("hex");
    return `vpn-attachment-${digest.slice(0, 8)}`;
  },
  async read(aws, _id, known) {
    const gatewayId = needText(known, "vpnGatewayId");
    const vpcId = attachedVpc(await describe(aws, gatewayId));
    return vpcId === needText(known, "vpcId") ? { vpcId, vpnGatewayId: gatewayId } : undefined;
  },
  remove: (aws, _id, state) => detach(aws, needText(state, "vpnGatewayId"), needText(state, "vpcId")),
};

export const vpnGatewayRoutePropagation: ResourceType = {
  token: "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation",
  required: ["routeTableId", "vpnGatewayId"],
  replaceOn: ["routeTableId", "vpnGatewayId"],
  outputs: [],
  async create(aws, inputs) {
    const tableId = needText(inputs, "routeTableId");
    const gatewayId = needText(inputs, "vpnGatewayId");
    await propagate(aws, tableId, gatewayId, true);
    return `${gatewayId}_${tableId}`;
  },
  async read(aws, id) {
    const [vpnGatewayId = "", routeTableId = ""] = id.split("_");
    const table = await describeRouteTable(aws, routeTableId);
    const learned = table?.PropagatingVgws?.some(({ GatewayId }) => GatewayId === vpnGatewayId) ?? false;
    return learned ? { vpnGatewayId, routeTableId } : undefined;
  },
  remove: (aws, _id, state) =>
    propagate(aws, needText(state, "routeTableId"), needText(state, "vpnGatewayId"), false),
};
