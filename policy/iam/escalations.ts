import { type Unknown } from "../facts/fact";
import { type ResourceFacts } from "../facts/resource";
import { boundedTo, type Grant, grantsOf } from "./grants";
import { type HeldPolicy, type Principal } from "./principals";
import { overlap } from "./pattern";
import { isConfined, type RoleTarget, rolesIn, type RoleTargets } from "./roleTargets";

/** Ways to rights that a principal does not have itself. */
export interface Escalation {
  readonly policy: HeldPolicy;
  readonly found: string;
  readonly unknown: Unknown | undefined;
}

/** Another role whose rights a principal may come by, and what lets it. */
export interface Step {
  readonly role: ResourceFacts;
  readonly policy: HeldPolicy;
  readonly unknown: Unknown | undefined;
}

/**
 * Actions that give rights, or run one's own code with those of another. Sources: service authorization reference, AWS Identity and Access
 * Management and others, access level "Permissions management"; nccgroup/PMapper, graphing/*_edges.py.
 */
export const escalatingActions: readonly string[] = [
  ...(
    "AddRoleToInstanceProfile AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreateAccessKey CreateLoginProfile " +
    "CreateOpenIDConnectProvider CreatePolicyVersion CreateRole CreateSAMLProvider CreateServiceSpecificCredential CreateUser " +
    "DeleteRolePermissionsBoundary DeleteRolePolicy DeleteUserPermissionsBoundary DetachRolePolicy PutGroupPolicy " +
    "PutRolePermissionsBoundary PutRolePolicy PutUserPermissionsBoundary PutUserPolicy SetDefaultPolicyVersion UpdateAccessKey " +
    "AcceptDelegationRequest AddClientIDToOpenIDConnectProvider EnableOrganizationsRootSessions " +
    "EnableOutboundWebIdentityFederation ResetServiceSpecificCredential UpdateServiceSpecificCredential " +
    "UploadSSHPublicKey UploadSigningCertificate " +
    "UpdateAssumeRolePolicy UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider"
  )
    .split(" ")
    .map((name) => `iam:${name.toLowerCase()}`),
  "sts:assumeroot",
  "lambda:updatefunctioncode",
  "ssm:sendcommand",
  "ssm:startsession",
  "cloudformation:createstack",
  "cloudformation:updatestack",
  "cloudformation:executechangeset",
];

const mostNamed = 3;

function sidOf({ statement }: Grant): string {
  return `statement ${statement?.sid ?? ""}`;
}

function byActions(principal: Principal): readonly Escalation[] {
  const byPolicy = new Map<string, { grant: Grant; actions: string[] }>();
  for (const action of escalatingActions) {
    for (const grant of grantsOf(principal, action)) {
      const key = `${grant.policy.owner.urn} ${grant.policy.property} ${grant.statement?.sid ?? ""}`;
      const found = byPolicy.get(key);
      if (found === undefined) byPolicy.set(key, { grant, actions: [action] });
      else found.actions.push(action);
    }
  }
  return [...byPolicy.values()].map(({ grant, actions }) => {
    const more = actions.length > mostNamed ? ` and ${actions.length - mostNamed} more` : "";
    const found = `${sidOf(grant)}: ${actions.slice(0, mostNamed).join(", ")}${more}`;
    return { policy: grant.policy, found, unknown: grant.unknown };
  });
}

/** Roles from outside the stack that a principal may hand to a service or take on. */
function byForeignRoles(principal: Principal, roles: RoleTargets): readonly Escalation[] {
  return ["iam:passrole", "sts:assumerole"].flatMap((action) =>
    grantsOf(principal, action).flatMap((grant): readonly Escalation[] => {
      const foreign = grant.resources.find((pattern) => !isConfined(pattern, roles));
      if (foreign === undefined) return [];
      const found = `${sidOf(grant)}: ${action} on ${foreign}`;
      return [{ policy: grant.policy, found, unknown: grant.unknown }];
    }),
  );
}

/** What gives a principal more rights than its own policies say. */
export function escalationsOf(principal: Principal, roles: RoleTargets): readonly Escalation[] {
  const all = [...byActions(principal), ...byForeignRoles(principal, roles)];
  // Of a policy that is not known, one thing is said once.
  return all.filter(
    ({ policy, unknown }, index) =>
      unknown === undefined || all.findIndex((other) => other.policy === policy) === index,
  );
}

/** Roles of the stack whose rights a principal may come by, in one step. */
export function nextRoles(principal: Principal, roles: RoleTargets): readonly Step[] {
  const passed = grantsOf(principal, "iam:passrole").flatMap((grant) => {
    const given = boundedTo(grant, principal, "iam:passrole", "iam:passedtoservice");
    return stepsOf(grant, roles, ({ services }) => {
      if (services === undefined || given === undefined) return true;
      return given.some((pattern) => services.some((service) => overlap(pattern, service)));
    });
  });
  const assumed = grantsOf(principal, "sts:assumerole").flatMap((grant) =>
    stepsOf(grant, roles, ({ trustsAccounts }) => trustsAccounts),
  );
  return [...passed, ...assumed].filter(({ role }) => role !== principal.resource);
}

function stepsOf(
  { policy, unknown, resources }: Grant,
  roles: RoleTargets,
  isOpen: (target: RoleTarget) => boolean,
): readonly Step[] {
  return resources
    .flatMap((pattern) => rolesIn(pattern, roles))
    .filter(isOpen)
    .map(({ role }) => ({ role, policy, unknown }));
}
