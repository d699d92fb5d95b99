import { factsOfDeclared, type Declared } from "../../../policy/sources/declared";
import { addressText, block } from "./addresses";
import {
  added,
  idsOf,
  isOn,
  itemsOf,
  kindOf,
  ofKind,
  textOf,
  textsOf,
  type Values,
  valuesOf,
} from "./declaredValues";
import { readWorld, type World } from "./world";

/** Where a machine is put: beyond the addresses that AWS keeps of a subnet. */
const firstHost = 10;

/**
 * A stack in the words that the walker reads: machines of templates, functions and balancers stand as interfaces at addresses of their own, a virtual
 * private gateway has the VPC of its attachment, and AWS's own prefix lists are lists. Made anew for each changed stack, so that a change of a template changes its machines.
 * @throws Error if the stack is none that AWS would take: a value is missing that the walker needs
 */
export function walkableWorld(declared: readonly Declared[]): World {
  const vpcs = idsOf(declared, "Vpc");
  const words = declared.map((each) => inWords(each, declared)).filter((each) => isAttached(each, vpcs));
  return readWorld(factsOfDeclared([...words, ...interfaces(declared), ...lists(declared), anyGroup]));
}

/** A network balancer to which no group was given filters nothing. */
const unfiltered = "sg-of-nobody";
const everything = {
  protocol: "-1",
  fromPort: 0,
  toPort: 0,
  cidrBlocks: ["0.0.0.0/0"],
  ipv6CidrBlocks: ["::/0"],
};
const anyGroup = added("ec2/securityGroup", unfiltered, {
  vpcId: "",
  ingress: [everything],
  egress: [everything],
});

/** AWS's lists, with the addresses that their endpoints tell: all of them, where they do not agree. */
function lists(all: readonly Declared[]): Declared[] {
  const byId = new Map<string, string[]>();
  for (const { inputs } of ofKind(all, "VpcEndpoint")) {
    const id = textOf(inputs["prefixListId"]);
    if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), ...textsOf(inputs["cidrBlocks"])]);
  }
  return [...byId].map(([id, cidrs]) =>
    added("ec2/managedPrefixList", id, { entries: cidrs.map((cidr) => ({ cidr })) }),
  );
}

const gateways = ["InternetGateway", "EgressOnlyInternetGateway", "VpnGateway"];

/** A gateway of no VPC carries nothing: the walker reads only those that have one. */
const isAttached = (each: Declared, vpcs: readonly string[]): boolean =>
  !gateways.includes(kindOf(each)) || vpcs.includes(textOf(each.inputs["vpcId"]) ?? "");

function inWords(each: Declared, all: readonly Declared[]): Declared {
  const { inputs } = each;
  if (kindOf(each) === "VpnGateway") {
    const attached = ofKind(all, "VpnGatewayAttachment").find(
      (one) => one.inputs["vpnGatewayId"] === inputs["id"],
    );
    const vpcId = textOf(inputs["vpcId"]) ?? textOf(attached?.inputs["vpcId"]);
    return { ...each, inputs: { ...inputs, ...(vpcId !== undefined && { vpcId }) } };
  }
  if (kindOf(each) === "VpcEndpoint" && inputs["vpcEndpointType"] === "Interface") {
    const subnets = textsOf(inputs["subnetIds"]).filter((id) => idsOf(all, "Subnet").includes(id));
    const place = ofKind(all, "VpcEndpoint").findIndex(({ urn }) => urn === each.urn);
    const subnetConfigurations = subnets.map((subnetId) => ({
      subnetId,
      ipv4: host(all, subnetId, 40 + place),
    }));
    return { ...each, inputs: { ...inputs, subnetConfigurations } };
  }
  return each;
}

/** An address of a subnet's IPv4 or IPv6 block. */
function host(
  all: readonly Declared[],
  subnet: string,
  number: number,
  key = "cidrBlock",
): string | undefined {
  const own = ofKind(all, "Subnet").find(({ inputs }) => inputs["id"] === subnet);
  const cidr = textOf(own?.inputs[key]);
  return cidr === undefined ? undefined : addressText(block(cidr)[0] + BigInt(number));
}

