import { type ResourceFacts } from "../../../facts/resource";
import { type Missing, type Zone } from "../../network";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { type Build, zones } from "../parts";

export type EndpointKind = "gateway" | "interface" | "gateway-balancer" | "network" | "unknown";

const kinds: Readonly<Record<string, EndpointKind>> = {
  Gateway: "gateway",
  Interface: "interface",
  GatewayLoadBalancer: "gateway-balancer",
  Resource: "network",
  ServiceNetwork: "network",
};

/** Source of the default: EC2 API, CreateVpcEndpoint, VpcEndpointType: Gateway. */
export function endpointKind({ props }: ResourceFacts): EndpointKind {
  const type = props.text("vpcEndpointType");
  if (type.state === "absent") return "gateway";
  return (type.state === "known" ? kinds[type.value] : undefined) ?? "unknown";
}

/** Where an endpoint leads. */
export interface EndpointZone {
  readonly zone: Zone;
  readonly name: string;
  /** The service is not known. */
  readonly missing?: Missing;
}

/**
 * `com.amazonaws.<region>.<service>` and `aws.<service>.<region>.<part>` are of AWS; `com.amazonaws.vpce.<region>.vpce-svc-…` is
 * somebody else's. Source: PrivateLink guide, "AWS services that integrate with AWS PrivateLink", "Share your services".
 */
export function serviceZone(name: string): EndpointZone {
  const [, shared] = /^(?:cn\.)?com\.amazonaws\.vpce\.[a-z0-9-]+\.(.+)$/.exec(name) ?? [];
  if (shared !== undefined) return { zone: zones.foreign(shared), name: shared };
  const [, service] = /^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(name) ?? [];
  const [, part, rest] = /^aws\.([a-z0-9-]+)\.[a-z0-9-]+\.(.+)$/.exec(name) ?? [];
  const own = service ?? (part !== undefined && rest !== undefined ? `${part}.${rest}` : undefined);
  return own === undefined ? { zone: zones.foreign(name), name } : { zone: zones.service(own), name: own };
}

/** The zone behind an endpoint. */
export function zoneOfEndpoint(endpoint: ResourceFacts): EndpointZone {
  const { props, name } = endpoint;
  for (const property of ["resourceConfigurationArn", "serviceNetworkArn"]) {
    if (props.get(property).state === "absent") continue;
    return { zone: zones.foreign(name), name: `what ${name} leads to` };
  }
  const service = props.text("serviceName");
  if (service.state === "known") return serviceZone(service.value);
  const why = service.state === "unknown" ? service.why : "is not given";
  return {
    zone: zones.unknown,
    name: "somewhere unknown",
    missing: missingOf(endpoint, "serviceName", why),
  };
}

/** The node of a gateway endpoint. docs/proof.md, Nodes. */
export function gatewayEndpointNode(build: Build, endpoint: ResourceFacts): string {
  const id = `vpce/${placesOf(build.layout).keys.of(endpoint)}`;
  return build.draft.node({ id, name: endpoint.name, urn: endpoint.urn });
}
