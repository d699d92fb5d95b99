import { type Settings } from "../../infra/settings/schema";
import { ownAccounts } from "../../policy/facts/accounts";
import { type StackFacts } from "../../policy/facts/resource";
import { factsOfDeclared } from "../../policy/sources/declared";
import { UnusableInput } from "../../policy/sources/unusableInput";
import { environmentsIn } from "../init/write";
import { readSettings } from "../settings";
import { SettingsError } from "../settingsError";

/** The environment's account, if the answers are of it: others would be judged by settings that are not theirs. @throws UnusableInput */
export function accountOnAws(
  stack: StackFacts,
  { account }: Pick<Settings, "account">,
  environment: string,
): string {
  const answered = ownAccounts(stack);
  if (answered.size === 0 || answered.has(account)) return account;
  throw new UnusableInput(
    `These are answers of account ${[...answered].sort().join(", ")}; the settings of ${environment} name ${account}. Use credentials of that account.`,
  );
}

/** The lab's one account stands for those that the environments' settings name; of settings that can be read. */
export function accountsInLab(stack: StackFacts, root: string): readonly string[] {
  const named = environmentsIn(root).flatMap((environment) => {
    try {
      return [readSettings({ environment, engine: { projectDirectory: root } }).account];
    } catch (error) {
      if (error instanceof SettingsError) return [];
      throw error;
    }
  });
  return [...new Set([...ownAccounts(stack), ...named])];
}

/** What holds the program to its account and Region, and is in no answer: it says which of what the answers name is one's own. */
export function providerOf(
  { region }: Pick<Settings, "region">,
  allowedAccountIds: readonly string[],
): StackFacts {
  const [type, name] = ["pulumi:providers:aws", "settings"];
  const urn = `urn:pulumi:account::aws::${type}::${name}`;
  return factsOfDeclared([{ ...{ urn, type, name, sources: {} }, inputs: { region, allowedAccountIds } }]);
}
