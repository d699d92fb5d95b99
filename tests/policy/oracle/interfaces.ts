import { type Props } from "../../../policy/facts/props";
import { type StackFacts } from "../../../policy/facts/resource";
import { address } from "./addresses";
import { flag, objects, text, texts } from "./read";
import { type Interface } from "./world";

/** Interfaces: declared ones, and those of instances, NAT gateways and interface endpoints. */
export function readInterfaces(stack: StackFacts, vpcOf: (subnet: string) => string): Interface[] {
  const of = (type: string) => stack.ofType(`aws:ec2/${type}`);
  const defaultGroup = (subnet: string): string[] => {
    const vpc = of("vpc:Vpc").find(({ props }) => text(props, "id") === vpcOf(subnet));
    const id = vpc === undefined ? undefined : text(vpc.props, "defaultSecurityGroupId");
    return id === undefined ? [] : [id];
  };
  const groups = (props: Props, key: string, subnet: string): string[] => {
    const given = texts(props, key);
    return given.length > 0 ? given : defaultGroup(subnet);
  };
  const v6 = (props: Props) => texts(props, "ipv6Addresses").map(address);
  const outers = of("eip:Eip").map(({ props }) => ({
    ...{
      id: text(props, "id")!,
      outer: address(text(props, "publicIp")!),
      own: text(props, "associateWithPrivateIp"),
    },
    holder: text(props, "networkInterface") ?? text(props, "instance"),
  }));
  const publics = (id: string, first: bigint) =>
    outers
      .filter(({ holder }) => holder === id)
      .map(({ outer, own }) => [own === undefined ? first : address(own), outer] as const);

  const declared = of("networkInterface:NetworkInterface").map(({ urn, props }): Interface => {
    const [id, subnet] = [text(props, "id")!, text(props, "subnetId")!];
    const own = texts(props, "privateIps").map(address);
    return {
      ...{ urn, id, kind: "plain", subnet, addresses: [...own, ...v6(props)] },
      ...{ groups: groups(props, "securityGroups", subnet), publics: publics(id, own[0]!) },
      sourceCheck: flag(props, "sourceDestCheck") !== false,
    };
  });
  const instances = of("instance:Instance").map(({ urn, props }): Interface => {
    const [id, subnet] = [text(props, "id")!, text(props, "subnetId")!];
    const own = address(text(props, "privateIp")!);
    const launched = text(props, "publicIp");
    return {
      ...{ urn, id, kind: "plain", subnet, addresses: [own, ...v6(props)] },
      groups: groups(props, "vpcSecurityGroupIds", subnet),
      publics: [...publics(id, own), ...(launched === undefined ? [] : [[own, address(launched)] as const])],
      sourceCheck: flag(props, "sourceDestCheck") !== false,
    };
  });
  const zonal = of("natGateway:NatGateway").filter(
    ({ props }) => text(props, "availabilityMode") !== "regional",
  );
  const nats = zonal.map(({ urn, props }): Interface => {
    const own = address(text(props, "privateIp")!);
    const outer = outers.find(({ id }) => id === text(props, "allocationId"));
    return {
      ...{ urn, id: text(props, "id")!, kind: "nat", subnet: text(props, "subnetId")!, addresses: [own] },
      ...{ groups: undefined, publics: outer === undefined ? [] : [[own, outer.outer]], sourceCheck: false },
    };
  });
  const endpoints = of("vpcEndpoint:VpcEndpoint").flatMap(({ urn, props }): Interface[] => {
    if (text(props, "vpcEndpointType") !== "Interface") return [];
    return objects(props, "subnetConfigurations").map((each) => {
      const subnet = text(each, "subnetId")!;
      return {
        ...{
          urn,
          id: text(props, "id")!,
          kind: "endpoint",
          subnet,
          addresses: [address(text(each, "ipv4")!)],
        },
        ...{ groups: groups(props, "securityGroupIds", subnet), publics: [], sourceCheck: true },
        service: text(props, "serviceName")!.split(".").slice(3).join("."),
      };
    });
  });
  return [...declared, ...instances, ...nats, ...endpoints];
}
