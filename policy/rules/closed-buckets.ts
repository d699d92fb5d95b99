import { controls } from "../controls";
import { expect } from "../expect";
import { unknown } from "../facts/fact";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { everybodyStatements, isBoundToEndpoints } from "../facts/policyDocument";
import { type Finding, ofTypes, refused, type Rule, undetermined } from "../rule";

const bucketType = "aws:s3/bucket:Bucket";
const blockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const fix = "Declare aws.s3.BucketPublicAccessBlock for the bucket, with all four switches true.";
const policyFix = "Bind what everybody may to VPC endpoints: StringEquals on aws:SourceVpce.";
const reason = "Who reads or writes a bucket from the internet needs no way into the network.";

function check(resource: ResourceFacts): readonly Finding[] {
  const { props, type } = resource;
  if (type === blockType) {
    return switches.flatMap((property) =>
      expect({
        ...{ resource, property, fact: props.flag(property), reason, fix },
        accepts: (on) => on,
        absentIs: "refused",
      }),
    );
  }
  if (type !== policyType) return [];
  const policy = props.text("policy");
  if (policy.state === "absent") return [];
  // At a first preview it holds ids of endpoints to come; `relate` looks whose, and the update judges the text itself.
  if (policy.state === "unknown") return [];
  const statements = everybodyStatements(policy.value);
  if (statements === undefined) {
    return [undetermined([resource, "policy"], unknown("is no policy document"), reason, policyFix)];
  }
  return statements
    .filter((statement) => !isBoundToEndpoints(statement))
    .map(({ sid }) => refused([resource, "policy"], `statement ${sid} is for everybody`, reason, policyFix));
}

/** Every bucket has its block; a policy that is not known yet is made from endpoints of this stack alone. */
function relate(stack: StackFacts): readonly Finding[] {
  const blocks = stack.ofType(blockType);
  const open = stack
    .ofType(bucketType)
    .filter(
      (bucket) => !blocks.some((block) => block.sources("bucket").some(({ urn }) => urn === bucket.urn)),
    )
    .map((bucket) => refused([bucket], "a bucket without a block on public access", reason, fix));
  const unseen = stack.ofType(policyType).flatMap((policy): readonly Finding[] => {
    const text = policy.props.text("policy");
    if (text.state !== "unknown") return [];
    const sources = policy.sources("policy");
    const known = sources.length > 0 && sources.every(({ type }) => type === endpointType);
    return known ? [] : [undetermined([policy, "policy"], text, reason, policyFix)];
  });
  return [...open, ...unseen];
}

export const closedBuckets: Rule = {
  id: "closed-buckets",
  title: "No bucket is public; what everybody may is bound to VPC endpoints.",
  control: controls.listedServices,
  severity: "critical",
  cause:
    "A bucket without a whole block on public access; a bucket policy that lets everybody in without a VPC endpoint's id.",
  fix,
  judges: ofTypes(bucketType, blockType, policyType),
  check,
  relate,
};
