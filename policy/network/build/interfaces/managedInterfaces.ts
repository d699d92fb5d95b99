import { isMadeByAws } from "../../../facts/madeByAws";
import { type ResourceFacts } from "../../../facts/resource";
import { type InterfacePart } from "../parts";
import { type Places } from "./places";
import { tokens } from "../tokens";

/** Whose an interface is that AWS made for a service. */
export interface Manager {
  readonly kind: InterfacePart["kind"];
  /** Undefined: not of the stack, or not told. */
  readonly owner?: ResourceFacts;
  /** AWS lists no groups for it, and filters nothing. */
  readonly mayHaveNoGroups: boolean;
}

/** `interfaceType` of EC2's DescribeNetworkInterfaces. Those that are not here belong to machines. */
const kinds: Readonly<Record<string, readonly [kind: InterfacePart["kind"], mayHaveNoGroups: boolean]>> = {
  natGateway: ["nat", true],
  nat_gateway: ["nat", true],
  load_balancer: ["balancer", false],
  network_load_balancer: ["balancer", true],
  gateway_load_balancer: ["balancer", true],
  vpc_endpoint: ["endpoint", false],
  gateway_load_balancer_endpoint: ["endpoint", true],
  transit_gateway: ["transit", true],
  lambda: ["function", false],
};

/**
 * What AWS writes into the description of the interfaces that it makes; a balancer's first, whose name is its owner's to choose.
 * Source: EC2 guide, "Requester-managed network interfaces", and the answers of DescribeNetworkInterfaces.
 */
const descriptions: readonly {
  readonly pattern: RegExp;
  readonly types: readonly string[];
  readonly kind: InterfacePart["kind"];
  readonly mayHaveNoGroups: boolean;
}[] = [
  {
    pattern: /^ELB (?:app|net|gwy)\/([^/]+)\//,
    types: tokens.balancers,
    kind: "balancer",
    mayHaveNoGroups: true,
  },
  { pattern: /^ELB ([^/]+)$/, types: [tokens.classicBalancer], kind: "balancer", mayHaveNoGroups: false },
  { pattern: /\b(nat-[0-9a-f]+)/, types: [tokens.natGateway], kind: "nat", mayHaveNoGroups: true },
  { pattern: /\b(vpce-[0-9a-f]+)/, types: [tokens.endpoint], kind: "endpoint", mayHaveNoGroups: true },
  {
    pattern: /\b(tgw-attach-[0-9a-f]+)/,
    types: [tokens.transitAttachment],
    kind: "transit",
    mayHaveNoGroups: true,
  },
  {
    pattern: /\b(rslvr-(?:in|out)-[0-9a-f]+)/,
    types: [tokens.resolverEndpoint],
    kind: "resolver",
    mayHaveNoGroups: false,
  },
  { pattern: /^(AWS Lambda) VPC ENI/, types: [], kind: "function", mayHaveNoGroups: false },
  { pattern: /^(RDS)NetworkInterface/, types: [], kind: "other", mayHaveNoGroups: false },
];

/** Who manages an interface; undefined: a machine or its program does. */
export function managedBy(places: Places, { props }: ResourceFacts): Manager | undefined {
  const id = props.text("id");
  const owner = id.state === "known" ? ownerById(places, id.value) : undefined;
  if (owner !== undefined) return owner;
  const type = props.text("interfaceType");
  const [kind, mayHaveNoGroups] = (type.state === "known" ? kinds[type.value] : undefined) ?? [];
  // Whoever makes an interface of their own describes it as they like.
  const description = props.text("description");
  for (const { pattern, types, ...manager } of isMadeByAws(props) ? descriptions : []) {
    const token = description.state === "known" ? pattern.exec(description.value)?.[1] : undefined;
    if (token === undefined) continue;
    const named = places.references.withId(token, types);
    const hasNone = kind === undefined ? manager.mayHaveNoGroups : mayHaveNoGroups === true;
    return { ...manager, mayHaveNoGroups: hasNone, ...(named && { owner: named }) };
  }
  return kind === undefined ? undefined : { kind, mayHaveNoGroups: mayHaveNoGroups === true };
}

const byId = new WeakMap<Places, ReadonlyMap<string, Manager>>();

/** Gateways, endpoints and balancers name their interfaces themselves. */
function ownerById(places: Places, id: string): Manager | undefined {
  let found = byId.get(places);
  if (found === undefined) {
    const owners = new Map<string, Manager>();
    for (const owner of places.stack.ofType(tokens.natGateway)) {
      const own = owner.props.text("networkInterfaceId");
      if (own.state === "known") owners.set(own.value, { kind: "nat", owner, mayHaveNoGroups: true });
    }
    for (const owner of places.stack.ofType(tokens.endpoint)) {
      const own = owner.props.texts("networkInterfaceIds");
      for (const one of own.state === "known" ? own.value : []) {
        if (one.state === "known")
          owners.set(one.value, { kind: "endpoint", owner, mayHaveNoGroups: isGatewayBalancer(owner) });
      }
    }
    for (const type of [...tokens.balancers, tokens.classicBalancer]) {
      for (const owner of places.stack.ofType(type)) {
        const own = owner.props.texts("networkInterfaceIds");
        const mayHaveNoGroups = type !== tokens.classicBalancer;
        for (const one of own.state === "known" ? own.value : []) {
          if (one.state === "known") owners.set(one.value, { kind: "balancer", owner, mayHaveNoGroups });
        }
      }
    }
    byId.set(places, (found = owners));
  }
  return found.get(id);
}

/** Endpoints of a gateway load balancer have no groups. Source: PrivateLink guide, "Gateway Load Balancer endpoints". */
export function isGatewayBalancer({ props }: ResourceFacts): boolean {
  const type = props.text("vpcEndpointType");
  return type.state === "known" && type.value === "GatewayLoadBalancer";
}
