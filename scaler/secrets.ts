import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Clock, type Secrets } from "./ports";

/** A secret changed by hand reaches the scaler within this time. */
const KEEP_MS = 300_000;

/** Secrets Manager's current plain texts, kept for five minutes. Neither texts nor errors of it are logged with their values. */
export function createSecrets(client: Pick<SecretsManagerClient, "send">, clock: Clock): Secrets {
  const kept = new Map<string, { readonly value: string; readonly untilMs: number }>();
  return {
    async read(arn) {
      const known = kept.get(arn);
      if (known !== undefined && clock.nowMs() < known.untilMs) return known.value;
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
      if (SecretString === undefined || SecretString === "") {
        throw new Error(`secret ${arn} holds no text; write its value as plain text`);
      }
      kept.set(arn, { value: SecretString, untilMs: clock.nowMs() + KEEP_MS });
      return SecretString;
    },
  };
}
