import { resource, type TestResource, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own, ownAccount } from "../own";
import { add, ec2, instance, ofTypes, route, rowOf, subnet } from "../shapes";

const opaque = rowOf(61, "no-opaque-resource");
const closed = rowOf(61, "known-types-only");
const outside = rowOf(62, "no-outside-reference");
const regions = rowOf(63, "one-region");

const theirAccount = "999999999999";
const id = (prefix: string) => `${prefix}-0123456789abcdef0`;
const of = (type: string, provider = type.split(":")[0] ?? "") =>
  resource(type, "it", {}, { provider: `pulumi:providers:${provider}` });
const to = (property: string, prefix: string) =>
  outside.escape(
    `a route to ${id(prefix)}`,
    route("it", { destinationCidrBlock: "10.20.0.0/16", [property]: id(prefix) }),
  );
const ignoring = (item: TestResource, ...ignoreChanges: readonly string[]): TestResource => ({
  ...item,
  ignoreChanges,
});
const away = "eu-west-1";

/** Rows 61 to 63: what the policy cannot see. */
export const outOfSight: readonly EscapeCase[] = [
  ...ofTypes(
    61,
    "no-opaque-resource",
  )({
    "a CloudFormation stack": "cloudformation Stack",
    "a CloudFormation stack set": "cloudformation StackSet",
    "a Cloud Control resource": "cloudcontrol Resource",
    "a Service Catalog product": "servicecatalog ProvisionedProduct",
  }),
  opaque.escape("a dynamic resource", of("pulumi-nodejs:dynamic:Resource", "pulumi-nodejs")),
  opaque.escape("another provider", resource("pulumi:providers:aws-native", "it")),
  opaque.escape("a provider that runs commands", resource("pulumi:providers:command", "it")),
  opaque.escape("another stack's outputs", resource("pulumi:pulumi:StackReference", "it")),
  closed.escape("a resource of AWS's other provider", of("aws-native:ec2:InternetGateway")),
  closed.escape("a command", of("command:local:Command")),
  closed.escape("a container", of("docker:index/container:Container")),
  closed.escape("a type of AWS that nobody judges", add("polly")("Lexicon", "it")),
  closed.escape("a type that only looks like one on the list", add("ec2")("Vpc2", "it")),
  closed.escape("a component's name on a provider's resource", of("overflow:network:IsolatedVpc")),
  closed.twin("a component of the project", resource("overflow:network:More", "more")),
  closed.twin("one more log group", [
    add("cloudwatch")("LogGroup", "more", { name: "/more", kmsKeyId: unknownText }, { kmsKeyId: [own.key] }),
  ]),

  to("gatewayId", "igw"),
  to("gatewayId", "vgw"),
  to("natGatewayId", "nat"),
  to("egressOnlyGatewayId", "eigw"),
  to("carrierGatewayId", "cagw"),
  to("localGatewayId", "lgw"),
  to("transitGatewayId", "tgw"),
  to("vpcPeeringConnectionId", "pcx"),
  to("vpcEndpointId", "vpce"),
  to("networkInterfaceId", "eni"),
  outside.escape("a prefix list", route("it", { destinationPrefixListId: id("pl"), gatewayId: "local" })),
  outside.escape(
    "a route table",
    route("it", { destinationCidrBlock: "10.20.0.0/16", routeTableId: id("rtb") }, { routeTableId: [] }),
  ),
  outside.escape("a VPC", { ...subnet("it", { vpcId: id("vpc") }), sources: {} }),
  outside.escape("a subnet", instance("it", { subnetId: id("subnet") }, { subnetId: [] })),
  outside.escape("a group", instance("it", { vpcSecurityGroupIds: [id("sg")] }, { vpcSecurityGroupIds: [] })),
  outside.escape(
    "a group beside one of the stack",
    instance("it", { vpcSecurityGroupIds: [unknownText, id("sg")] }),
  ),
  outside.escape("a group of another account", [
    add("vpc")(
      "SecurityGroupIngressRule",
      "it",
      {
        securityGroupId: unknownText,
        ipProtocol: "tcp",
        referencedSecurityGroupId: `999999999999/${id("sg")}`,
      },
      { securityGroupId: [own.workersGroup] },
    ),
  ]),
  outside.escape("a gateway inside of a route table", [
    ec2(
      "RouteTable",
      "it",
      { vpcId: unknownText, routes: [{ cidrBlock: "10.20.0.0/16", gatewayId: id("igw") }] },
      { vpcId: [own.vpc] },
    ),
  ]),
  outside.escape("a subnet inside of a function", [], {
    changes: { [own.scaler]: { vpcConfig: { subnetIds: [id("subnet")], securityGroupIds: [id("sg")] } } },
  }),
  outside.escape(
    "an id that is not known, and comes from nowhere",
    route("it", { destinationCidrBlock: "10.20.0.0/16", gatewayId: unknownText }),
  ),
  outside.escape(
    "ignoreChanges on a route's target",
    ignoring(route("it", { gatewayId: "local" }), "gatewayId"),
  ),
  outside.escape(
    "ignoreChanges on a group's rules",
    ignoring(ec2("SecurityGroup", "it", { vpcId: unknownText }, { vpcId: [own.vpc] }), "ingress", "egress"),
  ),
  outside.escape("ignoreChanges on everything", ignoring(subnet("it"), "*")),
  outside.escape("a resource that is only read", { ...subnet("it"), isExternal: true }),
  outside.twin("ignoreChanges on tags", ignoring(subnet("more"), "tags", 'tags["Owner"]', "tagsAll")),
  outside.twin("a machine of the stack's subnet and group", instance("vm")),

  regions.escape("a switch of another region", [], { changes: { [own.serialConsole]: { region: away } } }),
  regions.escape("a resource of another region", subnet("it", { region: away })),
  regions.escape("a zone of another region", subnet("it", { availabilityZone: `${away}a` })),
  regions.escape("a provider of another region", resource("pulumi:providers:aws", "it", { region: away })),
  regions.escape("a provider of whatever region", resource("pulumi:providers:aws", "it", {})),
  regions.escape("a region that is not known", subnet("it", { region: unknownText })),
  regions.escape("a secret's replica", [], { changes: { [own.secret]: { replicas: [{ region: away }] } } }),
  regions.escape("a table's replica", [
    add("dynamodb")(
      "Table",
      "it",
      { replicas: [{ regionName: away }], serverSideEncryption: { enabled: true, kmsKeyArn: unknownText } },
      { serverSideEncryption: [own.key] },
    ),
  ]),
  regions.escape("a zone's VPC of another region", [
    add("route53")(
      "Zone",
      "it",
      { name: "a.internal", vpcs: [{ vpcId: unknownText, vpcRegion: away }] },
      { vpcs: [own.vpc] },
    ),
  ]),
  regions.twin("a resource that says the same region", subnet("more", { region: "us-east-1" })),
  regions.twin(
    "a second provider of the same region",
    resource("pulumi:providers:aws", "look", { region: "us-east-1", allowedAccountIds: [ownAccount] }),
  ),
  regions.escape(
    "a provider of somebody else's account, whose things would be the stack's",
    resource("pulumi:providers:aws", "it", { region: "us-east-1", allowedAccountIds: [theirAccount] }),
  ),
  regions.escape(
    "a provider of whatever account",
    resource("pulumi:providers:aws", "it", { region: "us-east-1" }),
  ),
  regions.escape("a provider of two accounts", [], {
    changes: { aws: { allowedAccountIds: JSON.stringify([ownAccount, theirAccount]) } },
  }),
  regions.escape("a provider whose account is not known", [], {
    changes: { aws: { allowedAccountIds: unknownText } },
  }),
];
