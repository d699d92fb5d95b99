import { type Unknown } from "../facts/fact";
import { type ResourceFacts } from "../facts/resource";
import { boundedTo, type Grant, grantsOf } from "./grants";
import { type HeldPolicy, type Principal } from "./principals";
import { isConfined, rolesIn, servicesOf, trustsAccounts } from "./roleTargets";

/** Ways to rights that a principal does not have itself. */
export interface Escalation {
  readonly policy: HeldPolicy;
  readonly found: string;
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
function byForeignRoles(principal: Principal, roles: readonly ResourceFacts[]): readonly Escalation[] {
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
export function escalationsOf(principal: Principal, roles: readonly ResourceFacts[]): readonly Escalation[] {
  return [...byActions(principal), ...byForeignRoles(principal, roles)];
}

/** Roles of the stack whose rights a principal may come by, in one step, and the policy that lets it. */
export function nextRoles(
  principal: Principal,
  roles: readonly ResourceFacts[],
): readonly { readonly role: ResourceFacts; readonly policy: HeldPolicy }[] {
  const passed = grantsOf(principal, "iam:passrole").flatMap((grant) => {
    const services = boundedTo(grant, principal, "iam:passrole", "iam:passedtoservice");
    return grant.resources
      .flatMap((pattern) => rolesIn(pattern, roles))
      .filter((role) => {
        const trusted = servicesOf(role);
        if (trusted === undefined || services === undefined) return true;
        return services.some((service) => service.includes("*") || trusted.includes(service));
      })
      .map((role) => ({ role, policy: grant.policy }));
  });
  const assumed = grantsOf(principal, "sts:assumerole").flatMap((grant) =>
    grant.resources
      .flatMap((pattern) => rolesIn(pattern, roles))
      .filter(trustsAccounts)
      .map((role) => ({ role, policy: grant.policy })),
  );
  return [...passed, ...assumed].filter(({ role }) => role !== principal.resource);
}
