/** What a value of a kind may be changed to that could open a network. */

const blocks = ["0.0.0.0/0", "0.0.0.0/1", "::/0", "8.8.8.0/24", "172.31.0.0/16", "10.0.0.0/8"];
const protocols = ["-1", "tcp", "udp", "icmp", "all"];

/** Words that services have for "less strict", by property. */
const words: Readonly<Record<string, readonly string[]>> = {
  internetGatewayBlockMode: ["off", "block-ingress"],
  state: ["unblocked", "block-all-sharing"],
  httpTokens: ["optional"],
  httpProtocolIpv6: ["enabled"],
  vpcEndpointType: ["Gateway", "Interface", "GatewayLoadBalancer"],
  ipAddressType: ["dualstack", "ipv6"],
  loadBalancerType: ["application", "gateway", "network"],
  targetType: ["ip", "lambda", "alb"],
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: ["off"],
  presharedKeyStorage: ["Standard"],
  trafficType: ["ACCEPT", "REJECT"],
  action: ["allow", "deny", "ALLOW", "ALERT"],
  serviceName: [
    "com.amazonaws.us-east-1.ssm",
    "com.amazonaws.vpce.us-east-1.vpce-svc-0foreign",
    "com.amazonaws.us-east-1.s3",
  ],
  firewallFailOpen: ["ENABLED"],
  autodefinedReverseFlag: ["ENABLE"],
  instanceInitiatedShutdownBehavior: ["terminate"],
  availabilityZone: ["us-east-1c"],
  accelerationStatus: ["Enabled"],
  ipAddress: ["198.51.98.1"],
};

const openPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});

const isBlock = (text: string): boolean =>
  /^(\d+\.){3}\d+(\/\d+)?$|^[\da-f]*:[\da-f:]*:[\da-f:]*(\/\d+)?$/i.test(text);
const prefixOf = (id: string): string => id.split("-")[0]!;

/** What may stand where a route's target does. */
const targets = ["igw", "nat", "eigw", "pcx", "tgw", "vgw", "vpce"];

/** Ids of what fits where an id stands: the same kind of object, or, of a gateway, any gateway. */
export function fittingIds(key: string, own: string | undefined, ids: readonly string[]): readonly string[] {
  const wanted = /gatewayId$/i.test(key) ? targets : own === undefined ? [] : [prefixOf(own)];
  return ids.filter((id) => id !== own && wanted.includes(prefixOf(id)));
}

/** @param ids of the stack's resources */
export function dangerousValues(key: string, value: unknown, ids: readonly string[]): readonly unknown[] {
  const others = othersOf(key, value, ids);
  const own = JSON.stringify(value);
  return [...new Map(others.map((each) => [JSON.stringify(each), each])).values()].filter(
    (each) => JSON.stringify(each) !== own,
  );
}

function othersOf(key: string, value: unknown, ids: readonly string[]): readonly unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") {
    if (/^ruleN/.test(key)) return [1, 32_766, value - 1, value + 1];
    return [0, 65_535, value - 1, value + 1, -1];
  }
  if (typeof value !== "string") return [];
  if (value === "true" || value === "false") return [value === "true" ? "false" : "true"];
  if (isBlock(value)) return [...blocks, ...(words[key] ?? [])];
  if (/protocol$/i.test(key)) return protocols;
  if (value.startsWith("{")) return [openPolicy];
  if (ids.includes(value)) return [...fittingIds(key, value, ids), `${prefixOf(value)}-0outside`];
  return [...(words[key] ?? []), "*", "other"];
}

const everything = { protocol: "-1", fromPort: 0, toPort: 0 };

/** What may be added to a list. */
export function dangerousEntries(
  key: string,
  list: readonly unknown[],
  ids: readonly string[],
): readonly unknown[] {
  const [first] = list;
  if (typeof first === "string" && ids.includes(first))
    return ids.filter((id) => prefixOf(id) === prefixOf(first) && !list.includes(id));
  if (typeof first === "string") return isBlock(first) ? blocks : ["*"];
  if (key === "propagatingVgws") return ids.filter((id) => prefixOf(id) === "vgw");
  if (key === "subnetIds") return ids.filter((id) => prefixOf(id) === "subnet");
  if (key === "routes") return routesTo(ids);
  if (key === "ingress" || key === "egress") {
    return [
      { ...everything, ruleNo: 1, action: "allow", cidrBlock: "0.0.0.0/0" },
      { ...everything, ruleNo: 2, action: "allow", ipv6CidrBlock: "::/0" },
    ];
  }
  return typeof first === "object" && first !== null ? [first] : [];
}

const propertyOf: Readonly<Record<string, string>> = {
  ...{ igw: "gatewayId", vgw: "gatewayId", nat: "natGatewayId", eigw: "egressOnlyGatewayId" },
  ...{ pcx: "vpcPeeringConnectionId", tgw: "transitGatewayId" },
};

/** A route out to every gateway there is. */
export function routesTo(ids: readonly string[]): readonly object[] {
  return ids.flatMap((id) => {
    const property = propertyOf[prefixOf(id)];
    if (property === undefined) return [];
    return ["0.0.0.0/0", "8.8.8.0/24", "::/0"].map((cidr) => ({
      [cidr.includes(":") ? "ipv6CidrBlock" : "cidrBlock"]: cidr,
      [property]: id,
    }));
  });
}
