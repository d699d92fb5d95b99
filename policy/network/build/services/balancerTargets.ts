import { type Fact } from "../../../facts/fact";
import { type ResourceFacts } from "../../../facts/resource";
import { type Range } from "../../network";
import { hostBlock } from "../addresses";
import { balancerTypes, portRanges } from "./balancerParts";
import { candidatesOf, type Candidates, named, namedList } from "../candidates";
import { type Build, type InterfacePart } from "../parts";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";

/** A target of a balancer: addresses and ports, or a function. */
export interface TargetPart {
  readonly name: string;
  /** The resource and the property that registers it. */
  readonly owner: ResourceFacts;
  readonly property: string;
  /** Undefined: any address, for what it names is not known. */
  readonly addresses: readonly string[] | undefined;
  /** Availability zone; undefined: not known, or not told. */
  readonly zone?: string;
  readonly ports: readonly Range[];
  readonly isFunction: boolean;
  readonly why?: string;
}

/** Instances, interfaces, functions and balancers may be targets. */
const registeredTypes: readonly string[] = [
  tokens.instance,
  tokens.spotInstance,
  tokens.networkInterface,
  tokens.lambda,
  ...tokens.balancers,
];

/** The targets of a target group, or of a classic balancer, by its URN. */
export const targetsOf = perBuild((build): ReadonlyMap<string, readonly TargetPart[]> => {
  const byGroup = new Map<string, TargetPart[]>();
  const put = (groups: Candidates, make: (group: ResourceFacts) => readonly TargetPart[]) => {
    for (const group of groups.resources) {
      const parts = make(group).map((part) =>
        groups.why === undefined ? part : { ...part, why: groups.why },
      );
      const same = byGroup.get(group.urn);
      if (same === undefined) byGroup.set(group.urn, [...parts]);
      else same.push(...parts);
    }
  };
  const toGroup = (owner: ResourceFacts, property: string) =>
    named(build, owner, property, balancerTypes.groups);
  for (const owner of balancerTypes.attachments.flatMap((type) => build.stack.ofType(type)))
    put(toGroup(owner, "targetGroupArn"), (group) => registered(build, owner, "targetId", group));
  for (const owner of build.stack.ofType(tokens.classicBalancer)) {
    const instances = namedList(build, owner, "instances", registeredTypes);
    put({ resources: [owner], isAnything: false }, () =>
      instances.flatMap((candidates) => ofResources(build, owner, "instances", candidates, [[0, 65_535]])),
    );
  }
  for (const owner of build.stack.ofType(balancerTypes.classicAttachment))
    put(named(build, owner, "elb", [tokens.classicBalancer]), (group) =>
      registered(build, owner, "instance", group),
    );
  scaling(build, put, toGroup);
  for (const owner of build.stack.ofType(balancerTypes.service)) addTasks(build, owner, put);
  return byGroup;
});

type Put = (groups: Candidates, make: (group: ResourceFacts) => readonly TargetPart[]) => void;

/** Machines of AutoScaling groups: those of the templates that they launch from. */
function scaling(
  build: Build,
  put: Put,
  toGroup: (owner: ResourceFacts, property: string) => Candidates,
): void {
  for (const owner of build.stack.ofType(balancerTypes.scaling)) {
    const machines = (property: string) => (group: ResourceFacts) =>
      ofScaling(build, owner, owner, property, group);
    for (const groups of namedList(build, owner, "targetGroupArns", balancerTypes.groups))
      put(groups, machines("targetGroupArns"));
    for (const groups of namedList(build, owner, "loadBalancers", [tokens.classicBalancer]))
      put(groups, machines("loadBalancers"));
    const sources = owner.props.objects("trafficSources");
    for (const source of sources.state === "known" ? sources.value : []) {
      const id = source.state === "known" ? source.value.text("identifier") : source;
      const types = [...balancerTypes.groups, tokens.classicBalancer];
      put(candidatesOf(build.references.of(owner, "trafficSources", id, types)), machines("trafficSources"));
    }
  }
  const attachments = [balancerTypes.scalingAttachment, balancerTypes.trafficSource];
  for (const owner of attachments.flatMap((type) => build.stack.ofType(type))) {
    const groups = named(build, owner, "autoscalingGroupName", [balancerTypes.scaling]);
    const source = owner.props.object("trafficSource");
    const id: Fact<string> = source.state === "known" ? source.value.text("identifier") : source;
    const types = [...balancerTypes.groups, tokens.classicBalancer];
    const ends = [
      toGroup(owner, "lbTargetGroupArn"),
      named(build, owner, "elb", [tokens.classicBalancer]),
      candidatesOf(build.references.of(owner, "trafficSource", id, types)),
    ];
    for (const end of ends)
      put(end, (target) =>
        groups.resources.flatMap((group) => ofScaling(build, group, owner, "autoscalingGroupName", target)),
      );
  }
}

