import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { SettingsError } from "./settingsError";

/** Where Pulumi keeps an environment's state, and what seals the secrets in it. */
export interface StateHome {
  /** URL of the backend. */
  readonly backend: string;
  /** In words, for people. */
  readonly sealing: string;
  /** For `pulumi stack init --secrets-provider`; absent: Pulumi's own choice for the backend. */
  readonly secretsProvider?: string;
}

export interface StateFacts {
  readonly environment: string;
  /** Text of the environment's settings file: once a stack is made, Pulumi notes there what seals it. */
  readonly settings: string;
  /** `--secrets-provider`, for a stack that is not made yet. */
  readonly asked: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Text of the credentials file of Pulumi's CLI, in which it notes the backend it is logged in to; null: there is none. */
  readonly credentials: string | null;
  /** Text of the file that PULUMI_CONFIG_PASSPHRASE_FILE names; null: it names none, or it cannot be read. */
  readonly passphraseFile: string | null;
}

/** Source: Pulumi docs, "State and backends". */
const pulumiCloud = "https://api.pulumi.com";

/** Kinds of secrets providers beside the backend's own. Source: Pulumi docs, `pulumi stack init --secrets-provider`. */
const providers = /^(passphrase|(awskms|azurekeyvault|gcpkms|hashivault):\/\/\S+)$/;

/**
 * Where state goes and what seals its secrets. The state holds the workers' keys and the scaler's password: without a seal it is refused.
 * @throws SettingsError that says what to do; nothing was touched
 */
export function stateHomeOf(facts: StateFacts): StateHome {
  const { environment, settings, asked, env } = facts;
  const backend = backendOf(env, facts.credentials);
  const noted = /^secretsprovider:\s*["']?([^"'\s#]+)/m.exec(settings)?.[1];
  const known = noted ?? (/^encryptionsalt:/m.test(settings) ? "passphrase" : undefined);
  if (asked !== undefined && !providers.test(asked)) {
    throw new SettingsError(
      `--secrets-provider is '${asked}', allowed: passphrase, awskms://…, azurekeyvault://…, gcpkms://…, hashivault://…. ` +
        `For AWS e.g. 'awskms://alias/overflow-state?region=us-east-1' (overflow account template makes it).`,
    );
  }
  if (asked !== undefined && known !== undefined && asked !== known) {
    throw new SettingsError(
      `--secrets-provider is '${asked}', but ${environment} is sealed by ${known} (Pulumi.${environment}.yaml). ` +
        `Leave the option out, or first: pulumi stack change-secrets-provider '${asked}' --stack ${environment}`,
    );
  }
  const provider = known ?? asked;
  if (provider === undefined && isService(backend))
    return { backend, sealing: "Pulumi's service, which keeps the key" };
  if (provider !== undefined && provider !== "passphrase")
    return { backend, sealing: provider, secretsProvider: provider };
  const passphrase = env["PULUMI_CONFIG_PASSPHRASE"] ?? facts.passphraseFile?.trim() ?? "";
  if (passphrase === "") {
    throw new SettingsError(
      [
        `${environment} has nothing to seal its secrets with: ${provider === undefined ? "no secrets provider" : "no passphrase"}, and the state in ${backend} would hold the workers' keys for all who can read it. Nothing was touched.`,
        provider === undefined
          ? `Add --secrets-provider 'awskms://alias/overflow-state?region=<region>' (overflow account template makes that key), or set PULUMI_CONFIG_PASSPHRASE.`
          : `Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase with which it was made.`,
      ].join("\n"),
    );
  }
  return { backend, sealing: "your passphrase", secretsProvider: "passphrase" };
}

/** Reads what is on this machine. @throws SettingsError as `stateHomeOf` */
export function findStateHome(
  facts: Pick<StateFacts, "environment" | "settings" | "asked" | "env">,
): StateHome {
  const { env } = facts;
  const file = (path: string | undefined): string | null =>
    path === undefined || !existsSync(path) ? null : readFileSync(path, "utf8");
  return stateHomeOf({
    ...facts,
    // Source: Pulumi docs, environment variables, PULUMI_HOME and PULUMI_CREDENTIALS_PATH.
    credentials: file(
      join(
        env["PULUMI_CREDENTIALS_PATH"] ?? env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"),
        "credentials.json",
      ),
    ),
    passphraseFile: file(env["PULUMI_CONFIG_PASSPHRASE_FILE"]),
  });
}

/** The backend that Pulumi would use, in its own order: the variable, then where it is logged in, then its service for who has a token. */
function backendOf(env: NodeJS.ProcessEnv, credentials: string | null): string {
  const named = env["PULUMI_BACKEND_URL"] ?? "";
  if (named !== "") return named;
  const current = credentials === null ? undefined : currentOf(credentials);
  if (current !== undefined && current !== "") return current;
  if ((env["PULUMI_ACCESS_TOKEN"] ?? "") !== "") return pulumiCloud;
  throw new SettingsError(
    "Pulumi is not told where to keep state. Nothing was touched. Set PULUMI_BACKEND_URL, or log in once: pulumi login s3://<bucket> (overflow account template makes one).",
  );
}

function currentOf(credentials: string): string | undefined {
  try {
    const { current } = JSON.parse(credentials) as { readonly current?: unknown };
    return typeof current === "string" ? current : undefined;
  } catch {
    return undefined;
  }
}

function isService(backend: string): boolean {
  return /^https?:/.test(backend);
}
