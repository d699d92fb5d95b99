import { type Declared } from "../../../policy/sources/declared";
import { settled } from "../escapes/settled";
import { ownDeclared, type OwnEnvironment } from "../ownStack";
import { idsOf, inputsOf, kindOf, textOf } from "./declaredValues";

/** Ids as AWS writes them, by class: what a value may be changed to is seen by its prefix. */
const prefixes: Readonly<Record<string, string>> = {
  ...{ Vpc: "vpc", Subnet: "subnet", SecurityGroup: "sg", DefaultSecurityGroup: "sg", RouteTable: "rtb" },
  ...{ NetworkAcl: "acl", VpcEndpoint: "vpce", CustomerGateway: "cgw", VpnConnection: "vpn" },
  ...{ LaunchTemplate: "lt", VpnGateway: "vgw" },
};

/** Addresses of the services behind gateway endpoints: a block each that AWS has for them in us-east-1. */
export const serviceBlocks: Readonly<Record<string, string>> = {
  s3: "52.216.0.0/15",
  dynamodb: "52.94.0.0/22",
};

/** Our own stack after an update: every resource has its id, and tells what others need to know of it. */
export async function ownConcrete(environment: OwnEnvironment): Promise<readonly Declared[]> {
  const own = settled(await ownDeclared(environment));
  const ids = new Map(
    own.flatMap((each): [string, string][] => {
      const prefix = prefixes[kindOf(each)];
      const id = textOf(inputsOf(each)["id"]);
      return prefix === undefined || id === undefined ? [] : [[id, `${prefix}-${id.split("-").at(-1)!}`]];
    }),
  );
  return own.map((each) => told(renamed(each, ids), own, ids));
}

function renamed(declared: Declared, ids: ReadonlyMap<string, string>): Declared {
  const rename = (value: unknown): unknown => {
    if (typeof value === "string") return ids.get(value) ?? value;
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rename(inner)]));
  };
  return { ...declared, inputs: rename(declared.inputs) as Declared["inputs"] };
}

/** What `settled` leaves open, for rules do not ask for it: implicit objects of the VPC, and services' addresses. */
function told(declared: Declared, own: readonly Declared[], ids: ReadonlyMap<string, string>): Declared {
  const { inputs } = declared;
  const vpc = ids.get(idsOf(own, "Vpc")[0]!);
  const withMore = (more: object): Declared => ({ ...declared, inputs: { ...inputs, ...more } });
  switch (kindOf(declared)) {
    case "Vpc":
      return withMore({
        defaultNetworkAclId: "acl-default",
        defaultSecurityGroupId: ids.get(idsOf(own, "DefaultSecurityGroup")[0]!),
      });
    case "DefaultNetworkAcl":
      return withMore({ id: "acl-default", defaultNetworkAclId: "acl-default", vpcId: vpc });
    case "DefaultRouteTable":
      return withMore({ vpcId: vpc });
    case "Group":
      return "targetGroupArns" in inputs
        ? withMore({
            targetGroupArns: own
              .filter((each) => kindOf(each) === "TargetGroup")
              .map(({ inputs }) => inputs["arn"])
              .slice(0, 1),
          })
        : declared;
    case "VpcEndpoint": {
      const service = textOf(inputs["serviceName"])?.split(".").at(-1) ?? "";
      const blocks = serviceBlocks[service];
      return blocks === undefined
        ? declared
        : withMore({ prefixListId: `pl-${service}`, cidrBlocks: [blocks] });
    }
    case "SecurityGroupEgressRule":
    case "SecurityGroupIngressRule": {
      const list = textOf(inputs["prefixListId"]);
      const endpoint = own.find(
        (each) => kindOf(each) === "VpcEndpoint" && each.inputs["prefixListId"] === list,
      );
      const service = textOf(endpoint?.inputs["serviceName"])?.split(".").at(-1);
      return list === undefined ? declared : withMore({ prefixListId: `pl-${service ?? "none"}` });
    }
    default:
      return declared;
  }
}
