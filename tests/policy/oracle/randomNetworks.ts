import fc from "fast-check";
import { randomAcls, randomGroups } from "./randomFilters";
import { randomGateways } from "./randomGateways";
import { randomRoutes } from "./randomRoutes";
import { type Declared } from "./stack";
import { Tape } from "./tape";

/** A VPC of a random stack, as the parts that add to it see it. */
export interface VpcPlan {
  readonly key: string;
  readonly id: string;
  readonly block: string;
  readonly v6: string | undefined;
  /** Secondary blocks. */
  readonly more: readonly string[];
  readonly subnets: readonly SubnetPlan[];
  readonly tables: string[];
  readonly groups: string[];
  readonly interfaces: InterfacePlan[];
  /** What its routes may name: property and id. */
  readonly targets: (readonly [property: string, id: string])[];
  internetGateway?: string;
}

export interface SubnetPlan {
  readonly id: string;
  readonly block: string;
  readonly v6: string | undefined;
  readonly zone: string;
}

/** An address of a subnet's IPv4 block. */
export function hostOf({ block }: SubnetPlan, number: number): string {
  const [, network = "", last = "0", length = "24"] = /^(.*)\.(\d+)\/(\d+)$/.exec(block) ?? [];
  // Of a small subnet, the numbers are as many fewer.
  return `${network}.${Number(last) + (length === "24" ? number : number % 62)}`;
}

export interface InterfacePlan {
  readonly id: string;
  readonly subnet: SubnetPlan;
  readonly address: string;
}

/** What the parts of a random stack are put together in. */
export interface Plan {
  readonly tape: Tape;
  readonly resources: Declared[];
  readonly vpcs: readonly VpcPlan[];
  readonly prefixLists: string[];
  readonly add: (type: string, id: string, props: Declared["props"]) => void;
}

/** Addresses beyond the VPCs that packets come from and go to. Those of the build network are `buildBlocks`. */
export const buildBlocks = ["192.168.0.0/16", "fd12:3456::/32"];
/** The build network's VPN devices; `stranger` is nobody's. */
export const buildDevices = ["198.51.100.1", "198.51.100.2"];
export const stranger = "198.51.100.66";
export const outside = {
  internet: ["8.8.8.8", "2606:4700::1111"],
  "build-network": ["192.168.4.9", "192.168.255.255"],
  "beyond-the-link": ["172.31.0.5", "9.9.9.9"],
} as const;

/** Stacks of one to three VPCs, with whatever may join them to each other and to the world. */
export const randomNetworks: fc.Arbitrary<readonly Declared[]> = fc
  .array(fc.nat({ max: 5039 }), { minLength: 350, maxLength: 400, size: "max" })
  .map((numbers) => networkOf(new Tape(numbers)));

export function networkOf(tape: Tape): readonly Declared[] {
  const resources: Declared[] = [];
  const add: Plan["add"] = (type, id, props) => {
    const leaf = type.slice(type.indexOf("/") + 1);
    const token = `aws:${type}:${leaf[0]!.toUpperCase()}${leaf.slice(1)}`;
    resources.push({ type: token, name: id, props: { id, ...props } });
  };
  const vpcs = tape.times(1 + tape.number(3), (place) => vpcPlan(tape, place));
  const plan: Plan = { tape, resources, vpcs, add, prefixLists: [] };
  for (const vpc of vpcs) declareVpc(plan, vpc);
  if (tape.once(3)) declareList(plan);
  for (const vpc of vpcs) randomGroups(plan, vpc);
  for (const vpc of vpcs) declareInterfaces(plan, vpc);
  for (const vpc of vpcs) randomAcls(plan, vpc);
  randomGateways(plan);
  for (const vpc of vpcs) randomRoutes(plan, vpc);
  return resources;
}

