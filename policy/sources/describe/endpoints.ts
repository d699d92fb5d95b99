import { type Json } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { addressesOf } from "./prefixLists";
import { types } from "./types";

/** States of an endpoint that is not there. Source: EC2 API, VpcEndpoint, State; written in both cases. */
const dead: ReadonlySet<string> = new Set(["deleted", "deleting", "rejected", "failed", "expired"]);

/** Endpoints; gateway endpoints with the prefix list of their service. Source: EC2 API, VpcEndpoint. */
export function readEndpoints(answers: Answers, collection: Collection): void {
  const lists = new Map(
    answers.items("describe-prefix-lists").map((item) => [item.text("PrefixListName"), item]),
  );
  for (const item of answers.items("describe-vpc-endpoints")) {
    if (dead.has((item.text("State") ?? "").toLowerCase())) continue;
    const serviceName = item.text("ServiceName");
    const list = serviceName === undefined ? undefined : lists.get(serviceName);
    // Source of the default: EC2 API, CreateVpcEndpoint, VpcEndpointType.
    const vpcEndpointType = item.text("VpcEndpointType") ?? "Gateway";
    collection.add(
      types.endpoint,
      item.id("VpcEndpointId"),
      {
        vpcId: item.text("VpcId"),
        serviceName,
        vpcEndpointType,
        serviceRegion: item.text("ServiceRegion"),
        resourceConfigurationArn: item.text("ResourceConfigurationArn"),
        serviceNetworkArn: item.text("ServiceNetworkArn"),
        policy: item.text("PolicyDocument"),
        routeTableIds: item.texts("RouteTableIds"),
        subnetIds: item.texts("SubnetIds"),
        securityGroupIds: item.textsOf("Groups", "GroupId"),
        networkInterfaceIds: item.texts("NetworkInterfaceIds"),
        privateDnsEnabled: item.flag("PrivateDnsEnabled"),
        ipAddressType: item.text("IpAddressType"),
        requesterManaged: item.flag("RequesterManaged"),
        state: item.text("State"),
        ownerId: item.text("OwnerId"),
        ...(vpcEndpointType === "Gateway" && {
          prefixListId: list?.text("PrefixListId"),
          cidrBlocks: list && addressesOf(answers, list.id("PrefixListId")),
        }),
      },
      item,
    );
  }
  for (const item of answers.items("describe-vpc-endpoint-service-configurations")) {
    if (dead.has((item.text("ServiceState") ?? "").toLowerCase())) continue;
    const props: Json = {
      serviceName: item.text("ServiceName"),
      acceptanceRequired: item.flag("AcceptanceRequired"),
      networkLoadBalancerArns: item.texts("NetworkLoadBalancerArns"),
      gatewayLoadBalancerArns: item.texts("GatewayLoadBalancerArns"),
    };
    collection.add(types.endpointService, item.id("ServiceId"), props, item);
  }
}