function ofScaling(
  build: Build,
  scalingGroup: ResourceFacts,
  owner: ResourceFacts,
  property: string,
  group: ResourceFacts,
): readonly TargetPart[] {
  const types = [tokens.launchTemplate, tokens.launchConfiguration];
  const launched = ["launchTemplate", "mixedInstancesPolicy", "launchConfiguration"].flatMap((name) =>
    templatesOf(build, scalingGroup, name, types),
  );
  const resources = [...new Set([scalingGroup, ...launched])];
  return ofResources(build, owner, property, { resources, isAnything: false }, portsOf(group));
}

function templatesOf(
  build: Build,
  owner: ResourceFacts,
  property: string,
  types: readonly string[],
): readonly ResourceFacts[] {
  const bySource = owner
    .sources(property)
    .flatMap(({ type, urn }) => (types.includes(type) ? (build.references.ofUrn(urn) ?? []) : []));
  const object = owner.props.object(property);
  const ids =
    object.state === "known"
      ? [object.value.text("id"), object.value.text("name")]
      : [owner.props.text(property)];
  const byId = ids.flatMap((id) =>
    id.state === "known" ? (build.references.withId(id.value, types) ?? []) : [],
  );
  return [...bySource, ...byId];
}

/** Tasks of a service are registered by their addresses. */
function addTasks(build: Build, owner: ResourceFacts, put: Put): void {
  const list = owner.props.objects("loadBalancers");
  for (const item of list.state === "known" ? list.value : []) {
    if (item.state !== "known") continue;
    const reference = build.references.of(
      owner,
      "loadBalancers",
      item.value.text("targetGroupArn"),
      balancerTypes.groups,
    );
    const ports = portRanges(item.value.number("containerPort"));
    put(candidatesOf(reference), () =>
      ofResources(build, owner, "loadBalancers", { resources: [owner], isAnything: false }, ports),
    );
  }
}

const portsOf = ({ props }: ResourceFacts) => portRanges(props.number("port"));

function registered(
  build: Build,
  owner: ResourceFacts,
  property: string,
  group: ResourceFacts,
): readonly TargetPart[] {
  const fact = owner.props.text(property);
  const port = owner.props.number("port");
  const ports = port.state === "absent" ? portsOf(group) : portRanges(port);
  const block = fact.state === "known" ? hostBlock(fact.value) : undefined;
  const zone = owner.props.text("availabilityZone");
  if (fact.state === "known" && block !== undefined) {
    const named_ = { name: fact.value, owner, property, addresses: [block], ports, isFunction: false };
    return [zone.state === "known" && zone.value !== "all" ? { ...named_, zone: zone.value } : named_];
  }
  const candidates = candidatesOf(build.references.of(owner, property, fact, registeredTypes));
  return ofResources(build, owner, property, candidates, ports);
}

function ofResources(
  build: Build,
  owner: ResourceFacts,
  property: string,
  candidates: Candidates,
  ports: readonly Range[],
): readonly TargetPart[] {
  const { resources, outside, isAnything, why } = candidates;
  const unsure =
    why ?? (outside === undefined ? undefined : `is '${outside}', which the stack does not declare`);
  const shape = { owner, property, ports, ...(unsure !== undefined && { why: unsure }) };
  const parts = resources.flatMap((resource): readonly TargetPart[] => {
    if (resource.type === tokens.lambda)
      return [{ ...shape, name: resource.name, addresses: [], isFunction: true }];
    return build.layout.interfacesOf(resource).map((iface) => ofInterface(iface, shape));
  });
  if (outside === undefined && !isAnything) return parts;
  return [
    ...parts,
    { ...shape, name: "a target that is not known", addresses: undefined, isFunction: false },
  ];
}

function ofInterface(
  { name, addresses, subnet, missing }: InterfacePart,
  shape: Pick<TargetPart, "owner" | "property" | "ports" | "why">,
): TargetPart {
  const zone = subnet.availabilityZone;
  const why = shape.why ?? missing?.why;
  return {
    ...{ ...shape, name, addresses, isFunction: false },
    ...(zone !== undefined && { zone }),
    ...(why !== undefined && { why }),
  };
}