function vpcPlan(tape: Tape, place: number): VpcPlan {
  const key = "abc"[place]!;
  // Two VPCs may have the same block: an address means what it means where the packet stands.
  const number = place === 2 && tape.once(4) ? 0 : place;
  const v6 = tape.once(2) ? `2600:1f14:${number}00` : undefined;
  // VPC guide, "VPC CIDR blocks": secondary ones, of which subnets may be too.
  const second = tape.once(4) ? { v4: `100.64.${number}`, v6: `2600:1f14:${number}80` } : undefined;
  const subnets = tape.times(1 + tape.number(3), (index) => {
    const own =
      second !== undefined && index > 0 && tape.once(2) ? second : { v4: `10.${number}.${index}`, v6 };
    return {
      id: `subnet-${key}${index}`,
      block: `${own.v4}.${own === second ? index * 64 : 0}/${own === second ? 26 : 24}`,
      v6: v6 === undefined || tape.once(4) ? undefined : `${own.v6 ?? v6}:${index}::/64`,
      zone: tape.pick(["eu-west-1a", "eu-west-1b"]),
    };
  });
  return {
    ...{
      key,
      id: `vpc-${key}`,
      block: `10.${number}.0.0/16`,
      v6: v6 === undefined ? undefined : `${v6}::/56`,
      more:
        second === undefined ? [] : [`${second.v4}.0/24`, ...(v6 === undefined ? [] : [`${second.v6}::/56`])],
      subnets,
    },
    ...{ tables: [`rtb-${key}main`], groups: [], interfaces: [], targets: [] },
  };
}

function declareVpc({ tape, add }: Plan, vpc: VpcPlan): void {
  const { key, id, block, v6, subnets, tables } = vpc;
  add("ec2/vpc", id, {
    ...{ cidrBlock: block, enableDnsSupport: !tape.once(3), ...(v6 !== undefined && { ipv6CidrBlock: v6 }) },
    ...{ defaultSecurityGroupId: `sg-${key}default`, defaultNetworkAclId: `acl-${key}default` },
    ...{ mainRouteTableId: `rtb-${key}main`, defaultRouteTableId: `rtb-${key}main` },
  });
  for (const [place, one] of vpc.more.entries()) {
    const family = one.includes(":") ? 6 : 4;
    add(`ec2/vpcIpv${family}CidrBlockAssociation`, `block-${key}${place}`, {
      ...{ vpcId: id, [family === 6 ? "ipv6CidrBlock" : "cidrBlock"]: one },
    });
  }
  for (const subnet of subnets) {
    const more = subnet.v6 === undefined ? {} : { ipv6CidrBlock: subnet.v6 };
    add("ec2/subnet", subnet.id, {
      vpcId: id,
      cidrBlock: subnet.block,
      availabilityZone: subnet.zone,
      ...more,
    });
  }
  for (const index of tape.times(tape.number(3), (place) => place)) tables.push(`rtb-${key}${index}`);
  for (const subnet of subnets) {
    if (tables.length === 1 || tape.once(3)) continue;
    const routeTableId = tape.pick(tables.slice(1));
    add("ec2/routeTableAssociation", `rtbassoc-${subnet.id}`, { subnetId: subnet.id, routeTableId });
  }
  if (tables.length > 1 && tape.once(5)) {
    add("ec2/mainRouteTableAssociation", `main-${key}`, { vpcId: id, routeTableId: tables[1] });
  }
}

function declareList({ tape, add, prefixLists }: Plan): void {
  const blocks = ["192.168.0.0/17", "8.8.0.0/16", "172.20.0.0/16", "10.9.0.0/16"];
  const own = tape.some(blocks).map((cidr) => ({ cidr }));
  add("ec2/managedPrefixList", "pl-own", {
    name: "own",
    addressFamily: "IPv4",
    maxEntries: 10,
    entries: own,
  });
  prefixLists.push("pl-own");
}

function declareInterfaces({ tape, add }: Plan, vpc: VpcPlan): void {
  for (const subnet of vpc.subnets) {
    for (const index of tape.times(1 + tape.number(2), (place) => place)) {
      const address = hostOf(subnet, 10 + index);
      const isInstance = tape.once(3);
      const id = `${isInstance ? "i" : "eni"}-${vpc.key}${subnet.id.at(-1)!}${index}`;
      const groups = tape.some(vpc.groups);
      const v6 = subnet.v6 === undefined || tape.once(3) ? [] : [subnet.v6.replace("/64", `${10 + index}`)];
      const common = { subnetId: subnet.id, ipv6Addresses: v6, sourceDestCheck: !tape.once(6) };
      if (isInstance) {
        add("ec2/instance", id, { ...common, privateIp: address, vpcSecurityGroupIds: groups });
      } else {
        const second = tape.once(6) ? [hostOf(subnet, 100 + index)] : [];
        add("ec2/networkInterface", id, {
          ...common,
          privateIps: [address, ...second],
          securityGroups: groups,
        });
        vpc.targets.push(["networkInterfaceId", id]);
      }
      vpc.interfaces.push({ id, subnet, address });
    }
  }
}
