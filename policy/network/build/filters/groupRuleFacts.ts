import { absent, type Fact, known } from "../../../facts/fact";
import { type Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { type ProtocolFacts } from "./protocols";
import { tokens } from "../tokens";

export type Direction = "ingress" | "egress";

/** Who the other side of a rule is. */
export interface RulePeer {
  readonly kind: "block" | "list" | "group" | "self";
  readonly property: string;
  readonly fact: Fact<string>;
}

/** A rule of a group, in whatever shape it was declared. */
export interface GroupRule {
  readonly owner: ResourceFacts;
  readonly direction: Direction;
  readonly path: string;
  readonly protocol: ProtocolFacts;
  readonly peers: readonly RulePeer[];
  /** Nothing is known of the rule: it may admit anything. */
  readonly why?: string;
}

const nothing: ProtocolFacts = { protocol: absent, fromPort: absent, toPort: absent };

function open(owner: ResourceFacts, direction: Direction, path: string, why: string): GroupRule {
  return { owner, direction, path, protocol: nothing, peers: [], why };
}

/** The rules that a group declares inside itself. */
export function inlineRules(owner: ResourceFacts): readonly GroupRule[] {
  return (["ingress", "egress"] as const).flatMap((direction): readonly GroupRule[] => {
    const list = owner.props.objects(direction);
    if (list.state === "absent") return [];
    if (list.state === "unknown") return [open(owner, direction, direction, list.why)];
    return list.value.flatMap((item, index): readonly GroupRule[] => {
      const path = `${direction}[${index}]`;
      if (item.state === "absent") return [];
      if (item.state === "unknown") return [open(owner, direction, path, item.why)];
      const peers = [
        ...blockPeers(item.value, `${path}.`),
        ...many(item.value, `${path}.`, "securityGroups", "group"),
        ...selfPeers(item.value, `${path}.`),
      ];
      return [{ owner, direction, path, protocol: protocolOf(item.value, "protocol"), peers }];
    });
  });
}

/** The rule of a resource of its own, of the two shapes there are. */
export function standaloneRule(owner: ResourceFacts): readonly GroupRule[] {
  const { props, type } = owner;
  if (type !== tokens.groupRule) {
    const direction = type === tokens.ingressRule ? "ingress" : "egress";
    const peers = [
      ...one(props, "cidrIpv4", "block"),
      ...one(props, "cidrIpv6", "block"),
      ...one(props, "prefixListId", "list"),
      ...one(props, "referencedSecurityGroupId", "group"),
    ];
    return [{ owner, direction, path: "", protocol: protocolOf(props, "ipProtocol"), peers }];
  }
  const peers = [
    ...blockPeers(props, ""),
    ...one(props, "sourceSecurityGroupId", "group"),
    ...selfPeers(props, ""),
  ];
  const direction = props.text("type");
  const directions: Direction[] =
    direction.state === "known"
      ? [direction.value === "egress" ? "egress" : "ingress"]
      : ["ingress", "egress"];
  return directions.map((each) => ({
    ...{ owner, direction: each, path: "", protocol: protocolOf(props, "protocol"), peers },
    ...(direction.state === "unknown" && { why: direction.why }),
  }));
}

function protocolOf(props: Props, name: string): ProtocolFacts {
  return {
    protocol: protocolText(props, name),
    fromPort: props.number("fromPort"),
    toPort: props.number("toPort"),
  };
}

/** Some programs write protocol numbers as numbers. */
function protocolText(props: Props, name: string): Fact<string> {
  const number = props.number(name);
  return number.state === "known" ? known(String(number.value)) : props.text(name);
}

function blockPeers(props: Props, path: string): readonly RulePeer[] {
  return [
    ...many(props, path, "cidrBlocks", "block"),
    ...many(props, path, "ipv6CidrBlocks", "block"),
    ...many(props, path, "prefixListIds", "list"),
  ];
}

function one(props: Props, name: string, kind: RulePeer["kind"]): readonly RulePeer[] {
  const fact = props.text(name);
  return fact.state === "absent" ? [] : [{ kind, property: name, fact }];
}

function many(props: Props, path: string, name: string, kind: RulePeer["kind"]): readonly RulePeer[] {
  const property = `${path}${name}`;
  const list = props.texts(name);
  if (list.state === "absent") return [];
  if (list.state === "unknown") return [{ kind, property, fact: list }];
  return list.value
    .map((fact, index): RulePeer => ({ kind, property: `${property}[${index}]`, fact }))
    .filter(({ fact }) => fact.state !== "absent");
}

function selfPeers(props: Props, path: string): readonly RulePeer[] {
  const self = props.flag("self");
  if (self.state === "absent" || (self.state === "known" && !self.value)) return [];
  const fact: Fact<string> = self.state === "unknown" ? self : known("self");
  return [{ kind: "self", property: `${path}self`, fact }];
}
