import { controls } from "../controls";
import { type Binding, passingStatements, type PassingStatement } from "../facts/endpointPolicy";
import { type Fact, unknown } from "../facts/fact";
import { type Props } from "../facts/props";
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
const providerType = "pulumi:providers:aws";
const fix =
  "Give the endpoint a policy whose statements name aws:ResourceAccount (or aws:ResourceOrgID) and aws:PrincipalAccount (or aws:PrincipalOrgID).";
const reason =
  "Anybody's things of that service are as near as one's own: a build could write to a bucket of somebody else's.";

/** Services in which data is left with whoever owns the thing: there, who asks does not bind where it goes. */
const storing = /\.(?:s3|s3express|dynamodb)$/;

const owners = (name: string, shape: RegExp, example: string): RuleOption => ({
  description: `${name} whose things and principals endpoints may be for. Empty: any one that a policy names${
    name === "Accounts" ? ", and those of the stack's provider" : ""
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

/** A provider's lists are JSON texts. Source: Pulumi, "Provider configuration": nested values are JSON-encoded. */
function accountsOf(provider: Props): readonly string[] {
  const text = provider.text("allowedAccountIds");
  const listed = text.state === "known" ? (text.value.match(/\d{12}/g) ?? []) : [];
  const list = provider.texts("allowedAccountIds");
  const items = list.state === "known" ? list.value : [];
  return [...listed, ...items.flatMap((fact) => (fact.state === "known" ? [fact.value] : []))];
}

function ownOf(stack: StackFacts, options: OptionValues): Own {
  const known = (facts: readonly Fact<string>[]) =>
    facts.flatMap((fact) => (fact.state === "known" ? [fact.value] : []));
  const provided = stack.ofType(providerType).flatMap(({ props }) => accountsOf(props));
  const buckets = bucketTypes.flatMap((type) => stack.ofType(type));
  return {
    accounts: new Set([...(options["accounts"] ?? []), ...provided]),
    organisations: new Set(options["organisations"] ?? []),
    buckets: new Set(known(buckets.flatMap(({ props }) => [props.text("bucket"), props.text("id")]))),
  };
}

function isOwn({ kind, id }: Binding, own: Own): boolean {
  if (kind === "bucket") return own.buckets.has(id);
  const listed = kind === "account" ? own.accounts : own.organisations;
  return listed.size === 0 || listed.has(id);
}

const bound = (bindings: readonly Binding[], own: Own): boolean =>
  bindings.length > 0 && bindings.every((binding) => isOwn(binding, own));

/** What is wrong with a statement; undefined: nothing. */
function fault({ resources, principals }: PassingStatement, service: string, own: Own): string | undefined {
  const strangers = [...resources, ...principals].filter((binding) => !isOwn(binding, own));
  const byResource =
    bound(
      resources.filter(({ kind }) => kind !== "bucket"),
      own,
    ) || bound(resources, own);
  if (storing.test(service) && !byResource) return "is for things of any owner";
  if (!byResource && !bound(principals, own)) {
    return strangers[0] === undefined ? "is for anybody" : `is for ${strangers[0].kind} ${strangers[0].id}`;
  }
  return undefined;
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
    return wrong === undefined ? [] : [refused(place, `statement ${statement.sid} ${wrong}`, reason, fix)];
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
    "An endpoint without a policy, or with a statement that binds neither whose things are reached nor who asks; for S3 and DynamoDB, " +
    "one that does not bind whose things are reached.",
  fix,
  options: {
    accounts: owners("Accounts", /^\d{12}$/, "123456789012"),
    organisations: owners("Organisations", /^o-[a-z0-9]{10,32}$/, "o-a1b2c3d4e5"),
  },
  judges: ofTypes(endpointType, policyType),
  relate,
};
