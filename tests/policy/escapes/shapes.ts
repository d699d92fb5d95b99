import { resource, type TestResource, unknownText } from "../stack";
import { type EscapeCase } from "./escapeCases";
import { own } from "./own";

type Adds = TestResource | readonly TestResource[];
type More = Pick<EscapeCase, "changes" | "removes">;
type Props = Readonly<Record<string, unknown>>;
type Sources = TestResource["sources"];

/** Escapes of a row, and its twins. */
export const rowOf = (row: number, rule: string) => ({
  escape: (title: string, adds: Adds, more: More & { refusedBy?: string } = {}): EscapeCase => {
    return { row, title, adds: [adds].flat(), refusedBy: rule, ...more };
  },
  twin: (title: string, adds: Adds, more: More = {}): EscapeCase => {
    return { row, title, adds: [adds].flat(), ...more };
  },
});

/** Escapes of a row by types alone: what each is, to `module Class`. */
export const ofTypes =
  (row: number, refusedBy: string) =>
  (types: Readonly<Record<string, string>>): readonly EscapeCase[] =>
    Object.entries(types).map(([title, type]) => {
      const [module = "", kind = ""] = type.split(" ");
      return { row, title, adds: [add(module)(kind, "it")], refusedBy };
    });

/** A resource of `@pulumi/aws` by module and class. */
export const add =
  (module: string) =>
  (kind: string, name: string, props: Props = {}, sources: Sources = {}): TestResource =>
    resource(`aws:${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`, name, props, {
      sources,
    });

export const ec2 = add("ec2");

/** A route of the workers' table, to the build network unless `props` say otherwise. */
export function route(name: string, props: Props, sources: Sources = {}): TestResource {
  const isElsewhere = ["destinationIpv6CidrBlock", "destinationPrefixListId"].some((key) => key in props);
  return ec2(
    "Route",
    name,
    { routeTableId: unknownText, ...(!isElsewhere && { destinationCidrBlock: "10.20.7.0/24" }), ...props },
    { routeTableId: [own.workersTable], ...sources },
  );
}

/** A route through the VPN: what a route should be. */
export const linkRoute = (name: string, props: Props = {}, sources: Sources = {}): TestResource =>
  route(name, { gatewayId: unknownText, ...props }, { gatewayId: [own.vpnGateway], ...sources });

/** A route table of the VPC with routes inside. */
export const table = (name: string, props: Props, from: readonly string[] = []): TestResource =>
  ec2("RouteTable", name, { vpcId: unknownText, ...props }, { vpcId: [own.vpc], routes: from });

/** A subnet in a free block of the VPC. */
export const subnet = (name: string, props: Props = {}): TestResource =>
  ec2(
    "Subnet",
    name,
    { vpcId: unknownText, cidrBlock: "10.130.200.0/24", availabilityZone: "us-east-1a", ...props },
    { vpcId: [own.vpc] },
  );

export const metadataOptions = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  httpPutResponseHopLimit: 1,
};

/** A machine in the workers' subnet, as it should be. */
export const instance = (name: string, props: Props = {}, sources: Sources = {}): TestResource =>
  ec2(
    "Instance",
    name,
    {
      ...{ ami: "ami-0123456789abcdef0", instanceType: "c7i.large", associatePublicIpAddress: false },
      ...{ subnetId: unknownText, vpcSecurityGroupIds: [unknownText], metadataOptions },
      rootBlockDevice: { encrypted: true },
      ...props,
    },
    { subnetId: [own.workersSubnet], vpcSecurityGroupIds: [own.workersGroup], ...sources },
  );

/** A launch template, as it should be but for its interfaces and groups. */
export const template = (name: string, props: Props = {}, sources: Sources = {}): TestResource =>
  ec2(
    "LaunchTemplate",
    name,
    {
      ...{ imageId: "ami-0123456789abcdef0", instanceType: "c7i.large", metadataOptions },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", kmsKeyId: unknownText } }],
      ...props,
    },
    { blockDeviceMappings: [own.key], ...sources },
  );

/** An interface of a template in the workers' subnet and group. */
export const nicTemplate = (name: string, nic: Props = {}): TestResource =>
  template(
    name,
    {
      networkInterfaces: [
        {
          ...{ associatePublicIpAddress: "false", subnetId: unknownText, securityGroups: [unknownText] },
          ...nic,
        },
      ],
    },
    { networkInterfaces: [own.workersSubnet, own.workersGroup] },
  );

/** VMs of the workers' template in the workers' subnet, as they should be. */
export const vmGroup = (name: string, props: Props = {}, sources: Sources = {}): TestResource =>
  add("autoscaling")(
    "Group",
    name,
    {
      ...{ maxSize: 1, minSize: 0, vpcZoneIdentifiers: [unknownText] },
      launchTemplate: { id: unknownText, version: "1" },
      ...props,
    },
    { vpcZoneIdentifiers: [own.workersSubnet], launchTemplate: [own.workerTemplate], ...sources },
  );

/** A network interface in the workers' subnet, as it should be. */
export const networkInterface = (name: string, props: Props = {}): TestResource =>
  ec2(
    "NetworkInterface",
    name,
    { subnetId: unknownText, securityGroups: [unknownText], ...props },
    { subnetId: [own.workersSubnet], securityGroups: [own.workersGroup] },
  );

const tunnel = (number: 1 | 2): Props =>
  Object.fromEntries(
    Object.entries({
      IkeVersions: ["ikev2"],
      Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
      Phase2EncryptionAlgorithms: ["AES256-GCM-16"],
      Phase1IntegrityAlgorithms: ["SHA2-384"],
      Phase2IntegrityAlgorithms: ["SHA2-384"],
      Phase1DhGroupNumbers: [20],
      Phase2DhGroupNumbers: [20],
    }).map(([name, value]) => [`tunnel${number}${name}`, value]),
  );

/** A second link of our own gateway to our own device, as it should be. */
export const connection = (name: string, props: Props = {}, sources: Sources = {}): TestResource =>
  ec2(
    "VpnConnection",
    name,
    {
      ...{ type: "ipsec.1", customerGatewayId: unknownText, vpnGatewayId: unknownText },
      ...{ staticRoutesOnly: true, presharedKeyStorage: "SecretsManager", ...tunnel(1), ...tunnel(2) },
      ...props,
    },
    { customerGatewayId: [own.device], vpnGatewayId: [own.vpnGateway], ...sources },
  );

/** A policy document of one statement, open but for what is given. */
export const policy = (statement: Props = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "It", Effect: "Allow", Principal: "*", Action: "*", Resource: "*", ...statement }],
  });

export const ownThings = (account: string): Props => ({
  Condition: { StringEquals: { "aws:ResourceAccount": account, "aws:PrincipalAccount": account } },
});

/** An endpoint in the endpoints' subnet, as it should be but for its policy. */
export const endpoint = (name: string, service: string, props: Props, sources: Sources = {}): TestResource =>
  ec2(
    "VpcEndpoint",
    name,
    {
      ...{
        vpcId: unknownText,
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.us-east-1.${service}`,
      },
      ...{ subnetIds: [unknownText], securityGroupIds: [unknownText], privateDnsEnabled: true },
      ...props,
    },
    {
      vpcId: [own.vpc],
      subnetIds: [own.endpointsSubnet],
      securityGroupIds: [own.endpointsGroup],
      ...sources,
    },
  );
