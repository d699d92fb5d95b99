import { type Fact } from "../../../facts/fact";
import { type ResourceFacts } from "../../../facts/resource";
import { type Reason, type Rewrite } from "../../network";
import { listenersNode } from "./balancerParts";
import { candidatesOf, namedList } from "../candidates";
import { groupSteps } from "../filters/groups";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { type Build, type InterfacePart, reasonOf, zones } from "../parts";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";
import { addSendingZone, anyPackets, enterFrom } from "../gateways/zoneNodes";

const serviceType = "aws:ec2/vpcEndpointService:VpcEndpointService";
const principalType = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple";

/** A way from an endpoint to a balancer of the stack. */
interface ProviderEnd {
  readonly to: string;
  readonly rewrite: Rewrite;
  readonly by: Reason;
}

/** Endpoint services of the stack, by the names that endpoints call them by. */
const services = perBuild(({ stack }) => {
  const byName = new Map<string, ResourceFacts>();
  for (const service of stack.ofType(serviceType)) {
    const name = service.props.text("serviceName");
    if (name.state === "known") byName.set(name.value, service);
  }
  return byName;
});

/** Where an endpoint leads whose service the stack provides itself; undefined: it does not. */
export function ownProvider(build: Build, endpoint: ResourceFacts): readonly ProviderEnd[] | undefined {
  const fact = endpoint.props.text("serviceName");
  const known = fact.state === "known" ? services(build).get(fact.value) : undefined;
  const found = known
    ? [known]
    : candidatesOf(build.references.of(endpoint, "serviceName", fact, [serviceType])).resources;
  if (found.length === 0) return undefined;
  return found.flatMap((service) => endsOf(build, service, found.length > 1 ? whyOf(fact) : undefined));
}

const whyOf = (fact: Fact<string>) => (fact.state === "unknown" ? fact.why : "is one of several services");

/**
 * The balancers of a service: behind their groups, or past them where the balancer says so; what reaches them comes to their address.
 * Source: ELBv2 API, SetSecurityGroups, EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: on by default.
 */
function endsOf(build: Build, service: ResourceFacts, why: string | undefined): readonly ProviderEnd[] {
  const balancers = namedList(build, service, "networkLoadBalancerArns", tokens.balancers);
  return balancers.flatMap((candidates) =>
    candidates.resources.flatMap((balancer) =>
      build.layout.interfacesOf(balancer).map((iface): ProviderEnd => {
        const unsure = why ?? candidates.why;
        const missing =
          unsure === undefined ? undefined : missingOf(service, "networkLoadBalancerArns", unsure);
        const by = reasonOf(service, `${service.name} leads to ${balancer.name}`, {
          property: "networkLoadBalancerArns",
          fix: "Remove the endpoint service.",
          ...(missing && { missing }),
        });
        return { to: entrance(build, iface), rewrite: { destination: iface.addresses }, by };
      }),
    ),
  );
}

function entrance(build: Build, iface: InterfacePart): string {
  const to = listenersNode(build, iface);
  const enforced = iface.resource.props.text("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic");
  if (!iface.isFiltered || (enforced.state === "known" && enforced.value === "off")) return to;
  const id = `if/${iface.key}/private-link`;
  if (build.draft.has(id)) return id;
  build.draft.node({ id, name: iface.name, urn: iface.urn, otherwise: "no rule of its groups allows it" });
  build.draft.steps(id, ...groupSteps(build, iface, "ingress", to));
  return id;
}

/** Adds what others send to the endpoint services of the stack, where principals may connect. */
export function addProviders(build: Build): void {
  const principals = new Set(
    build.stack.ofType(principalType).flatMap((principal) => {
      const fact = principal.props.text("vpcEndpointServiceId");
      const found = build.references.of(principal, "vpcEndpointServiceId", fact, [serviceType]);
      return candidatesOf(found).resources.map(({ urn }) => urn);
    }),
  );
  for (const service of build.stack.ofType(serviceType)) {
    const listed = service.props.texts("allowedPrincipals");
    const isListed = listed.state === "unknown" || (listed.state === "known" && listed.value.length > 0);
    if (!isListed && !principals.has(service.urn)) continue;
    const name = `consumers-of-${placesOf(build.layout).keys.of(service)}`;
    const zone = zones.foreign(name);
    addSendingZone(build, zone, name, anyPackets);
    const accepted = service.props.flag("acceptanceRequired");
    const unsure =
      accepted.state === "known" && !accepted.value
        ? undefined
        : missingOf(
            service,
            "acceptanceRequired",
            "lets connections wait for acceptance, which may have come",
          );
    for (const { to, rewrite, by } of endsOf(build, service, undefined)) {
      const missing = by.missing ?? unsure;
      const through = `endpoint/${name}`;
      const id = build.draft.node({ id: `${through}/${to}`, name });
      build.draft.steps(id, { match: {}, to, take: "always", rewrite, by });
      const text = `consumers of ${service.name} send to it`;
      const fix = "Remove the principals.";
      const enter = reasonOf(service, text, {
        property: "allowedPrincipals",
        fix,
        ...(missing && { missing }),
      });
      enterFrom(build, zone, id, { state: "new" }, enter);
    }
  }
}
