import { controls } from "../controls";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule, undetermined } from "../rule";

const fix = "Use the output of a resource of this stack.";

/** Properties that name other objects of a network, wherever they stand in a resource. Source: Pulumi registry, types that the pack allows. */
const references: ReadonlySet<string> = new Set(
  (
    "acceptorVpcId allocationId carrierGatewayId coreNetworkArn customerGatewayId defaultNetworkAclId defaultRouteTableId " +
    "destinationPrefixListId dhcpOptionsId egressOnlyGatewayId gatewayId instanceId internetGatewayId localGatewayId natGatewayId " +
    "networkAclId networkInterfaceId networkInterfaceIds odbNetworkArn peerVpcId prefixListId prefixListIds primaryNetworkInterfaceId " +
    "referencedSecurityGroupId replacementSecurityGroupIds resourceId routeTableId routeTableIds securityGroupId securityGroupIds " +
    "securityGroups sourceSecurityGroupId subnetId subnetIds subnets transitGatewayAttachmentId transitGatewayId vpcEndpointId vpcId " +
    "vpcPeeringConnectionId vpcSecurityGroupIds vpcZoneIdentifiers vpnConnectionId vpnGatewayId"
  ).split(" "),
);

/** An id of an object of a network, with what its prefix says of it; a group's may follow an account. Source: EC2 API reference, resource ids. */
const kinds: Readonly<Record<string, string>> = {
  acl: "a network ACL",
  cagw: "a carrier gateway: the internet",
  cgw: "a customer gateway",
  dopt: "DHCP options",
  eigw: "an egress-only gateway: the internet",
  eipalloc: "a public address",
  eni: "a network interface",
  igw: "an internet gateway: the internet",
  lgw: "a local gateway: an Outpost's network",
  nat: "a NAT gateway: the internet",
  pcx: "a peering: another network",
  pl: "a prefix list: any addresses",
  rtb: "a route table",
  sg: "a security group",
  subnet: "a subnet",
  tgw: "a transit gateway: other networks",
  vgw: "a virtual private gateway",
  vpc: "a VPC",
  vpce: "an endpoint",
  vpn: "a VPN connection",
};
const identifier = /^(?:\d{12}\/)?([a-z]+)(?:-[a-z]+)*-[0-9a-z]+$/;

/**
 * Properties that may be left as they are (`ignoreChanges`): no rule judges them. Everything else might be opened by hand, and the stack would
 * keep it so and say nothing.
 */
const harmless: ReadonlySet<string> = new Set([
  "aws:autoscaling/group:Group desiredCapacity",
  // AWS lists every subnet there that has no other list; what the default list admits is judged.
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl subnetIds",
  "aws:dynamodb/table:Table readCapacity",
  "aws:dynamodb/table:Table writeCapacity",
  "aws:secretsmanager/secretVersion:SecretVersion secretString",
]);

function checkOptions(resource: ResourceFacts): readonly Finding[] {
  const { type, ignoreChanges = [], isExternal = false } = resource;
  const read = "What it is like is for others to decide: its properties are read, not set.";
  const why = "A change by hand stays, whatever the stack says of it.";
  return [
    ...(isExternal ? [refused([resource], "a resource that the stack reads", read, "Declare it here.")] : []),
    ...ignoreChanges
      .filter((path) => !/^tags(?:All)?(?:\W|$)/.test(path) && !harmless.has(`${type} ${path}`))
      .map((path) => refused([resource, path], "ignoreChanges", why, "Take it out of ignoreChanges.")),
  ];
}

/** Ids that are the stack's: each resource's own, and those of what AWS makes with one (an endpoint's interfaces, a VPC's defaults). */
function ownIds(stack: StackFacts): ReadonlySet<string> {
  const made = [
    "defaultNetworkAclId",
    "defaultRouteTableId",
    "defaultSecurityGroupId",
    "dhcpOptionsId",
    "mainRouteTableId",
    "prefixListId",
    "primaryNetworkInterfaceId",
  ];
  const makers: Readonly<Record<string, readonly string[]>> = {
    "aws:ec2/vpc:Vpc": made,
    "aws:ec2/vpcEndpoint:VpcEndpoint": ["prefixListId"],
    "aws:ec2/instance:Instance": ["primaryNetworkInterfaceId"],
  };
  return new Set(
    stack.resources
      .filter(({ isExternal }) => isExternal !== true)
      .flatMap(({ type, props }) => {
        const single = ["id", ...(Object.hasOwn(makers, type) ? (makers[type] ?? []) : [])].map((name) =>
          props.text(name),
        );
        const interfaces =
          type === "aws:ec2/vpcEndpoint:VpcEndpoint" ? props.texts("networkInterfaceIds") : undefined;
        const several = interfaces?.state === "known" ? interfaces.value : [];
        return [...single, ...several].flatMap((fact) => (fact.state === "known" ? [fact.value] : []));
      }),
  );
}

/**
 * True if a property's value comes from a resource of the stack whose id is not told, as in a state of an older provider. Not in a list: beside
 * such a value may stand one that is written down.
 */
function isNamed(resource: ResourceFacts, path: string, untold: ReadonlySet<string>): boolean {
  return !/[.[]/.test(path) && resource.sources(path).some(({ urn }) => untold.has(urn));
}

/**
 * References that are not known and come from no resource of the stack: answers of the provider about what is outside. Inside of lists and objects
 * the sources of the whole tell.
 */
function unsourced(resource: ResourceFacts): readonly Finding[] {
  return [...references].flatMap((property): readonly Finding[] => {
    const fact = resource.props.get(property);
    if (fact.state !== "unknown" || resource.sources(property).length > 0) return [];
    const why = "No resource of the stack gives it, so nothing is known of what it names.";
    return [undetermined([resource, property], fact, why, fix)];
  });
}

function relate(stack: StackFacts): readonly Finding[] {
  const own = ownIds(stack);
  const untold = new Set(
    stack.resources.filter(({ props }) => props.text("id").state !== "known").map(({ urn }) => urn),
  );
  return stack.resources
    .filter(({ type }) => type.startsWith("aws:"))
    .flatMap((resource) => [
      ...unsourced(resource),
      ...[...resource.props.leaves()].flatMap(({ path, key, value }): readonly Finding[] => {
        if (!references.has(key)) return [];
        const kind = kinds[identifier.exec(value)?.[1] ?? ""];
        const id = value.replace(/^\d{12}\//, "");
        if (kind === undefined || own.has(id) || isNamed(resource, path, untold)) return [];
        const why = `It is ${kind}, and not of this stack, so nothing is known of it.`;
        return [refused([resource, path], `"${value}"`, why, fix)];
      }),
    ]);
}

export const noOutsideReference: Rule = {
  id: "no-outside-reference",
  title: "The stack is made of its own resources, and holds them to what it says.",
  control: controls.closedWorld,
  severity: "critical",
  frameworks: { nist: ["CM-2", "CM-3", "SC-7(5)"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html",
  cause:
    "An id of a gateway, peering, interface, prefix list, group, subnet or VPC that no resource of the stack has; a resource that is read (`get`); " +
    "`ignoreChanges` on anything but tags and a few harmless properties.",
  fix,
  judges: (type) => type.startsWith("aws:"),
  check: checkOptions,
  relate,
};
