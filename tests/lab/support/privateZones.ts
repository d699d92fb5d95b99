import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { type LabState } from "../../../lab/lab";

const clientOptions = (lab: LabState) => ({
  region: lab.region,
  endpoint: `http://127.0.0.1:${lab.ports.emulator}`,
  credentials: { accessKeyId: "lab-test", secretAccessKey: "lab" },
});

/** A private zone of a VPC. */
export async function makeZone(
  lab: LabState,
  vpcId: string,
  Name: string,
  records: readonly ResourceRecordSet[],
): Promise<void> {
  const client = new Route53Client(clientOptions(lab));
  const { HostedZone } = await client.send(
    new CreateHostedZoneCommand({
      ...{ Name, CallerReference: Name, HostedZoneConfig: { PrivateZone: true } },
      VPC: { VPCId: vpcId, VPCRegion: "us-east-1" },
    }),
  );
  await client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: HostedZone?.Id,
      ChangeBatch: {
        Changes: records.map((ResourceRecordSet) => ({ Action: "CREATE", ResourceRecordSet })),
      },
    }),
  );
}

/** Gives names of the build network to a VPC, each in a zone of its own, as a stack does. */
export async function nameHosts(
  lab: LabState,
  vpcId: string,
  hosts: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [Name, Value] of Object.entries(hosts))
    await makeZone(lab, vpcId, Name, [{ Name, Type: "A", TTL: 60, ResourceRecords: [{ Value }] }]);
}

/** The VPC that a region comes with, where instances land that name no subnet. */
export async function defaultVpc(lab: LabState): Promise<string> {
  const { Vpcs = [] } = await new EC2Client(clientOptions(lab)).send(new DescribeVpcsCommand({}));
  return Vpcs.find(({ IsDefault }) => IsDefault === true)?.VpcId ?? "";
}
