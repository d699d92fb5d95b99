import { absent, type Fact, known } from "../../../facts/fact";
import { Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { candidatesOf } from "../listed";
import { atLaunch, isOn } from "./machines";
import { type AddressProperties, ownAddresses, publicAddresses } from "./ownAddresses";
import { type GroupPart, type InterfacePart } from "../parts";
import { type Place, type Places } from "./places";
import { subnetsOfTemplate } from "./templateFacts";
import { tokens } from "../tokens";

/** How a template's machines are connected: one for each of its interfaces, or one for all. */
interface Shape {
  readonly template: ResourceFacts;
  readonly path: string;
  readonly props: Props;
  readonly groups: readonly [property: string, list: Fact<readonly Fact<string>[]>];
}

const names: AddressProperties = { ipv6: ["ipv6Addresses"], chosenIpv6: ["ipv6AddressCount"] };
const usersOfSubnets = "vpcZoneIdentifiers";

/**
 * Machines that templates may make. Where: in the subnets of the AutoScaling groups and fleets that use the template; else in
 * those that its interfaces name; else in every subnet of the VPC that its groups are in, as whoever launches from it may
 * choose: our own scaler does so.
 */
export function addTemplates(places: Places): void {
  const used = usesOfTemplates(places);
  for (const type of [tokens.launchTemplate, tokens.launchConfiguration]) {
    for (const template of places.stack.ofType(type)) {
      const own = subnetsOfTemplate(places, template);
      const ofUsers = used.get(template.urn) ?? [];
      for (const shape of shapesOf(template)) {
        const chosen = ofUsers.length > 0 ? ofUsers : own.length > 0 ? own : anywhere(places, shape);
        const unique = new Map(chosen.map((place) => [place.subnet.urn, place]));
        for (const place of unique.values()) places.add(templatePart(places, shape, place));
      }
    }
  }
}

/** Places of the groups and fleets that launch from each template, by its URN. */
function usesOfTemplates(places: Places): ReadonlyMap<string, readonly Place[]> {
  const used = new Map<string, Place[]>();
  const types = [tokens.launchTemplate, tokens.launchConfiguration];
  const give = (user: ResourceFacts, properties: readonly string[], found: readonly Place[]) => {
    const templates = properties.flatMap((property) => [
      ...candidatesOf(places.references, user, property, types),
      ...knownTemplates(places, user, property, types),
    ]);
    for (const { urn } of new Set(templates)) used.set(urn, [...(used.get(urn) ?? []), ...found]);
  };
  for (const group of places.stack.ofType(tokens.autoScalingGroup)) {
    const list = group.props.texts(usersOfSubnets);
    if (list.state === "absent") continue;
    const found = places.placesOf(group, usersOfSubnets, list);
    give(group, ["launchTemplate", "mixedInstancesPolicy", "launchConfiguration"], found);
  }
  for (const type of [tokens.fleet, tokens.spotFleet]) {
    for (const fleet of places.stack.ofType(type)) {
      const ids = textsIn(fleet, "launchTemplateConfigs", "subnetId");
      const found =
        ids.length === 0
          ? []
          : places.placesOf(
              fleet,
              "launchTemplateConfigs",
              known(ids.flatMap((id) => id.split(",")).map(known)),
            );
      if (found.length > 0) give(fleet, ["launchTemplateConfigs"], found);
    }
  }
  return used;
}

function knownTemplates(
  places: Places,
  user: ResourceFacts,
  property: string,
  types: readonly string[],
): readonly ResourceFacts[] {
  const text = user.props.text(property);
  const texts = text.state === "known" ? [text.value] : textsIn(user, property, undefined);
  return texts.flatMap((id) => places.references.withId(id, types) ?? []);
}

/** Texts anywhere inside a property, of one name or of all. */
function textsIn(owner: ResourceFacts, property: string, name: string | undefined): readonly string[] {
  const found: string[] = [];
  const look = (value: unknown, key: string) => {
    if (typeof value === "string" && (name === undefined || key === name)) found.push(value);
    if (typeof value !== "object" || value === null) return;
    for (const inner of Object.keys(value)) {
      const fact = new Props(value).get(inner);
      if (fact.state === "known") look(fact.value, Array.isArray(value) ? key : inner);
    }
  };
  const fact = owner.props.get(property);
  if (fact.state === "known") look(fact.value, property);
  return found;
}

function shapesOf(template: ResourceFacts): readonly Shape[] {
  const { props } = template;
  const interfaces = props.objects("networkInterfaces");
  const ownList = (): Shape["groups"] => {
    const property =
      ["vpcSecurityGroupIds", "securityGroups", "securityGroupNames"].find(
        (name) => props.get(name).state !== "absent",
      ) ?? "vpcSecurityGroupIds";
    return [property, props.texts(property)];
  };
  if (interfaces.state === "absent" || (interfaces.state === "known" && interfaces.value.length === 0))
    return [{ template, path: "", props, groups: ownList() }];
  const items = interfaces.state === "known" ? interfaces.value : [interfaces];
  return items.map((item, index): Shape => {
    const path = `networkInterfaces[${index}].`;
    const groups = `${path}securityGroups`;
    if (item.state !== "known")
      return {
        template,
        path,
        props: new Props({}),
        groups: [groups, { state: "unknown", why: "is in a list that is not known" }],
      };
    const own = item.value.texts("securityGroups");
    const inner = own.state === "absent" ? ownList() : ([groups, own] as const);
    return { template, path, props: item.value, groups: inner };
  });
}

/** Every subnet that its groups allow. */
function anywhere(places: Places, { template, groups: [property, list] }: Shape): readonly Place[] {
  const parts = places.groups.partsOf(template, property, list, undefined);
  const vpcs = parts.map((part) =>
    part.kind === "group" ? (places.vpcOf(part.resource) ?? vpcOfGroup(places, part.resource)) : undefined,
  );
  // No group, or one that is not known: any VPC. Certain all the same: whoever launches chooses.
  if (list.state === "absent" || vpcs.includes(undefined))
    return places.subnets.map((subnet) => ({ subnet }));
  return [...new Set(vpcs)].flatMap((vpc) =>
    vpc === undefined ? [] : places.subnetsOf(vpc).map((subnet) => ({ subnet })),
  );
}

function vpcOfGroup(places: Places, group: ResourceFacts) {
  const vpc = places.defaults.vpcOf(group);
  return vpc === undefined ? undefined : places.vpcOf(vpc);
}

function templatePart(places: Places, shape: Shape, { subnet, missing }: Place): InterfacePart {
  const {
    template,
    path,
    props,
    groups: [property, list],
  } = shape;
  const own = ownAddresses(props, subnet, names);
  const index = /\d+/.exec(path)?.[0];
  const suffix = index === undefined || index === "0" ? "" : `.${index}`;
  const fact = props.flag("associatePublicIpAddress");
  const groups: readonly GroupPart[] = places.groups.partsOf(template, property, list, subnet.vpc.resource);
  const check = props.flag("sourceDestCheck");
  return {
    key: places.keyFor(`${places.keys.of(template)}${suffix}@${subnet.key}`),
    name: `${template.name} in ${subnet.name}`,
    ...{ urn: template.urn, kind: "template", subnet, groups, isFiltered: true, resource: template, ...own },
    ...publicAddresses(
      own,
      atLaunch(template, `${path}associatePublicIpAddress`, subnet.resource, fact),
      absent,
      [],
    ),
    sourceCheck: isOn(check),
    ...(missing && { missing }),
  };
}
