import { absent, type Fact, known } from "../../../facts/fact";
import { Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { type Match } from "../../network";
import { blockOf, everyIpv4 } from "../addresses";
import { protocolMatch, protocolText } from "./protocols";
import { tokens } from "../tokens";

/** One entry of a network ACL. */
export interface AclEntry {
  readonly owner: ResourceFacts;
  readonly property: string | undefined;
  readonly direction: "in" | "out";
  /** Order; −1, first of all, if it is not known. */
  readonly number: number;
  readonly match: Match;
  readonly allows: boolean;
  readonly text: string;
  /** Something of it is not known; then `match` is what it may match. */
  readonly why?: string;
}

/** Entries that a list declares inside itself, both directions. */
export function inlineEntries(owner: ResourceFacts): readonly AclEntry[] {
  return (["ingress", "egress"] as const).flatMap((property) => {
    const direction = property === "ingress" ? "in" : "out";
    const list = owner.props.objects(property);
    if (list.state === "absent") return [];
    const items: readonly Fact<Props>[] = list.state === "unknown" ? [list] : list.value;
    return items.flatMap((item, index) => {
      if (item.state === "absent") return [];
      const path = `${property}[${index}]`;
      if (item.state === "known")
        return entriesOf(owner, path, direction, item.value, "ruleNo", "action", true);
      return entriesOf(owner, path, direction, new Props({}), "ruleNo", "action", true, item.why);
    });
  });
}

/** The entry of a `NetworkAclRule`: of one direction, or of both if that is not known. */
export function ruleEntries(owner: ResourceFacts, doubt?: string): readonly AclEntry[] {
  const egress = owner.props.flag("egress");
  const directions =
    egress.state === "unknown" ? (["in", "out"] as const) : ([isOut(egress) ? "out" : "in"] as const);
  const why = doubt ?? (egress.state === "unknown" ? egress.why : undefined);
  return directions.flatMap((direction) =>
    entriesOf(owner, undefined, direction, owner.props, "ruleNumber", "ruleAction", false, why),
  );
}

const isOut = (fact: Fact<boolean>): boolean => fact.state === "known" && fact.value;

function entriesOf(
  owner: ResourceFacts,
  property: string | undefined,
  direction: "in" | "out",
  props: Props,
  numberName: string,
  actionName: string,
  isInline: boolean,
  doubt?: string,
): readonly AclEntry[] {
  const order = props.number(numberName);
  const action = props.text(actionName);
  const protocol = protocolMatch({
    protocol: protocolFact(props),
    fromPort: props.number("fromPort"),
    toPort: props.number("toPort"),
    icmpType: icmpFact(props, "icmpType", isInline),
    icmpCode: icmpFact(props, "icmpCode", isInline),
  });
  const blocks = [props.text("cidrBlock"), props.text("ipv6CidrBlock")];
  const known_ = blocks.flatMap((fact) => (fact.state === "known" ? (blockOf(fact.value) ?? []) : []));
  const openBlock = blocks.find(({ state }) => state === "unknown");
  const bad = blocks.some((fact) => fact.state === "known" && blockOf(fact.value) === undefined);
  // An entry without a block is refused by AWS; taken as one of every address, it is at least not forgotten.
  const why =
    doubt ??
    (order.state === "known" ? undefined : "has no number that is known") ??
    (action.state === "known" ? undefined : "has no action that is known") ??
    protocol.why ??
    (openBlock?.state === "unknown" ? openBlock.why : undefined) ??
    (bad || known_.length === 0 ? "has no block that is known" : undefined);
  const isWide = why !== undefined && (openBlock !== undefined || bad || known_.length === 0);
  const side = isWide ? {} : direction === "in" ? { source: known_ } : { destination: known_ };
  const allows = action.state !== "known" || action.value.toLowerCase() === "allow";
  const number = order.state === "known" ? order.value : -1;
  const text = `rule ${number < 0 ? "?" : number} ${allows ? "allows" : "denies"} ${protocolText(protocol)} ${direction === "in" ? "from" : "to"} ${known_.join(", ") || everyIpv4}`;
  return [
    {
      ...{ owner, property, direction, number, allows, text },
      match: { ...protocol.match, ...side },
      ...(why !== undefined && { why }),
    },
  ];
}

function protocolFact(props: Props): Fact<string> {
  const number = props.number("protocol");
  return number.state === "known" ? known(String(number.value)) : props.text("protocol");
}

/** Inline entries have 0 where nothing is given; entries of their own have none, which is refused for ICMP. Source: @pulumi/aws, NetworkAclIngress. */
function icmpFact(props: Props, name: string, isInline: boolean): Fact<number> {
  const fact = props.number(name);
  const text = props.text(name);
  if (text.state === "known" && /^-?\d+$/.test(text.value)) return known(Number(text.value));
  if (fact.state !== "absent") return fact;
  return isInline ? known(0) : absent;
}

/** All types that hold entries. */
export const aclTypes: readonly string[] = [tokens.acl, tokens.defaultAcl];
