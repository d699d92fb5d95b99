import { type Fact, type Unknown } from "./fact";
import { type Props } from "./props";
import { type ResourceFacts } from "./resource";

/** A security group rule as a resource of its own: the three shapes that `@pulumi/aws` knows. */
export const groupRuleTypes = [
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
] as const;
export const groupTypes = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
];

/** One value that says who the other side is: an address block, or a prefix list. */
export interface PeerFacts {
  readonly owner: ResourceFacts;
  readonly property: string;
  /** The owner's property whose sources tell what an unknown value will be. */
  readonly sourceProperty: string;
  readonly kind: "block" | "prefixList";
  readonly fact: Fact<string>;
}

/** A part of a group's rules that cannot be read. */
export interface UnreadRules {
  readonly owner: ResourceFacts;
  readonly property: string;
  readonly unknown: Unknown;
}

type Peers = readonly (PeerFacts | UnreadRules)[];

function one(owner: ResourceFacts, property: string, kind: PeerFacts["kind"]): Peers {
  const fact = owner.props.text(property);
  return fact.state === "absent" ? [] : [{ owner, property, sourceProperty: property, kind, fact }];
}

function many(
  owner: ResourceFacts,
  props: Props,
  path: string,
  name: string,
  kind: PeerFacts["kind"],
): Peers {
  const property = `${path}${name}`;
  const list = props.texts(name);
  if (list.state === "absent") return [];
  if (list.state === "unknown") return [{ owner, property, unknown: list }];
  const sourceProperty = property.split("[")[0] ?? property;
  return list.value.map((fact, index) => ({
    ...{ owner, property: `${property}[${index}]`, sourceProperty, kind, fact },
  }));
}

function lists(owner: ResourceFacts, props: Props, path: string): Peers {
  return [
    ...many(owner, props, path, "cidrBlocks", "block"),
    ...many(owner, props, path, "ipv6CidrBlocks", "block"),
    ...many(owner, props, path, "prefixListIds", "prefixList"),
  ];
}

function inline(owner: ResourceFacts, direction: "ingress" | "egress"): Peers {
  const rules = owner.props.objects(direction);
  if (rules.state === "absent") return [];
  if (rules.state === "unknown") return [{ owner, property: direction, unknown: rules }];
  return rules.value.flatMap((rule, index): Peers => {
    const property = `${direction}[${index}]`;
    if (rule.state === "unknown") return [{ owner, property, unknown: rule }];
    return rule.state === "absent" ? [] : lists(owner, rule.value, `${property}.`);
  });
}

/** All peers that a group or a rule names, in whatever shape it was declared. References to groups are none: they name no address. */
export function peersOf(owner: ResourceFacts): Peers {
  switch (owner.type) {
    case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
    case "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":
      return [
        ...one(owner, "cidrIpv4", "block"),
        ...one(owner, "cidrIpv6", "block"),
        ...one(owner, "prefixListId", "prefixList"),
      ];
    case "aws:ec2/securityGroupRule:SecurityGroupRule":
      return lists(owner, owner.props, "");
    default:
      return [...inline(owner, "ingress"), ...inline(owner, "egress")];
  }
}
