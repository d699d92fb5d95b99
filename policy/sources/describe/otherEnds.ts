import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { types } from "./types";

/** Other ways into a VPC or out of it. Sources: EC2 API, the type of each call's list. */
export function readOtherEnds(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-client-vpn-endpoints")) {
    if (["deleted", "deleting"].includes(item.object("Status")?.text("Code") ?? "")) continue;
    const props = {
      vpcId: item.text("VpcId"),
      clientCidrBlock: item.text("ClientCidrBlock"),
      splitTunnel: item.flag("SplitTunnel"),
    };
    collection.add(types.clientVpn, item.id("ClientVpnEndpointId"), props, item);
  }
  for (const item of answers.items("describe-instance-connect-endpoints")) {
    if ((item.text("State") ?? "").startsWith("delete")) continue;
    collection.add(
      types.instanceConnect,
      item.id("InstanceConnectEndpointId"),
      {
        vpcId: item.text("VpcId"),
        subnetId: item.text("SubnetId"),
        securityGroupIds: item.texts("SecurityGroupIds"),
        networkInterfaceIds: item.texts("NetworkInterfaceIds"),
        preserveClientIp: item.flag("PreserveClientIp"),
      },
      item,
    );
  }
  for (const item of answers.items("describe-traffic-mirror-sessions")) {
    const props = {
      networkInterfaceId: item.text("NetworkInterfaceId"),
      trafficMirrorTargetId: item.text("TrafficMirrorTargetId"),
    };
    collection.add(types.mirrorSession, item.id("TrafficMirrorSessionId"), props, item);
  }
  for (const item of answers.items("describe-network-interface-permissions")) {
    const props = {
      networkInterfaceId: item.text("NetworkInterfaceId"),
      awsAccountId: item.text("AwsAccountId"),
      permission: item.text("Permission"),
    };
    collection.add(types.interfacePermission, item.id("NetworkInterfacePermissionId"), props, item);
  }
  for (const item of answers.items("describe-route-server-peers")) {
    if (["deleted", "deleting"].includes(item.text("State") ?? "")) continue;
    const props = {
      peerAddress: item.text("PeerAddress"),
      routeServerEndpointId: item.text("RouteServerEndpointId"),
    };
    collection.add(types.routeServerPeer, item.id("RouteServerPeerId"), props, item);
  }
}
