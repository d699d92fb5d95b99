import {
  CreateVpnConnectionRouteCommand,
  DeleteVpnConnectionRouteCommand,
  type VpnStaticRoute,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { needText } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { ec2 } from "./common";
import { describeVpnConnection } from "./vpnConnection";

const parameters = (props: Props): { VpnConnectionId: string; DestinationCidrBlock: string } => ({
  VpnConnectionId: needText(props, "vpnConnectionId"),
  DestinationCidrBlock: needText(props, "destinationCidrBlock"),
});

async function find(aws: Aws, vpnId: string, cidr: string): Promise<VpnStaticRoute | undefined> {
  const connection = await describeVpnConnection(aws, vpnId);
  return connection?.Routes?.find(
    (route) => route.DestinationCidrBlock === cidr && route.State !== "deleted",
  );
}

/** A block of the build network that a statically routed VPN connection carries. */
export const vpnConnectionRoute: ResourceType = {
  token: "aws:ec2/vpnConnectionRoute:VpnConnectionRoute",
  required: ["destinationCidrBlock", "vpnConnectionId"],
  replaceOn: ["destinationCidrBlock", "vpnConnectionId"],
  outputs: [],
  async create(aws, inputs) {
    const route = parameters(inputs);
    await ec2(aws).send(new CreateVpnConnectionRouteCommand(route));
    const id = aws.acknowledged(`${route.DestinationCidrBlock}:${route.VpnConnectionId}`);
    await until(aws, `the VPN route ${id} to be available`, 15, async () =>
      (await find(aws, route.VpnConnectionId, route.DestinationCidrBlock))?.State === "available"
        ? true
        : undefined,
    );
    return id;
  },
  async read(aws, id) {
    const at = id.lastIndexOf(":");
    const destinationCidrBlock = id.slice(0, at);
    const vpnConnectionId = id.slice(at + 1);
    const found = await find(aws, vpnConnectionId, destinationCidrBlock);
    return found === undefined ? undefined : { destinationCidrBlock, vpnConnectionId };
  },
  async remove(aws, _id, state) {
    const route = parameters(state);
    await ec2(aws).send(new DeleteVpnConnectionRouteCommand(route));
    await untilGone(aws, `the VPN route to ${route.DestinationCidrBlock}`, 15, () =>
      find(aws, route.VpnConnectionId, route.DestinationCidrBlock),
    );
  },
};
