import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { expectSet } from "../expect";
import { dnsTypes } from "../facts/dns";
import { type References, referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { expectOwn } from "../ownReference";
import { type Finding, refused, type Rule, undetermined } from "../rule";
import { nameIn } from "../types";

const vpcType = "aws:ec2/vpc:Vpc";
const fix = "Name the stack's own VPC and zones.";
const types = deniedTypes["private-zones-only"] ?? {};
const foreign = "Another VPC would learn the stack's names, or the stack another's.";

function check(resource: ResourceFacts): readonly Finding[] {
  if (resource.type === dnsTypes.zone) {
    const why = "A zone without a VPC is public: it tells the internet the stack's names.";
    return expectSet(resource, "vpcs", resource.props.get("vpcs"), why, "Name the stack's VPC.");
  }
  const name = nameIn(types, resource.type);
  return name === undefined ? [] : [refused([resource], name, foreign, "Remove it.")];
}

/** Every VPC of a zone is of the stack. */
function checkVpcs(references: References, owner: ResourceFacts): readonly Finding[] {
  const vpcs = owner.props.objects("vpcs");
  if (vpcs.state === "absent") return [];
  const isOurs = owner.sources("vpcs").some(({ type }) => type === vpcType);
  if (vpcs.state === "unknown") return isOurs ? [] : [undetermined([owner, "vpcs"], vpcs, foreign, fix)];
  return vpcs.value.flatMap((vpc, index): readonly Finding[] => {
    const path = `vpcs[${index}].vpcId`;
    if (vpc.state === "unknown") return isOurs ? [] : [undetermined([owner, path], vpc, foreign, fix)];
    if (vpc.state === "absent") return [];
    const fact = vpc.value.text("vpcId");
    return expectOwn({
      references,
      owner,
      property: "vpcs",
      path,
      fact,
      types: [vpcType],
      reason: foreign,
      fix,
    });
  });
}

function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  const own = (owner: ResourceFacts, property: string, type: string, reason: string) =>
    expectOwn({ references, owner, property, fact: owner.props.text(property), types: [type], reason, fix });
  return [
    ...stack.ofType(dnsTypes.zone).flatMap((zone) => checkVpcs(references, zone)),
    ...stack
      .ofType(dnsTypes.zoneAssociation)
      .flatMap((each) => [
        ...own(each, "zoneId", dnsTypes.zone, foreign),
        ...own(each, "vpcId", vpcType, foreign),
      ]),
    ...stack
      .ofType(dnsTypes.record)
      .flatMap((each) =>
        own(each, "zoneId", dnsTypes.zone, "Whether that zone is public is not declared here."),
      ),
  ];
}

export const privateZonesOnly: Rule = {
  id: "private-zones-only",
  title: "Hosted zones are private, and shared with no other VPC.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "SC-20", "AC-4"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html",
  cause:
    "A public zone; a zone of another VPC, or another's zone; a record in a zone that the stack does not declare; leave for another account's VPC.",
  fix,
  judges: (type) =>
    [dnsTypes.zone, dnsTypes.zoneAssociation, dnsTypes.record].includes(type) ||
    nameIn(types, type) !== undefined,
  check,
  relate,
};
