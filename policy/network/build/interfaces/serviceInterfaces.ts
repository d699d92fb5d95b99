import { type ResourceFacts } from "../../../facts/resource";
import { type Missing } from "../../network";
import { enterFrom, addSendingZone } from "../gateways/zoneNodes";
import { missingOf } from "../missing";
import { type Build, type InterfacePart, nodeIds, reasonOf, zones } from "../parts";
import { tokens } from "../tokens";
import { type Manager } from "./managedInterfaces";

/** `interfaceType` of interfaces that programs make for machines. Source: EC2 API, CreateNetworkInterface, InterfaceType; EC2 guide, "Elastic Fabric Adapter". */
const ofMachines: ReadonlySet<string> = new Set(["interface", "efa", "efa-only", "trunk", "branch"]);

/** Services whose interfaces lead nowhere else: a function's, a balancer's, a database's; what a NAT gateway passes is said by routes to it. */
const closed: ReadonlySet<InterfacePart["kind"]> = new Set(["function", "balancer", "other", "nat"]);

/**
 * What is missing of an interface that AWS made for a service, where nothing that is listed has it: many services stand with another leg in a network of
 * their own, with the internet or other accounts behind it. Undefined: it is a machine's, or its service is known.
 */
export function unknownService(resource: ResourceFacts, manager: Manager | undefined): Missing | undefined {
  if (resource.type !== tokens.networkInterface) return undefined;
  if (manager !== undefined && (manager.owner !== undefined || closed.has(manager.kind))) return undefined;
  const managed = resource.props.flag("requesterManaged");
  const type = resource.props.text("interfaceType");
  const isOfMachine = type.state === "absent" || (type.state === "known" && ofMachines.has(type.value));
  const isByProgram = managed.state === "absent" || (managed.state === "known" && !managed.value);
  if (isOfMachine && isByProgram) return undefined;
  const text = resource.props.text("description");
  const whose = text.state === "known" ? `"${text.value.slice(0, 80)}"` : "one without a description";
  const why = `is ${whose}, of a service of AWS that nothing listed has: what is behind it is not known`;
  return missingOf(resource, "description", why, "Remove what made the interface.");
}

/** Lets packets pass between an interface of a service that is not known and whatever is behind it. */
export function addUnknownServices(build: Build): void {
  for (const { key, name, resource, service } of build.layout.interfaces) {
    if (service === undefined) continue;
    const zone = zones.foreign(`service-of-${name}`);
    const behind = addSendingZone(build, zone, `the service of ${name}`);
    const by = (text: string) => reasonOf(resource, text, { property: "description", missing: service });
    build.draft.steps(nodeIds.at(key), {
      match: { state: "new" },
      to: behind,
      take: "perhaps",
      by: by("the service takes it to what is behind it"),
    });
    enterFrom(build, zone, nodeIds.out(key), {}, by("the service lets it into the network"));
  }
}
