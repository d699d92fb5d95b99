import { type Declared } from "../../../policy/sources/declared";
import { unknownText } from "../stack";
import { ownAccount } from "./own";

type Json = Readonly<Record<string, unknown>>;

/** Ids begin as AWS's do where rules look at that. */
const prefixes: Readonly<Record<string, string>> = { VpnGateway: "vgw", RouteTable: "rtb" };
const classOf = ({ type }: Declared): string => type.slice(type.lastIndexOf(":") + 1);

/** What a resource answers once it exists, as far as others refer to it. */
function answersOf(declared: Declared, index: number): Json {
  const kind = classOf(declared);
  const name = `${kind.toLowerCase()}-${index}`;
  const id = `${prefixes[kind] ?? "id"}-${index}`;
  const own = { id, arn: `arn:aws:${name}` };
  const given = declared.inputs["path"];
  const path = typeof given === "string" ? given : "/";
  switch (kind) {
    case "Vpc":
      return { ...own, mainRouteTableId: `rtb-main-${index}`, defaultRouteTableId: `rtb-main-${index}` };
    case "Role":
      return { ...own, arn: `arn:aws:iam::${ownAccount}:role${path}${declared.name}` };
    case "VpcEndpoint":
      return { ...own, prefixListId: `pl-${index}` };
    default:
      return own;
  }
}

/** The property of another resource that a value is made from, by the value's own name and the other's class. */
function attributeOf(name: string, kind: string): string {
  if (kind === "VpcEndpoint" && /prefixList/i.test(name)) return "prefixListId";
  if (kind === "Vpc" && /routeTableId$/i.test(name)) return "mainRouteTableId";
  return /arns?$/i.test(name) ? "arn" : "id";
}

/** Names of values that are an id or an ARN alone; texts in which one stands, such as policies, stay unknown. */
const isReference = /(?:ids?|identifiers?|arns?|groups|subnets)$/i;

/** Classes that a value may name, by the value's own name; others of its sources are for values beside it. */
const named: Readonly<Record<string, readonly string[]>> = {
  subnetId: ["Subnet"],
  subnetIds: ["Subnet"],
  securityGroups: ["SecurityGroup"],
  securityGroupIds: ["SecurityGroup"],
  targetGroupArns: ["TargetGroup"],
  // Of a schedule's target, beside its role; of a template's profile; of a policy's topic.
  arn: ["Function", "InstanceProfile", "Topic"],
};

/**
 * The same stack after an update: ids, ARNs and what else resources tell of themselves are known wherever they are used. What is made from
 * nothing stays unknown.
 */
export function settled(declared: readonly Declared[]): readonly Declared[] {
  const answers = new Map(declared.map((each, index) => [each.urn, answersOf(each, index)]));
  const byUrn = new Map(declared.map((each) => [each.urn, each]));
  const valueOf = (owner: Declared, top: string, name: string, position: number): unknown => {
    const sources = (owner.sources[top] ?? []).flatMap((urn) => byUrn.get(urn) ?? []);
    const fitting = sources.filter((source) => named[name]?.includes(classOf(source)) ?? true);
    const source = fitting[position] ?? fitting[0];
    if (source === undefined) return unknownText;
    // An attachment tells what it attaches, a main table's resource the VPC's own table.
    const told = { VpnGatewayAttachment: "vpnGatewayId", DefaultRouteTable: "defaultRouteTableId" }[
      classOf(source)
    ];
    if (told !== undefined) return valueOf(source, told, told, 0);
    return answers.get(source.urn)?.[attributeOf(name, classOf(source))];
  };
  const fill = (owner: Declared, top: string, name: string, value: unknown, position = 0): unknown => {
    if (value === unknownText) return isReference.test(name) ? valueOf(owner, top, name, position) : value;
    if (Array.isArray(value)) return value.map((item, index) => fill(owner, top, name, item, index));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, fill(owner, top, key, inner)]),
    );
  };
  return declared.map((each) => {
    const inputs = Object.entries(each.inputs).map(([name, value]) => [name, fill(each, name, name, value)]);
    const filled = Object.fromEntries(inputs) as Json;
    const { defaultRouteTableId } = filled;
    const own = defaultRouteTableId === undefined ? {} : { id: defaultRouteTableId };
    return { ...each, inputs: { ...answers.get(each.urn), ...filled, ...own } };
  });
}
