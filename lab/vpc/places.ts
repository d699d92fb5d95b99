import {
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  DescribeVpcEndpointsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";

/** Where a network interface stands. */
export interface Place {
  readonly vpcId: string;
  readonly subnetId: string;
}

/** @throws Error if there is no such instance */
export async function placeOf(client: Pick<EC2Client, "send">, instanceId: string): Promise<Place> {
  const { Reservations = [] } = await client.send(
    new DescribeInstancesCommand({ InstanceIds: [instanceId] }),
  );
  const { VpcId, SubnetId } = Reservations[0]?.Instances?.[0] ?? {};
  if (VpcId === undefined || SubnetId === undefined) throw new Error(`${instanceId} stands in no subnet`);
  return { vpcId: VpcId, subnetId: SubnetId };
}

/** The S3 gateway endpoint that the subnet's route table holds; null: none, so that S3 is out of reach. */
export async function storageEndpointOf(
  client: Pick<EC2Client, "send">,
  { vpcId, subnetId }: Place,
  region: string,
): Promise<string | null> {
  const table =
    (await routeTable(client, { "association.subnet-id": subnetId })) ??
    // A subnet without a table of its own follows the VPC's main one (VPC user guide, "Subnet route tables").
    (await routeTable(client, { "association.main": "true", "vpc-id": vpcId }));
  const { VpcEndpoints = [] } = await client.send(
    new DescribeVpcEndpointsCommand({
      Filters: filters({ "vpc-id": vpcId, "service-name": `com.amazonaws.${region}.s3` }),
    }),
  );
  const endpoint = VpcEndpoints.find(
    ({ RouteTableIds, VpcEndpointType }) =>
      VpcEndpointType === "Gateway" && table !== undefined && RouteTableIds?.includes(table) === true,
  );
  return endpoint?.VpcEndpointId ?? null;
}

async function routeTable(
  client: Pick<EC2Client, "send">,
  wanted: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const { RouteTables = [] } = await client.send(
    new DescribeRouteTablesCommand({ Filters: filters(wanted) }),
  );
  return RouteTables[0]?.RouteTableId;
}

const filters = (wanted: Readonly<Record<string, string>>) =>
  Object.entries(wanted).map(([Name, value]) => ({ Name, Values: [value] }));
