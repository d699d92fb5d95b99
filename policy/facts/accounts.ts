import { type Fact, known, unknown } from "./fact";
import { type ResourceFacts, type StackFacts } from "./resource";

const providerType = "pulumi:providers:aws";
const accountId = /^\d{12}$/;

/** Account of an ARN: its fifth part; none where the ARN leaves it out, as S3's do. */
export function accountOf(arn: string): string | undefined {
  const account = arn.split(":")[4];
  return account !== undefined && accountId.test(account) ? account : undefined;
}

/** Accounts that a provider is held to; unknown: what it says is not known; empty: it says none, and the operator's surroundings decide. */
export function accountsOfProvider({ props }: ResourceFacts): Fact<readonly string[]> {
  const fact = props.get("allowedAccountIds");
  if (fact.state === "unknown") return fact;
  const ids = listOf(fact);
  return ids.every((id) => accountId.test(id)) ? known(ids) : unknown("holds something that is no account");
}

/**
 * The accounts in which the stack stands: those that its providers are held to, else those of its resources' ARNs. Empty: it is not known, as at a
 * first preview without `allowedAccountIds`.
 */
export function ownAccounts(stack: StackFacts): ReadonlySet<string> {
  const held = stack.ofType(providerType).flatMap(({ props }) => {
    const ids = listOf(props.get("allowedAccountIds"));
    return ids.filter((id) => accountId.test(id));
  });
  if (held.length > 0) return new Set(held);
  const found = stack.resources.flatMap(({ type, props }) => {
    const arn = type.startsWith("aws:") ? props.text("arn") : undefined;
    const account = arn?.state === "known" ? accountOf(arn.value) : undefined;
    return account === undefined ? [] : [account];
  });
  return new Set(found);
}

/** A provider's lists are texts of JSON in the engine's own records. */
function listOf(fact: ReturnType<StackFacts["resources"][number]["props"]["get"]>): readonly string[] {
  if (fact.state !== "known") return [];
  const value = typeof fact.value === "string" ? parsed(fact.value) : fact.value;
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
