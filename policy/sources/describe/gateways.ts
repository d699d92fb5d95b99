import { type Json } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** The VPC that a gateway is attached to, if it is. Source: EC2 API, InternetGatewayAttachment: `available` means attached. */
function attachedVpc(item: Item): string | undefined {
  const live = item
    .list("Attachments")
    .find((one) => ["available", "attached", "attaching"].includes(one.text("State") ?? "attached"));
  return live?.text("VpcId");
}

/** Internet, egress-only, carrier and local gateways. */
export function readGateways(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-internet-gateways")) {
    const props = { vpcId: attachedVpc(item), ownerId: item.text("OwnerId") };
    collection.add(types.internetGateway, item.id("InternetGatewayId"), props, item);
  }
  for (const item of answers.items("describe-egress-only-internet-gateways")) {
    const id = item.id("EgressOnlyInternetGatewayId");
    collection.add(types.egressOnlyGateway, id, { vpcId: attachedVpc(item) }, item);
  }
  for (const item of answers.items("describe-carrier-gateways")) {
    if (["deleted", "deleting"].includes(item.text("State") ?? "")) continue;
    const props = { vpcId: item.text("VpcId"), ownerId: item.text("OwnerId") };
    collection.add(types.carrierGateway, item.id("CarrierGatewayId"), props, item);
  }
  for (const item of answers.items("describe-local-gateway-route-table-vpc-associations")) {
    if (["disassociated", "disassociating"].includes(item.text("State") ?? "")) continue;
    collection.add(
      types.localGatewayAssociation,
      item.id("LocalGatewayRouteTableVpcAssociationId"),
      {
        vpcId: item.text("VpcId"),
        localGatewayId: item.text("LocalGatewayId"),
        localGatewayRouteTableId: item.text("LocalGatewayRouteTableId"),
      },
      item,
    );
  }
}

/** NAT gateways; of a regional one, an address a zone. Source: EC2 API, NatGateway. */
export function readNatGateways(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-nat-gateways")) {
    if (["failed", "deleted", "deleting"].includes(item.text("State") ?? "")) continue;
    const addresses = item.list("NatGatewayAddresses").filter((one) => one.text("Status") !== "failed");
    const isRegional = item.text("AvailabilityMode") === "regional";
    const first = addresses.find((one) => one.flag("IsPrimary") === true) ?? addresses[0];
    const others = addresses.filter((one) => one !== first);
    const zonal = {
      allocationId: first?.text("AllocationId"),
      publicIp: first?.text("PublicIp"),
      privateIp: first?.text("PrivateIp"),
      networkInterfaceId: first?.text("NetworkInterfaceId"),
      secondaryAllocationIds: others.flatMap((one) => one.text("AllocationId") ?? []),
      secondaryPrivateIpAddresses: others.flatMap((one) => one.text("PrivateIp") ?? []),
    };
    collection.add(
      types.natGateway,
      item.id("NatGatewayId"),
      {
        vpcId: item.text("VpcId"),
        subnetId: item.text("SubnetId"),
        // Source of the default: EC2 API, CreateNatGateway, ConnectivityType.
        connectivityType: item.text("ConnectivityType") ?? "public",
        availabilityMode: item.text("AvailabilityMode"),
        ...(isRegional ? { regionalNatGatewayAddresses: addresses.map(regionalAddress) } : zonal),
      },
      item,
    );
  }
}

function regionalAddress(item: Item): Json {
  return {
    allocationId: item.text("AllocationId"),
    availabilityZone: item.text("AvailabilityZone"),
    networkInterfaceId: item.text("NetworkInterfaceId"),
    publicIp: item.text("PublicIp"),
    status: item.text("Status"),
  };
}

/** Elastic IP addresses. Source: EC2 API, Address. */
export function readAddresses(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-addresses")) {
    collection.add(
      types.eip,
      item.text("AllocationId") ?? item.id("PublicIp"),
      {
        allocationId: item.text("AllocationId"),
        publicIp: item.text("PublicIp"),
        associateWithPrivateIp: item.text("PrivateIpAddress"),
        instance: item.text("InstanceId"),
        networkInterface: item.text("NetworkInterfaceId"),
        publicIpv4Pool: item.text("PublicIpv4Pool"),
        carrierIp: item.text("CarrierIp"),
        customerOwnedIp: item.text("CustomerOwnedIp"),
      },
      item,
    );
  }
}
