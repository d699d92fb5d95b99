import { controls } from "../controls";
import { ownAccounts } from "../facts/accounts";
import { type Binding, passingStatements, type PassingStatement } from "../facts/endpointPolicy";
import { type Fact, unknown } from "../facts/fact";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import {
  type Finding,
  ofTypes,
  type OptionValues,
  refused,
  type Rule,
  type RuleOption,
  undetermined,
} from "../rule";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const policyType = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy";
const bucketTypes = ["aws:s3/bucket:Bucket"];
const fix =
  "Give the endpoint a policy whose statements name aws:ResourceAccount (or aws:ResourceOrgID) and aws:PrincipalAccount (or aws:PrincipalOrgID).";
const listed =
  "List one's own in this rule's options accounts and organisations, or bind by the stack's own account.";
const reason =
  "Anybody's things of that service are as near as one's own: a build could write to a bucket of somebody else's.";

/**
 * Services in which a call acts in the caller's own account alone. In all others it may name somebody else's thing, and leaves data there: an object,
 * a message, a function's input, or what the other's CloudTrail records (an encryption context, a session's name). There, who asks does not bind
 * where it goes. Sources: IAM guide, "AWS services that work with IAM" (resource-based policies); CloudTrail guide, "Cross-account calls".
 */
const ownAccountOnly = /\.(?:ec2|logs|monitoring|scheduler)$/;

const owners = (name: string, shape: RegExp, example: string): RuleOption => ({
  description: `${name} whose things and principals endpoints may be for. Empty: ${
    name === "Accounts" ? "the stack's own" : "none, as nothing in a stack says which one it is in"
  }.`,
  default: [],
  check(values) {
    const odd = values.find((value) => !shape.test(value));
    if (odd !== undefined)
      throw new RangeError(`'${odd}' is none of ${name.toLowerCase()}. Allowed: e.g. ${example}.`);
  },
});

/** Whose things and principals count as one's own. */
interface Own {
  readonly accounts: ReadonlySet<string>;
  readonly organisations: ReadonlySet<string>;
  readonly buckets: ReadonlySet<string>;
}

function ownOf(stack: StackFacts, options: OptionValues): Own {
  const known = (facts: readonly Fact<string>[]) =>
    facts.flatMap((fact) => (fact.state === "known" ? [fact.value] : []));
  const buckets = bucketTypes.flatMap((type) => stack.ofType(type));
  return {
    accounts: new Set([...(options["accounts"] ?? []), ...ownAccounts(stack)]),
    organisations: new Set(options["organisations"] ?? []),
    buckets: new Set(known(buckets.flatMap(({ props }) => [props.text("bucket"), props.text("id")]))),
  };
}

function isOwn({ kind, id }: Binding, own: Own): boolean {
  if (kind === "bucket") return own.buckets.has(id);
  return (kind === "account" ? own.accounts : own.organisations).has(id);
}

const bound = (bindings: readonly Binding[], own: Own): boolean =>
  bindings.length > 0 && bindings.every((binding) => isOwn(binding, own));

/** What is wrong with a statement; `isKnown` false: it names somebody who may be the stack's own. */
interface Fault {
  readonly what: string;
  readonly isKnown: boolean;
}

function fault({ resources, principals }: PassingStatement, service: string, own: Own): Fault | undefined {
  const byResource =
    bound(
      resources.filter(({ kind }) => kind !== "bucket"),
      own,
    ) || bound(resources, own);
  if (byResource || (ownAccountOnly.test(service) && bound(principals, own))) return undefined;
  const named = ownAccountOnly.test(service) ? [...resources, ...principals] : resources;
  const stranger = named.find((binding) => !isOwn(binding, own));
  if (stranger === undefined)
    return {
      what: named.length > 0 || principals.length > 0 ? "is for things of any owner" : "is for anybody",
      isKnown: true,
    };
  const told = { account: own.accounts, organisation: own.organisations, bucket: own.buckets };
  const isKnown = stranger.kind === "bucket" || told[stranger.kind].size > 0;
  return { what: `is for ${stranger.kind} ${stranger.id}`, isKnown };
}

function judge(
  place: readonly [ResourceFacts, string],
  policy: Fact<string>,
  service: string,
  own: Own,
): readonly Finding[] {
  if (policy.state === "absent") {
    const found = "not set, which lets everything through";
    return [refused(place, found, reason, fix)];
  }
  if (policy.state === "unknown") return [undetermined(place, policy, reason, fix)];
  const statements = passingStatements(policy.value);
  if (statements === undefined) return [undetermined(place, unknown("is no policy document"), reason, fix)];
  return statements.flatMap((statement) => {
    const wrong = fault(statement, service, own);
    if (wrong === undefined) return [];
    const found = `statement ${statement.sid} ${wrong.what}`;
    const why = `${wrong.what}, and whether that is the stack's own is not known`;
    return wrong.isKnown
      ? [refused(place, found, reason, fix)]
      : [undetermined(place, unknown(why), reason, listed)];
  });
}

/** An endpoint's policy is its own property, or a resource that names it; each that there is must be closed. */
function relate(stack: StackFacts, options: OptionValues): readonly Finding[] {
  const own = ownOf(stack, options);
  const references = referencesOf(stack);
  const attached = stack.ofType(policyType).map((policy) => {
    const fact = policy.props.text("vpcEndpointId");
    return { policy, named: references.of(policy, "vpcEndpointId", fact, [endpointType]) };
  });
  const foreign = attached.flatMap(({ policy, named }): readonly Finding[] => {
    if (named?.kind === "resource") return [];
    const why = "Which service it is for, and whose network, is not declared here.";
    return [refused([policy, "vpcEndpointId"], "no endpoint of the stack", why, fix)];
  });
  const inOwn = stack.ofType(endpointType).flatMap((endpoint) => {
    const name = endpoint.props.text("serviceName");
    // A service that is not known may be one that stores.
    const service = name.state === "known" ? name.value : "any.s3";
    const others = attached.filter(
      ({ named }) => named?.kind === "resource" && named.resource.urn === endpoint.urn,
    );
    const inline = endpoint.props.text("policy");
    return [
      ...(inline.state === "absent" && others.length > 0
        ? []
        : judge([endpoint, "policy"], inline, service, own)),
      ...others.flatMap(({ policy }) => judge([policy, "policy"], policy.props.text("policy"), service, own)),
    ];
  });
  return [...foreign, ...inOwn];
}

export const closedEndpointPolicies: Rule = {
  id: "closed-endpoint-policies",
  title: "What passes through an endpoint is for one's own account, organisation or things alone.",
  control: controls.listedServices,
  severity: "critical",
  frameworks: { nist: ["SC-7(10)", "AC-4", "AC-3"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
  cause:
    "An endpoint without a policy, or with a statement that does not bind whose things are reached; of a service that acts in the caller's " +
    "account alone (EC2, logs, metrics, schedules), one that binds neither that nor who asks; one for another account or organisation.",
  fix,
  options: {
    accounts: owners("Accounts", /^\d{12}$/, "123456789012"),
    organisations: owners("Organisations", /^o-[a-z0-9]{10,32}$/, "o-a1b2c3d4e5"),
  },
  judges: ofTypes(endpointType, policyType),
  relate,
};
