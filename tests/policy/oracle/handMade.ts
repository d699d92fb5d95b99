import { block } from "./addresses";
import { packet } from "./packet";
import { type Declared, stackOf } from "./stack";
import { Walker } from "./walk";
import { readWorld } from "./world";

/** Rules of a group that let everything pass. */
export const anywhere = [
  { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
];

export function declare(type: string, id: string, props: Declared["props"] = {}): Declared {
  const leaf = type.slice(type.indexOf("/") + 1);
  return { type: `aws:${type}:${leaf[0]!.toUpperCase()}${leaf.slice(1)}`, name: id, props: { id, ...props } };
}

/** A VPC 10.N.0.0/16 of two subnets in two zones, one interface .10 in each, all groups open. */
export function vpc(key: string, number: number, change: { readonly [id: string]: object } = {}): Declared[] {
  const all = [
    declare("ec2/vpc", `vpc-${key}`, {
      ...{ cidrBlock: `10.${number}.0.0/16`, ipv6CidrBlock: `2600:1f14:${number}00::/56` },
      ...{
        defaultSecurityGroupId: `sg-${key}`,
        defaultNetworkAclId: `acl-${key}`,
        mainRouteTableId: `rtb-${key}`,
      },
    }),
    declare("ec2/securityGroup", `sg-${key}open`, {
      vpcId: `vpc-${key}`,
      ingress: anywhere,
      egress: anywhere,
    }),
    ...[0, 1].flatMap((place) => [
      declare("ec2/subnet", `subnet-${key}${place}`, {
        ...{ vpcId: `vpc-${key}`, cidrBlock: `10.${number}.${place}.0/24`, availabilityZone: `z${place}` },
        ipv6CidrBlock: `2600:1f14:${number}00:${place}::/64`,
      }),
      declare("ec2/networkInterface", `eni-${key}${place}`, {
        ...{ subnetId: `subnet-${key}${place}`, privateIps: [`10.${number}.${place}.10`] },
        ...{ ipv6Addresses: [`2600:1f14:${number}00:${place}::10`], securityGroups: [`sg-${key}open`] },
      }),
    ]),
  ];
  return all.map((each) => ({ ...each, props: { ...each.props, ...change[each.name] } }));
}

export const route = (table: string, destinationCidrBlock: string, target: object) =>
  declare("ec2/route", `r-${table}${destinationCidrBlock}`, {
    routeTableId: table,
    destinationCidrBlock,
    ...target,
  });

/** Where TCP 443 from an interface or a zone gets, and its answer: ids and zones. */
export function ways(
  stack: readonly Declared[],
  from: string,
  source: string,
  destination: string,
  protocol = 6,
): string[] {
  const world = readWorld(stackOf(stack));
  const walker = new Walker(world, [block("192.168.0.0/16")], false);
  const face = world.interfaces.find(({ id }) => id === from);
  const asked = packet(source, destination, protocol, [40000, 443]);
  const ends = face === undefined ? walker.enter(from, asked) : walker.send(face, asked);
  return [...ends, ...ends.flatMap((end) => walker.answer(end))].flatMap((end) =>
    end.at === "dropped" ? [] : [end.at === "zone" ? end.zone : end.face.id],
  );
}
