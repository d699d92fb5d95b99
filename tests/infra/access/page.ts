import { type Statement } from "../../../infra/iam";
import { table } from "../../../infra/settings/reference";
import { actionWords } from "./actionWords";
import { shortArn } from "./conditions";
import {
  account,
  actionsOf,
  type Caller,
  judgedServices,
  type PolicyText,
  type Right,
  rightsOf,
  servicesOf,
  statementsOf,
} from "./evaluator";
import { type StackPolicy, type StackRole } from "./stack";

/** What the page is made of. */
export interface Access {
  readonly roles: readonly StackRole[];
  readonly resourcePolicies: readonly StackPolicy[];
}

/** docs/access.md: who may do what. A test holds it to what evaluation answers, so each change of a right shows in a review. */
export async function renderAccess({ roles, resourcePolicies }: Access): Promise<string> {
  const counts = await Promise.all(judgedServices.map(async (service) => (await actionsOf(service)).length));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sections: string[] = [];
  for (const role of roles) sections.push(...(await roleSection(role)));
  sections.push("## Policies of endpoints, keys and buckets", "");
  for (const policy of resourcePolicies) sections.push(...(await policySection(policy)));
  return [
    "# Who may do what",
    "",
    "Every role that staging's stack and the account's template make, and every policy that stands at a resource. For each",
    `of the ${total} actions of EC2, IAM, DynamoDB, S3, KMS, Secrets Manager and Lambda (AWS's service authorization reference), and those of every`,
    "other service that a policy names, the evaluator in `tests/infra/access/` was asked whether it is allowed. **What is not in a table is denied.**",
    "",
    "A row: these actions, on these resources, if the condition holds. ARNs are short: without partition, region and account; ids are",
    "the resources' names in the stack. This page is made by `npm run docs`, a test keeps it current, and a change of it is a change of rights: review it so.",
    "",
    ...sections,
  ].join("\n");
}

async function roleSection(role: StackRole): Promise<string[]> {
  const rights = await rightsOf(role);
  return [
    `## Role \`${role.name}\``,
    "",
    `Taken on by ${trusted(role.trust)}.${role.boundary === undefined ? "" : " Within the boundary of the account's template."}`,
    "",
    ...(rights.length === 0
      ? ["May do nothing."]
      : table(["May", "On", "If"], await rowsOf(rights, servicesOf(role.policies)))),
    "",
  ];
}

/** Who may take on a role, from its trust policy. */
function trusted(trust: PolicyText): string {
  return statementsOf(trust)
    .map(({ Principal, Condition }) => {
      const conditions = Object.entries(Condition ?? {}).flatMap(([op, keys]) =>
        Object.entries(keys).map(([key, value]) => `${key} ${op} ${[value].flat().join(" | ")}`),
      );
      return `\`${principalWords(Principal)}\`${conditions.length === 0 ? "" : ` if \`${conditions.join(" and ")}\``}`;
    })
    .join(", ");
}

async function policySection({ name, policy }: StackPolicy): Promise<string[]> {
  const statements = statementsOf(policy);
  const callers = new Map<string, (typeof statements)[number][]>();
  for (const statement of statements) {
    if (statement.Effect !== "Allow") continue;
    const words = principalWords(statement.Principal);
    callers.set(words, [...(callers.get(words) ?? []), statement]);
  }
  const refusals = statements.filter(({ Effect }) => Effect === "Deny");
  const rows: string[][] = [];
  for (const [words, allowing] of callers) {
    const policies = [
      JSON.stringify({ Version: "2012-10-17", Statement: [...allowing, ...refusals].map(withoutPrincipal) }),
    ];
    const named = servicesOf(policies).filter((service) => policy.includes(`"${service}:`));
    const caller: Caller = { principal: `arn:aws:iam::${account}:role/anybody`, policies };
    for (const row of await rowsOf(await rightsOf(caller, named), named)) rows.push([`\`${words}\``, ...row]);
  }
  const refused = refusals.map(({ Sid }) => `\`${Sid}\``).join(", ");
  return [
    `### ${name}`,
    "",
    ...(rows.length === 0 ? ["Gives nobody anything."] : table(["Who", "May", "On", "If"], rows)),
    ...(refused === "" ? [] : ["", `Refuses, whatever else is said: ${refused}.`]),
    "",
  ];
}

/** The statement as a policy of the caller's: what it says of actions, resources and conditions is the same. */
function withoutPrincipal<S extends { readonly Principal?: unknown }>({
  Principal: _,
  ...rest
}: S): Omit<S, "Principal"> {
  return rest;
}

function principalWords(principal: Statement["Principal"]): string {
  if (principal === undefined || principal === "*") return "anybody";
  return Object.values(principal)
    .flat()
    .map((each) =>
      each === "*"
        ? "anybody"
        : each === `arn:aws:iam::${account}:root`
          ? "the account's policies"
          : shortArn(each),
    )
    .join(", ");
}

/** Rows of actions that are alike in resources and conditions. */
async function rowsOf(rights: readonly Right[], services: readonly string[]): Promise<string[][]> {
  const all = (await Promise.all(services.map(actionsOf))).flat();
  const byTarget = grouped(rights, ({ resource, condition }) => `${resource}\n${condition}`);
  const lines = [...byTarget.values()].map((same) => ({
    actions: actionWords([...new Set(same.map(({ action }) => action))], all),
    resource: same[0]?.resource ?? "",
    condition: same[0]?.condition ?? "",
  }));
  const byActions = grouped(lines, ({ actions, condition }) => `${actions}\n${condition}`);
  return [...byActions.values()].map((same) => {
    const [first] = same;
    const resources = [...new Set(same.map(({ resource }) => `\`${shortArn(resource)}\``))];
    const condition = first?.condition ?? "";
    return [
      first?.actions ?? "",
      resources.join(", "),
      condition === "always" ? condition : `\`${condition}\``,
    ];
  });
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
