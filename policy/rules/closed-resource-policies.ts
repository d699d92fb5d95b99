import { controls } from "../controls";
import { foreignDestinations, isSender } from "../destinations";
import { deniedTypes } from "../denied/denied";
import { expect } from "../expect";
import { accountOf, ownAccounts } from "../facts/accounts";
import { ownPlaces } from "../facts/ownPlaces";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { documentOf } from "../iam/document";
import { holdsToPlaces, outsidersOf } from "../iam/outsiders";
import { expectOwn } from "../ownReference";
import { type Finding, refused, type Rule, shown, undetermined } from "../rule";
import { nameIn } from "../types";

const subscriptionType = "aws:sns/topicSubscription:TopicSubscription";
const functionType = "aws:lambda/function:Function";
const fix =
  "Name principals of this account; hold a service to it by aws:SourceAccount or aws:SourceArn, and everybody by aws:PrincipalAccount.";
const reason = "Whom the policy names could use the resource from another account, past all networks.";
const types = deniedTypes["closed-resource-policies"] ?? {};

/** Property that holds the policy of a resource. Source: SummitRoute/aws_exposable_resources. */
const policyProperty: Readonly<Record<string, string>> = {
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
  "aws:kms/key:Key": "policy",
  "aws:kms/keyPolicy:KeyPolicy": "policy",
  "aws:opensearch/domain:Domain": "accessPolicies",
  "aws:opensearch/domainPolicy:DomainPolicy": "accessPolicies",
  "aws:secretsmanager/secret:Secret": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  "aws:sns/topic:Topic": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
};

function checkPolicy(
  resource: ResourceFacts,
  property: string,
  { own, places }: { readonly own: ReadonlySet<string>; readonly places: ReadonlySet<string> },
): readonly Finding[] {
  const place = [resource, property] as const;
  const document = documentOf(resource.props.get(property));
  if (document.state === "absent") return [];
  if (document.state === "unknown") return [undetermined(place, document, reason, fix)];
  return document.value.flatMap((statement) => {
    if (statement.conditions.some((each) => holdsToPlaces(each, places))) return [];
    return outsidersOf(statement, own, { isTrust: false }).map(({ who, isKnown }) => {
      const found = `statement ${statement.sid} is for ${who}`;
      const why = `${found.slice("statement ".length)}, and the stack's own account is not known`;
      return isKnown
        ? refused(place, found, reason, fix)
        : undetermined(place, { state: "unknown", why }, reason, fix);
    });
  });
}

/** Protocols by which a topic's messages stay in the account, or go to a mailbox that confirmed that it wants them. */
const protocols: ReadonlySet<string> = new Set(["email", "email-json", "sqs", "lambda"]);

function checkSubscription(
  stack: StackFacts,
  resource: ResourceFacts,
  own: ReadonlySet<string>,
): readonly Finding[] {
  const protocol = resource.props.text("protocol");
  const leaves = "Messages would leave the account.";
  const known = expect({
    ...{ resource, property: "protocol", fact: protocol, reason: leaves },
    accepts: (name) => protocols.has(name),
    absentIs: "refused",
    fix: "Subscribe a mailbox, or a function or queue of this account.",
  });
  const endpoint = resource.props.text("endpoint");
  const isArn = protocol.state === "known" && ["sqs", "lambda"].includes(protocol.value);
  if (!isArn) return known;
  if (endpoint.state !== "known") {
    const given = { references: referencesOf(stack), owner: resource, property: "endpoint", fact: endpoint };
    return [...known, ...expectOwn({ ...given, types: [functionType], reason: leaves, fix })];
  }
  const account = accountOf(endpoint.value);
  const isOwn = account !== undefined && own.has(account);
  return isOwn ? known : [...known, refused([resource, "endpoint"], shown(endpoint), leaves, fix)];
}

export const closedResourcePolicies: Rule = {
  id: "closed-resource-policies",
  title: "Keys, secrets, topics, tables and logs are for the account's own principals only.",
  control: controls.listedServices,
  severity: "critical",
  frameworks: { nist: ["AC-3", "AC-4", "AC-6"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
  cause:
    "A resource policy for everybody, for another account, or for a service that may act for others; a subscription that leaves the account; a grant, a " +
    "registry, a queue, a stream; logs, alarms, messages or contents that go to something that the stack does not declare.",
  fix,
  judges: (type) =>
    isSender(type) || Object.hasOwn(policyProperty, type) || nameIn(types, type) !== undefined,
  check(resource) {
    const name = nameIn(types, resource.type);
    const why = "Its policy, or where it sends what it gets, is not judged here.";
    return name === undefined ? [] : [refused([resource], name, why, "Remove it.")];
  },
  relate(stack: StackFacts) {
    const own = ownAccounts(stack);
    const places = ownPlaces(stack);
    return [
      ...Object.entries(policyProperty).flatMap(([type, property]) =>
        stack.ofType(type).flatMap((resource) => checkPolicy(resource, property, { own, places })),
      ),
      ...stack.ofType(subscriptionType).flatMap((resource) => checkSubscription(stack, resource, own)),
      ...foreignDestinations(stack),
    ];
  },
};
