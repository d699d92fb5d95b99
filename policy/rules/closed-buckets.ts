import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { expect, expectUnset } from "../expect";
import { ownAccounts } from "../facts/accounts";
import { namedBy } from "../facts/dns";
import { ownPlaces } from "../facts/ownPlaces";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { documentOf } from "../iam/document";
import { holdsToPlaces, outsidersOf } from "../iam/outsiders";
import { expectOwn } from "../ownReference";
import { type Finding, type OptionValues, refused, type Rule, type RuleOption, undetermined } from "../rule";
import { nameIn } from "../types";

const bucketType = "aws:s3/bucket:Bucket";
const blockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const ownershipType = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const loggingType = "aws:s3/bucketLogging:BucketLogging";
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const fix = "Declare aws.s3.BucketPublicAccessBlock for the bucket, with all four switches true.";
const policyFix =
  "Bind what everybody may to VPC endpoints: StringEquals on aws:SourceVpce. Name other accounts' roles in the option principals.";
const reason = "Who reads or writes a bucket from the internet needs no way into the network.";
const types = deniedTypes["closed-buckets"] ?? {};

/** Parts of a bucket that have types of their own, and open it or copy it elsewhere. */
const inlineParts = [
  "acl",
  "grants",
  "policy",
  "website",
  "replicationConfiguration",
  "corsRules",
  "logging",
];

const principalsOption: RuleOption = {
  description:
    "ARNs of roles of other accounts that bucket policies may name, such as those that publish to a bucket.",
  default: [],
  check(values) {
    const odd = values.find((value) => !/^arn:aws[a-z-]*:iam::\d{12}:role\/[^*?]+$/.test(value));
    if (odd === undefined) return;
    throw new RangeError(
      `principals: '${odd}' is not a role. Allowed: a role's whole ARN, e.g. arn:aws:iam::123456789012:role/publish.`,
    );
  },
};

function checkBucket(resource: ResourceFacts): readonly Finding[] {
  return inlineParts.flatMap((property) => {
    const fact = resource.props.get(property);
    // AWS's default. Source: S3 guide, "Access control list (ACL) overview", canned ACL.
    if (property === "acl" && fact.state === "known" && fact.value === "private") return [];
    // The provider answers what stands in AWS: its own owner's grant, and the policy that is judged as a resource.
    if (resource.isGiven?.(property) === false) return [];
    return expectUnset(resource, property, fact, reason, "Leave it out.");
  });
}

function check(resource: ResourceFacts): readonly Finding[] {
  const { props, type } = resource;
  switch (type) {
    case bucketType:
      return checkBucket(resource);
    case blockType:
      return switches.flatMap((property) =>
        expect({
          ...{ resource, property, fact: props.flag(property), reason, fix },
          accepts: (on) => on,
          absentIs: "refused",
        }),
      );
    case loggingType:
      return expectUnset(
        resource,
        "targetGrants",
        resource.props.get("targetGrants"),
        reason,
        "Leave it out.",
      );
    case ownershipType: {
      const rule = props.object("rule");
      if (rule.state === "unknown") return [undetermined([resource, "rule"], rule, reason, fix)];
      if (rule.state === "absent") return [];
      return expect({
        ...{ resource, property: "rule.objectOwnership", fact: rule.value.text("objectOwnership"), reason },
        accepts: (who) => who === "BucketOwnerEnforced",
        absentIs: "refused",
        fix: 'Set objectOwnership to "BucketOwnerEnforced": objects have no access control lists.',
      });
    }
    default: {
      const name = nameIn(types, type);
      return name === undefined ? [] : [refused([resource], name, reason, "Remove it.")];
    }
  }
}

function checkPolicy(
  policy: ResourceFacts,
  { own, places }: { readonly own: ReadonlySet<string>; readonly places: ReadonlySet<string> },
  options: OptionValues,
): readonly Finding[] {
  const place = [policy, "policy"] as const;
  const document = documentOf(policy.props.get("policy"));
  if (document.state === "absent") return [];
  if (document.state === "unknown") {
    // At a first preview it holds ids of endpoints to come; the update judges the text itself.
    const sources = policy.sources("policy");
    const isText = policy.props.get("policy").state === "unknown";
    const isOurs = isText && sources.length > 0 && sources.every(({ type }) => type === endpointType);
    return isOurs ? [] : [undetermined(place, document, reason, policyFix)];
  }
  const allowed = new Set(options["principals"] ?? []);
  return document.value.flatMap((statement) => {
    if (statement.conditions.some((each) => holdsToPlaces(each, places))) return [];
    return outsidersOf(statement, own, { isTrust: false, allowed }).map(({ who, isKnown }) => {
      const found = `statement ${statement.sid} is for ${who}`;
      const why = `is for ${who}, and the stack's own account is not known`;
      return isKnown
        ? refused(place, found, reason, policyFix)
        : undetermined(place, { state: "unknown", why }, reason, policyFix);
    });
  });
}

function relate(stack: StackFacts, options: OptionValues): readonly Finding[] {
  const references = referencesOf(stack);
  const known = { own: ownAccounts(stack), places: ownPlaces(stack) };
  const blocked = new Set(
    stack.ofType(blockType).map((block) => namedBy(stack, block, "bucket", bucketType)?.urn),
  );
  const open = stack
    .ofType(bucketType)
    .filter(({ urn }) => !blocked.has(urn))
    .map((bucket) => refused([bucket], "a bucket without a block on public access", reason, fix));
  const foreign = ([policyType, loggingType] as const).flatMap((type) =>
    stack.ofType(type).flatMap((owner) => {
      const property = type === policyType ? "bucket" : "targetBucket";
      const why = "That bucket is not declared here, nor who reads it.";
      const fact = owner.props.text(property);
      const advice = "Name a bucket of this stack.";
      return expectOwn({ references, owner, property, fact, types: [bucketType], reason: why, fix: advice });
    }),
  );
  const policies = stack.ofType(policyType).flatMap((policy) => checkPolicy(policy, known, options));
  return [...open, ...foreign, ...policies];
}

export const closedBuckets: Rule = {
  id: "closed-buckets",
  title: "No bucket is public or copied elsewhere; what everybody may is bound to VPC endpoints.",
  control: controls.listedServices,
  severity: "critical",
  frameworks: { nist: ["AC-3", "AC-4", "SC-7"], cis: ["2.1.4"], slsa: [] },
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  cause:
    "A bucket without a whole block on public access; a bucket policy that lets everybody in without the id of an endpoint of the stack, or another account's " +
    "principal that the option does not name; a list of its own, a website, a replication, an access point, a notification, an inventory; logs in a " +
    "bucket from outside the stack.",
  fix,
  options: { principals: principalsOption },
  judges: (type) =>
    [bucketType, blockType, policyType, ownershipType, loggingType].includes(type) ||
    nameIn(types, type) !== undefined,
  check,
  relate,
};
