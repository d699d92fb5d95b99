import { controls } from "../controls";
import { accountsOfProvider } from "../facts/accounts";
import { type Fact } from "../facts/fact";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule, undetermined } from "../rule";

const providerType = "pulumi:providers:aws";
const fix = "Use one provider, for one region, and leave region out of the resources.";
const reason =
  "The switches that guard a region (public access, images, snapshots, serial console) hold there only; elsewhere nobody looks.";

const oneAccount = "Hold all providers to the stack's one account by allowedAccountIds.";
const ofOthers =
  "What belongs to the stack is told by its account: another one's things and people would count as its own.";

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
  const witness = props.object("globalTableWitness");
  const witnessed: readonly Place[] =
    witness.state === "known"
      ? [{ resource, property: "globalTableWitness.regionName", fact: witness.value.text("regionName") }]
      : [];
  return [
    ...witnessed,
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
  return [...drifted, ...unsaid, ...otherAccounts(stack)];
}

/** Whose accounts count as the stack's own is what its providers are held to: one that is held to another's, or to none beside others, makes that one's things the stack's. */
function otherAccounts(stack: StackFacts): readonly Finding[] {
  const property = "allowedAccountIds";
  const told = stack
    .ofType(providerType)
    .map((resource) => ({ resource, fact: accountsOfProvider(resource) }));
  const ids = told.flatMap(({ fact }) => (fact.state === "known" ? fact.value : []));
  const home = ids[0];
  return told.flatMap(({ resource, fact }): readonly Finding[] => {
    if (fact.state === "unknown") return [undetermined([resource, property], fact, ofOthers, oneAccount)];
    const given = fact.state === "known" ? fact.value : [];
    const other = given.find((id) => id !== home);
    if (other !== undefined)
      return [refused([resource, property], `"${other}", beside "${home ?? ""}"`, ofOthers, oneAccount)];
    return given.length > 0 || home === undefined
      ? []
      : [refused([resource, property], "not set", ofOthers, oneAccount)];
  });
}

export const oneRegion: Rule = {
  id: "one-region",
  title: "All of the stack is in one region and one account.",
  control: controls.closedWorld,
  severity: "high",
  frameworks: { nist: ["CM-2", "SC-7"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html",
  cause:
    "A resource, a replica, a zone or an availability zone in another region than the provider's; providers for several regions or accounts.",
  fix,
  judges: (type) => type.startsWith("aws:") || type === providerType,
  relate,
};