interface Holder {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  /** Undefined: as the subnet says. */
  readonly isPublic: boolean | undefined;
}

function interfaces(all: readonly Declared[]): Declared[] {
  const holders = [...templates(all), ...functions(all), ...balancers(all)];
  const subnets = ofKind(all, "Subnet");
  return holders.flatMap(({ name, subnets: places, groups, isPublic }, holder) =>
    subnets
      .filter(({ inputs }) => places.includes(textOf(inputs["id"]) ?? ""))
      .map(({ inputs }, index) => {
        const subnetId = textOf(inputs["id"])!;
        const v6 = isOn(inputs["assignIpv6AddressOnCreation"])
          ? host(all, subnetId, firstHost + holder, "ipv6CidrBlock")
          : undefined;
        return added("ec2/instance", `i-${name}-${subnetId}`, {
          ...{ subnetId, privateIp: host(all, subnetId, firstHost + holder), vpcSecurityGroupIds: groups },
          ...{ ipv6Addresses: v6 === undefined ? [] : [v6] },
          ...((isPublic ?? isOn(inputs["mapPublicIpOnLaunch"])) && {
            publicIp: `198.51.${100 + holder}.${index + 1}`,
          }),
        });
      }),
  );
}

/** Machines of a template: where its Auto Scaling groups start them, else in every subnet of the VPC of its groups. */
function templates(all: readonly Declared[]): Holder[] {
  return ofKind(all, "LaunchTemplate").map(({ name, inputs }): Holder => {
    const [own = {}] = itemsOf(inputs["networkInterfaces"]);
    const groups = [...textsOf(inputs["vpcSecurityGroupIds"]), ...textsOf(own["securityGroups"])];
    const users = ofKind(all, "Group").filter(
      (each) => valuesOf(each.inputs["launchTemplate"])["id"] === inputs["id"],
    );
    const given = users.flatMap((each) => textsOf(each.inputs["vpcZoneIdentifiers"]));
    const group = ofKind(all, "SecurityGroup").find((each) =>
      groups.includes(textOf(each.inputs["id"]) ?? ""),
    );
    const inVpc = ofKind(all, "Subnet").filter(
      (each) => group !== undefined && each.inputs["vpcId"] === group.inputs["vpcId"],
    );
    const isPublic = "associatePublicIpAddress" in own ? isOn(own["associatePublicIpAddress"]) : undefined;
    return {
      name,
      groups,
      isPublic,
      subnets: given.length > 0 ? given : inVpc.map((each) => textOf(each.inputs["id"]) ?? ""),
    };
  });
}

function functions(all: readonly Declared[]): Holder[] {
  return ofKind(all, "Function").map(({ name, inputs }): Holder => {
    const own: Values = valuesOf(inputs["vpcConfig"]);
    const groups = textsOf(own["securityGroupIds"]);
    return { name, subnets: textsOf(own["subnetIds"]), groups, isPublic: false };
  });
}

/** A balancer has an address in each of its subnets; one that is not internal a public one too. */
function balancers(all: readonly Declared[]): Holder[] {
  return ofKind(all, "LoadBalancer").map(({ name, inputs }): Holder => ({
    ...{
      name: `balancer-${name}`,
      subnets: textsOf(inputs["subnets"]),
      groups: textsOf(inputs["securityGroups"]).length > 0 ? textsOf(inputs["securityGroups"]) : [unfiltered],
    },
    isPublic: !isOn(inputs["internal"]),
  }));
}

/** Connections whose device is at none of these addresses. */
export function foreignLinks(all: readonly Declared[], devices: readonly string[]): ReadonlySet<string> {
  const known = ofKind(all, "CustomerGateway")
    .filter(({ inputs }) => devices.includes(textOf(inputs["ipAddress"]) ?? ""))
    .map(({ inputs }) => inputs["id"]);
  const foreign = ofKind(all, "VpnConnection").filter(
    ({ inputs }) => !known.includes(inputs["customerGatewayId"]),
  );
  return new Set(foreign.map(({ inputs }) => textOf(inputs["id"]) ?? ""));
}
