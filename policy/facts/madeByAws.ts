import { type Props } from "./props";

/**
 * `InterfaceType` of the interfaces that AWS makes for its services, and nobody else can. A service may have plain ones too: `RequesterManaged`
 * tells those. Source: EC2 API, CreateNetworkInterface (efa, efa-only, branch and trunk are all that may be asked for) and NetworkInterface.
 */
const servicesTypes: ReadonlySet<string> = new Set([
  ...["natGateway", "nat_gateway", "load_balancer", "network_load_balancer", "gateway_load_balancer"],
  ...["vpc_endpoint", "gateway_load_balancer_endpoint", "transit_gateway", "lambda"],
]);

/** True if AWS made a network interface for one of its services: whoever has the account describes and changes it not. */
export function isMadeByAws(props: Props): boolean {
  const managed = props.flag("requesterManaged");
  const type = props.text("interfaceType");
  return (
    (managed.state === "known" && managed.value) || (type.state === "known" && servicesTypes.has(type.value))
  );
}
