import { crc32 } from "node:zlib";
import { type Aws } from "../../aws";
import { needText, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import {
  createRoute,
  deleteRoute,
  describeRouteTable,
  destinationKeys,
  destinationOf,
  replaceRoute,
  routeProps,
  targetKeys,
} from "./routes";

async function find(aws: Aws, route: Props): Promise<Props | undefined> {
  const table = await describeRouteTable(aws, needText(route, "routeTableId"));
  const destination = destinationOf(route);
  return (table?.Routes ?? [])
    .filter((item) => item.Origin !== "EnableVgwRoutePropagation")
    .map(routeProps)
    .find((item) => destinationKeys.some((key) => text(item, key) === destination));
}

export const route: ResourceType = {
  token: "aws:ec2/route:Route",
  required: ["routeTableId"],
  replaceOn: ["routeTableId", ...destinationKeys],
  outputs: ["instanceId", "instanceOwnerId", "origin", "state"],
  chosenByAws: ["networkInterfaceId"],
  check: (inputs) => [
    ...exactlyOne(inputs, destinationKeys, "destinationCidrBlock"),
    ...exactlyOne(inputs, targetKeys, "gatewayId"),
  ],
  async create(aws, inputs) {
    const table = needText(inputs, "routeTableId");
    await createRoute(aws, table, inputs);
    return `r-${table}${crc32(destinationOf(inputs))}`;
  },
  async read(aws, _id, known) {
    const found = await find(aws, known);
    // A target that another took the place of is gone, not as declared.
    const none = Object.fromEntries(targetKeys.map((key) => [key, null]));
    return found === undefined
      ? undefined
      : { ...none, ...definedOnly(found), routeTableId: known.routeTableId };
  },
  async update(aws, _id, news) {
    await replaceRoute(aws, needText(news, "routeTableId"), news);
  },
  async remove(aws, _id, state) {
    await deleteRoute(aws, needText(state, "routeTableId"), state);
  },
};

const definedOnly = (props: Props): Props =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));

function exactlyOne(
  inputs: Props,
  keys: readonly string[],
  property: string,
): { property: string; reason: string }[] {
  const present = keys.filter((key) => inputs[key] !== undefined && inputs[key] !== "");
  if (present.length === 1) return [];
  const got = present.length === 0 ? "none" : present.join(", ");
  return [{ property, reason: `Exactly one of ${keys.join(", ")} must be set; set: ${got}.` }];
}
