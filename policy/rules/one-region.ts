import { controls } from "../controls";
import { type Fact } from "../facts/fact";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule, undetermined } from "../rule";

const providerType = "pulumi:providers:aws";
const fix = "Use one provider, for one region, and leave region out of the resources.";
const reason =
  "The switches that guard a region (public access, images, snapshots, serial console) hold there only; elsewhere nobody looks.";

/** Where a resource says in which region it, or a part or copy of it, is. */
interface Place {
  readonly resource: ResourceFacts;
  readonly property: string;
  readonly fact: Fact<string>;
}

/** Of one list: the property inside its items that names a region. Source: Pulumi registry. */
const lists: readonly (readonly [list: string, property: string])[] = [
  ["replicas", "region"],
  ["replicas", "regionName"],
  ["vpcs", "vpcRegion"],
];

const single = ["region", "vpcRegion", "peerRegion", "serviceRegion", "sourceRegion", "sourceAmiRegion"];

/** A zone's region: `us-east-1` of `us-east-1a`. A local zone's name goes on after it. */
const zoneName = /^([a-z]{2}(?:-[a-z]+)+-\d+)[a-z]?/;

function placesOf(resource: ResourceFacts): readonly Place[] {
  const { props } = resource;
  const zone = props.text("availabilityZone");
  const zoned: readonly Place[] =
    zone.state === "known"
      ? [
          {
            resource,
            property: "availabilityZone",
            fact: { state: "known", value: zoneName.exec(zone.value)?.[1] ?? zone.value },
          },
        ]
      : [];
  return [
    ...single.map((property) => ({ resource, property, fact: props.text(property) })),
    ...zoned,
    ...lists.flatMap(([list, name]) => {
      const items = props.objects(list);
      if (items.state !== "known") return [];
      return items.value.flatMap((item, index) =>
        item.state === "known"
          ? [{ resource, property: `${list}[${index}].${name}`, fact: item.value.text(name) }]
          : [],
      );
    }),
  ];
}

/** The region of the stack: its providers' if they agree, else the one that is named most often. */
function homeOf(providers: readonly Place[], places: readonly Place[]): string | undefined {
  const said = (all: readonly Place[]) =>
    all.flatMap(({ fact }) => (fact.state === "known" ? [fact.value] : []));
  const agreed = new Set(said(providers));
  if (agreed.size === 1) return [...agreed][0];
  const counts = new Map<string, number>();
  for (const region of said([...providers, ...places])) counts.set(region, (counts.get(region) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function relate(stack: StackFacts): readonly Finding[] {
  const providers = stack.ofType(providerType).map((resource): Place => {
    return { resource, property: "region", fact: resource.props.text("region") };
  });
  const places = stack.resources.filter(({ type }) => type.startsWith("aws:")).flatMap(placesOf);
  const home = homeOf(providers, places);
  const drifted = [...providers, ...places].flatMap(({ resource, property, fact }): readonly Finding[] => {
    if (fact.state === "absent") return [];
    if (fact.state === "unknown") return [undetermined([resource, property], fact, reason, fix)];
    if (fact.value === home) return [];
    return [refused([resource, property], `"${fact.value}", beside "${home ?? ""}"`, reason, fix)];
  });
  // One that says nothing takes its region from the operator's surroundings; beside one that says it, they may differ.
  const silent = providers.filter(({ fact }) => fact.state === "absent");
  const unsaid =
    silent.length === providers.length
      ? []
      : silent.map(({ resource }) => refused([resource, "region"], "not set", reason, fix));
  return [...drifted, ...unsaid];
}

export const oneRegion: Rule = {
  id: "one-region",
  title: "All of the stack is in one region.",
  control: controls.closedWorld,
  severity: "high",
  frameworks: { nist: ["CM-2", "SC-7"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html",
  cause:
    "A resource, a replica, a zone or an availability zone in another region than the provider's; providers for several regions.",
  fix,
  judges: (type) => type.startsWith("aws:") || type === providerType,
  relate,
};
