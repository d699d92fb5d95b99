import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { ownAccounts } from "../facts/accounts";
import { type References, referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { documentOf } from "../iam/document";
import { type Escalation, escalationsOf, nextRoles } from "../iam/escalations";
import { openingsOf } from "../iam/openings";
import { outsidersOf } from "../iam/outsiders";
import { holderTypes, iamTypes, type Principal, principalsOf } from "../iam/principals";
import { type RoleTargets, roleTargetsOf } from "../iam/roleTargets";
import { expectOwn } from "../ownReference";
import { type Finding, refused, type Rule, undetermined } from "../rule";
import { nameIn } from "../types";

const fix = "Name the roles of this stack that are needed, and the service that gets them.";
const reason = "By way of it, a program could have rights that the policy does not see.";
const trustFix =
  "Trust one service of AWS, held to this account by aws:SourceAccount where it says for whom it acts.";
const types = deniedTypes["no-privilege-escalation"] ?? {};

/** Where a role or profile is given to what runs code: the property, and where inside it the name stands. */
const users: readonly (readonly [type: string, property: string, inner: string | null, wanted: string])[] = [
  [iamTypes.profile, "role", null, iamTypes.role],
  ["aws:lambda/function:Function", "role", null, iamTypes.role],
  ["aws:scheduler/schedule:Schedule", "target", "roleArn", iamTypes.role],
  ["aws:ec2/flowLog:FlowLog", "iamRoleArn", null, iamTypes.role],
  ["aws:dlm/lifecyclePolicy:LifecyclePolicy", "executionRoleArn", null, iamTypes.role],
  ["aws:ec2/instance:Instance", "iamInstanceProfile", null, iamTypes.profile],
  ["aws:ec2/launchTemplate:LaunchTemplate", "iamInstanceProfile", "arn", iamTypes.profile],
  ["aws:ec2/launchTemplate:LaunchTemplate", "iamInstanceProfile", "name", iamTypes.profile],
];

function checkTrust(role: ResourceFacts, own: ReadonlySet<string>): readonly Finding[] {
  const property = "assumeRolePolicy";
  const document = documentOf(role.props.get(property));
  const why = "Whoever takes the role on has its rights.";
  if (document.state === "unknown") return [undetermined([role, property], document, why, trustFix)];
  if (document.state === "absent") return [];
  return document.value.flatMap((statement) =>
    outsidersOf(statement, own, { isTrust: true }).map(({ who, isKnown }) =>
      isKnown
        ? refused([role, property], `statement ${statement.sid} trusts ${who}`, why, trustFix)
        : undetermined(
            [role, property],
            { state: "unknown", why: `trusts ${who}, and the stack's own account is not known` },
            why,
            trustFix,
          ),
    ),
  );
}

function checkUsers(stack: StackFacts, references: References): readonly Finding[] {
  return users.flatMap(([type, property, inner, wanted]) =>
    stack.ofType(type).flatMap((owner): readonly Finding[] => {
      const given = { references, owner, property, types: [wanted], fix };
      const why = "What that role may do is not declared here.";
      if (inner === null) return expectOwn({ ...given, fact: owner.props.text(property), reason: why });
      const object = owner.props.object(property);
      // Not known as a whole: told by its sources, and once for all that may stand in it.
      if (object.state === "unknown") {
        const first = users.find(([owning, name]) => owning === type && name === property);
        return first?.[2] === inner ? expectOwn({ ...given, fact: object, reason: why }) : [];
      }
      if (object.state === "absent") return [];
      const path = `${property}.${inner}`;
      return expectOwn({ ...given, path, fact: object.value.text(inner), reason: why });
    }),
  );
}

/** Principals by way of others: the first that may open something, with the way there. */
function throughOthers(
  start: Principal,
  byRole: ReadonlyMap<ResourceFacts, Principal>,
  opens: (principal: Principal) => boolean,
  roles: RoleTargets,
): readonly Finding[] {
  const seen = new Set<ResourceFacts>([start.resource]);
  let open = nextRoles(start, roles).map((step) => ({ ...step, way: [step.role.name] }));
  while (open.length > 0) {
    const next: typeof open = [];
    for (const { role, policy, unknown, way } of open) {
      if (seen.has(role)) continue;
      seen.add(role);
      const principal = byRole.get(role);
      if (principal === undefined) continue;
      if (opens(principal)) {
        const found = `it leads to ${way.join(", then ")}`;
        const why = `${role.name} has rights that the policy refuses.`;
        const place = [policy.owner, policy.property] as const;
        return [
          unknown === undefined
            ? refused(place, found, why, fix)
            : undetermined(
                place,
                { state: "unknown", why: `${unknown.why}, and may lead to ${role.name}` },
                why,
                fix,
              ),
        ];
      }
      for (const step of nextRoles(principal, roles)) {
        const doubt = unknown ?? step.unknown;
        next.push({ role: step.role, policy, unknown: doubt, way: [...way, step.role.name] });
      }
    }
    open = next;
  }
  return [];
}

function toFinding({ policy, found, unknown }: Escalation): Finding {
  const place = [policy.owner, policy.property] as const;
  return unknown === undefined
    ? refused(place, found, reason, fix)
    : undetermined(place, unknown, reason, fix);
}

function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  const own = ownAccounts(stack);
  const roles = roleTargetsOf(stack);
  const principals = principalsOf(stack, references);
  const byRole = new Map(principals.map((principal) => [principal.resource, principal]));
  const escalations = new Map(principals.map((each) => [each, escalationsOf(each, roles)]));
  const opening = new Set(
    principals.filter((each) => {
      // What a role's own unknown policy may say is a finding there.
      const found = [...openingsOf(each).map(({ grant }) => grant), ...(escalations.get(each) ?? [])];
      return found.some(({ unknown }) => unknown === undefined);
    }),
  );
  const starts = opening.size === 0 ? [] : principals;
  return [
    ...stack.ofType(iamTypes.role).flatMap((role) => checkTrust(role, own)),
    ...checkUsers(stack, references),
    ...principals.flatMap((each) => (escalations.get(each) ?? []).map(toFinding)),
    ...starts.flatMap((each) => throughOthers(each, byRole, (other) => opening.has(other), roles)),
  ];
}

export const noPrivilegeEscalation: Rule = {
  id: "no-privilege-escalation",
  title: "No role comes by other rights than its own, and none is lent to outsiders.",
  control: controls.leastPrivilege,
  severity: "critical",
  frameworks: { nist: ["AC-6", "AC-3(7)", "IA-8"], cis: ["1.15"], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  cause:
    "PassRole or AssumeRole on roles that are not the stack's, or on one that may open the network, over any number of steps; rights to change " +
    "rights or other's code; a trust policy for another account, everybody, an identity provider, or a service that may act for others; a machine or function " +
    "with a role from outside; keys, passwords and providers of identities.",
  fix,
  judges: (type) =>
    [...holderTypes, iamTypes.role, iamTypes.user, iamTypes.group].includes(type) ||
    users.some(([user]) => user === type) ||
    nameIn(types, type) !== undefined,
  check(resource) {
    const name = nameIn(types, resource.type);
    const why = "Who holds it is outside of what the policy sees.";
    return name === undefined ? [] : [refused([resource], name, why, "Remove it.")];
  },
  relate,
};
