import { type Settings } from "../../infra/settings/schema";
import { ownAccounts } from "../../policy/facts/accounts";
import { type StackFacts } from "../../policy/facts/resource";
import { factsOfDeclared } from "../../policy/sources/declared";
import { type DescribeFile } from "../../policy/sources/describe/file";
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

/** The account of everything in the lab. Source: moto, DEFAULT_ACCOUNT_ID. */
const labAccount = "123456789012";

/** The lab's one account, and those that other environments' settings name, told as this environment's: it stands for all of them. */
export function asOneAccount(
  root: string,
  account: string,
): (files: readonly DescribeFile[]) => readonly DescribeFile[] {
  const named = environmentsIn(root).flatMap((environment) => {
    try {
      return [readSettings({ environment, engine: { projectDirectory: root } }).account];
    } catch (error) {
      if (error instanceof SettingsError) return [];
      throw error;
    }
  });
  const pattern = new RegExp([...new Set([labAccount, ...named])].join("|"), "g");
  const told = (text: string) => text.replace(pattern, account);
  return (files) =>
    files.map((file) => ({
      ...file,
      ...(file.id !== undefined && { id: told(file.id) }),
      answer: JSON.parse(told(JSON.stringify(file.answer))) as unknown,
    }));
}

/** What holds the program to its account and Region, and is in no answer: it says which of what the answers name is one's own. */
export function providerOf({ region }: Pick<Settings, "region">, account: string): StackFacts {
  const [type, name] = ["pulumi:providers:aws", "settings"];
  const urn = `urn:pulumi:account::aws::${type}::${name}`;
  return factsOfDeclared([
    { ...{ urn, type, name, sources: {} }, inputs: { region, allowedAccountIds: [account] } },
  ]);
}
